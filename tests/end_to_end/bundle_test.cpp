// `enocheck bundle`: what a certifier gets, read with tools that are not ours.

#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/run_folders.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Bundle : public testing::Test {
 protected:
  void SetUp() override {
    // Documents with MPANs in them, and curtailments of them.
    const auto outcome =
        enocheck({"run", "--progress", "none", "--out", (place_.folder() / "results").string(), "--filter",
                  "access.inventory_by_mpan/*:control.deactivate_opens_switch/*"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    run_ = fs::canonical(place_.folder() / "results" / "latest");
  }
  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] fs::path zip(const std::string& name) const { return place_.folder() / name; }
  [[nodiscard]] Outcome bundle(const std::string& name, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"bundle", run_.string(), "--out", zip(name).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return enocheck(arguments);
  }
  /// Unpacks a bundle; its folder.
  [[nodiscard]] fs::path unpack(const std::string& name) const {
    const auto folder = place_.folder() / (name + ".d");
    const auto outcome = place_.run("python3", {"-c",
                                                "import sys, zipfile\n"
                                                "z = zipfile.ZipFile(sys.argv[1])\n"
                                                "assert z.testzip() is None\n"
                                                "z.extractall(sys.argv[2])\n",
                                                zip(name).string(), folder.string()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    return folder / (run_.filename().string() + "-bundle");
  }
  static json record(const fs::path& folder) {
    auto read = json::parse(read_text(folder / "BUNDLE.json").value_or("null"), nullptr, false);
    const JsonSchema schema(source_dir() / "schemas" / "enocheck" / "bundle.schema.json");
    EXPECT_EQ(schema.faults(read), std::vector<std::string>{});
    return read;
  }
  [[nodiscard]] std::set<std::string> mpans() const {
    std::set<std::string> all;
    const auto results = json::parse(read_text(run_ / "results.json").value_or(""), nullptr, false);
    for (const auto& one : results["cases"]) {
      for (const auto& curtailment : one["curtailments"]) {
        all.insert(curtailment["mpan"].get<std::string>());
      }
    }
    return all;
  }
  Workplace place_;
  fs::path run_;
};

TEST_F(Bundle, HasTheRunAndItsConfigurationAsOthersReadIt) {
  const auto outcome = bundle("a.zip");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(place_.run("unzip", {"-tq", zip("a.zip").string()}).exit_code, 0);
  const auto folder = unpack("a.zip");
  const auto told = record(folder);
  EXPECT_EQ(told["left_out"].size(), 0U);
  EXPECT_EQ(told["signed"], false);
  for (const auto* const file : {"run/results.json", "run/run.log", "run/report.html", "run/evidence.pcapng",
                                 "run/MANIFEST.sig", "configuration/profile.xml"}) {
    EXPECT_TRUE(fs::exists(folder / file)) << file;
  }
  const auto verified = enocheck({"verify", folder.string()});
  EXPECT_EQ(verified.exit_code, 0) << verified.output << verified.errors;
  EXPECT_NE(verified.output.find("not signed"), std::string::npos) << verified.output;
  EXPECT_NE(verified.output.find("proves integrity since the run"), std::string::npos) << "the run in it";
  EXPECT_EQ(comparable_evidence(folder / "run").size(), comparable_evidence(run_).size());
  EXPECT_EQ(bundle("b.zip").exit_code, 0);
  EXPECT_EQ(read_text(zip("a.zip")).value_or("a") == read_text(zip("b.zip")).value_or("b"), true)
      << "the same, octet for octet";
}

TEST_F(Bundle, ASignedOneIsVerifiedByItsKey) {
  const auto key = zip("key.pem").string();
  ASSERT_EQ(place_.run("openssl", {"genpkey", "-algorithm", "ED25519", "-out", key}).exit_code, 0);
  ASSERT_EQ(place_.run("openssl", {"pkey", "-in", key, "-pubout", "-out", key + ".pub"}).exit_code, 0);
  ASSERT_EQ(bundle("a.zip", {"--sign-key", key}).exit_code, 0);
  const auto folder = unpack("a.zip");
  EXPECT_EQ(record(folder)["signed"], true);
  EXPECT_EQ(enocheck({"verify", folder.string(), "--key", key + ".pub"}).exit_code, 0);
  EXPECT_EQ(
      place_
          .run("openssl", {"pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key + ".pub", "-in",
                           (folder / "MANIFEST").string(), "-sigfile", (folder / "MANIFEST.sig").string()})
          .exit_code,
      0);
  fs::remove(folder / "MANIFEST.sig");
  EXPECT_EQ(enocheck({"verify", folder.string()}).exit_code, 1) << "it says that it was signed";
}

TEST_F(Bundle, MpansAreRedactedEverywhereAndThatIsRecorded) {
  const auto all = mpans();
  ASSERT_FALSE(all.empty());
  const auto outcome = bundle("a.zip", {"--redact-mpan"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto folder = unpack("a.zip");
  const auto redaction = record(folder)["redaction"];
  EXPECT_GT(redaction["replaced"], 10);
  EXPECT_FALSE(fs::exists(folder / "run/MANIFEST")) << "its digests would let MPANs be guessed";
  std::set<std::string> endings;
  for (const auto& file : files_below(folder, "").value_or(std::vector<fs::path>{})) {
    const auto text = read_text(file).value_or("");
    for (const auto& mpan : all) { EXPECT_EQ(text.find(mpan), std::string::npos) << file; }
  }
  for (const auto& file : redaction["files"]) {
    endings.insert(fs::path(file["path"].get<std::string>()).extension().string());
  }
  for (const auto* const ending : {".xml", ".json", ".html", ".pcapng"}) {
    EXPECT_TRUE(endings.contains(ending)) << ending;
  }
  EXPECT_EQ(enocheck({"verify", folder.string()}).exit_code, 0);
  const auto kept = read_text(zip("a.zip.pseudonyms.txt")).value_or("");
  for (const auto& mpan : all) { EXPECT_NE(kept.find(mpan + " 99"), std::string::npos) << mpan; }
  EXPECT_EQ(fs::status(zip("a.zip.pseudonyms.txt")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Bundle, AFileWithAPrivateKeyIsLeftOutVisibly) {
  // A run that is sealed with a key in its log: what a careless adapter prints.
  const auto key = zip("key.pem").string();
  ASSERT_EQ(place_.run("openssl", {"genpkey", "-algorithm", "ED25519", "-out", key}).exit_code, 0);
  for (const auto* const name : {"MANIFEST.sig", "results.json"}) { fs::remove(run_ / name); }
  fs::copy_file(key, run_ / "adapter_0.stderr");
  const auto resumed = enocheck({"run", "--progress", "none", "--resume", run_.string()});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  const auto outcome = bundle("a.zip");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.errors.find("left out: run/adapter_0.stderr: it holds a private key (PEM)"),
            std::string::npos)
      << outcome.errors;
  const auto folder = unpack("a.zip");
  EXPECT_FALSE(fs::exists(folder / "run/adapter_0.stderr"));
  ASSERT_EQ(record(folder)["left_out"].size(), 1U);
  EXPECT_EQ(record(folder)["left_out"][0]["path"], "run/adapter_0.stderr");
}

TEST_F(Bundle, WhatIsNoSealedRunIsNotBundled) {
  const auto refused = [&](const std::string& why, int exit_code, const std::vector<std::string>& arguments) {
    const auto outcome = enocheck(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.output;
    EXPECT_NE(outcome.errors.find(why), std::string::npos) << outcome.errors;
  };
  refused("no run's folder", 2, {"bundle", place_.folder().string()});
  refused("cannot write", 2, {"bundle", run_.string(), "--out", "/proc/no/such.zip"});
  refused("a sealed run is not written into", 2,
          {"bundle", run_.string(), "--out", (run_ / "bundle.zip").string()});
  ASSERT_TRUE(append_to_file(run_ / "run.log", "more\n").has_value());
  refused("was changed since the run, run.log", 1, {"bundle", run_.string()});
  fs::remove(run_ / "MANIFEST.sig");
  refused("has no seal", 2, {"bundle", run_.string()});
}

}  // namespace
}  // namespace enocheck
