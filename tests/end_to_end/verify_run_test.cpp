// `enocheck verify RUN`: whatever was changed in a run's folder since the run is found.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>

#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

class VerifyRun : public testing::Test {
 protected:
  [[nodiscard]] Outcome verify(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"verify", folder_.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  void run(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"run",      "--progress",           "none", "--out", out().string(),
                                          "--filter", "control/durations/1_*"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto outcome = place_.run(ENOCHECK_PROGRAM, arguments);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    folder_ = fs::canonical(out() / "latest");
  }
  [[nodiscard]] fs::path out() const { return place_.folder() / "results"; }
  /// The same with openssl and sha256sum: nothing of ours.
  [[nodiscard]] Outcome openssl(std::vector<std::string> arguments) const {
    return place_.run("openssl", arguments);
  }
  std::string key(const std::string& algorithm, const std::vector<std::string>& more = {}) const {
    const auto file = (place_.folder() / (algorithm + ".pem")).string();
    std::vector<std::string> arguments = {"genpkey", "-algorithm", algorithm, "-out", file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(openssl(arguments).exit_code, 0);
    EXPECT_EQ(openssl({"pkey", "-in", file, "-pubout", "-out", file + ".pub"}).exit_code, 0);
    return file;
  }
  void expect_fault(const std::string& line, const std::vector<std::string>& more = {}) const {
    const auto outcome = verify(more);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
    EXPECT_NE(outcome.output.find(line), std::string::npos) << line << " is not in: " << outcome.output;
    EXPECT_NE(outcome.output.find("not valid: "), std::string::npos) << outcome.output;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return read_text(folder_ / name).value_or("");
  }
  void write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(write_file(folder_ / name, bytes_of(text)).has_value());
  }
  Workplace place_;
  fs::path folder_;
};

TEST_F(VerifyRun, ARunIsSealedSoThatOthersCanCheckIt) {
  run();
  const auto outcome = verify();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find("proves integrity since the run, not who ran it"), std::string::npos);
  const auto sums =
      place_.run("/bin/sh", {"-c", "cd " + folder_.string() + " && sha256sum --strict -c MANIFEST"});
  EXPECT_EQ(sums.exit_code, 0) << sums.output;
  const auto by_openssl =
      openssl({"pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", (folder_ / "MANIFEST.pub").string(), "-in",
               (folder_ / "MANIFEST").string(), "-sigfile", (folder_ / "MANIFEST.sig").string()});
  EXPECT_EQ(by_openssl.exit_code, 0) << by_openssl.output << by_openssl.errors;
}

TEST_F(VerifyRun, TheTestersKeySignsAndIsAskedFor) {
  const auto p256 = key("EC", {"-pkeyopt", "ec_paramgen_curve:P-256"});
  run({"--sign-key", p256});
  EXPECT_EQ(verify({"--key", p256 + ".pub"}).exit_code, 0);
  EXPECT_NE(verify().output.find("--key FILE tells whether it is"), std::string::npos);
  EXPECT_EQ(openssl({"dgst", "-sha256", "-verify", p256 + ".pub", "-signature",
                     (folder_ / "MANIFEST.sig").string(), (folder_ / "MANIFEST").string()})
                .exit_code,
            0);
  const auto ed25519 = key("ED25519");
  expect_fault("signature  MANIFEST.sig", {"--key", ed25519 + ".pub"});
  run({"--sign-key", ed25519});
  EXPECT_EQ(verify({"--key", ed25519 + ".pub"}).exit_code, 0);
  EXPECT_EQ(openssl({"pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", ed25519 + ".pub", "-in",
                     (folder_ / "MANIFEST").string(), "-sigfile", (folder_ / "MANIFEST.sig").string()})
                .exit_code,
            0);
  for (const auto& file : files_below(folder_, "").value_or(std::vector<fs::path>{})) {
    EXPECT_EQ(read_text(file).value_or("").find("PRIVATE KEY"), std::string::npos) << file;
  }
}

TEST_F(VerifyRun, OneByteOfAHundredThatIsChangedIsFound) {
  run();
  auto files = files_below(folder_, "").value_or(std::vector<fs::path>{});
  std::erase_if(files, [](const fs::path& file) { return fs::file_size(file) == 0; });
  ASSERT_GT(files.size(), 20U);
  std::mt19937_64 random(100);
  std::size_t in_seal = 0;
  for (int change = 0; change < 100; ++change) {
    auto file = files[random() % files.size()];
    if (change % 10 == 0) { file = folder_ / "MANIFEST"; }
    if (change % 10 == 1) { file = folder_ / "MANIFEST.sig"; }
    in_seal += file.filename().string().starts_with("MANIFEST") ? 1U : 0U;
    const auto before = read_text(file).value_or("");
    ASSERT_FALSE(before.empty()) << file;
    auto after = before;
    const auto at = random() % after.size();
    after[at] = static_cast<char>(after[at] ^ static_cast<char>(1 + random() % 255));
    ASSERT_TRUE(write_file(file, bytes_of(after)).has_value());
    EXPECT_EQ(verify().exit_code, 1) << file << " octet " << at << " was " << int(before[at]);
    ASSERT_TRUE(write_file(file, bytes_of(before)).has_value());
  }
  EXPECT_GE(in_seal, 20U);
  EXPECT_EQ(verify().exit_code, 0) << "all is as it was";
}

TEST_F(VerifyRun, FilesThatCameWentOrAreNone) {
  run();
  write("evidence/added.xml", "<a/>");
  expect_fault("added      evidence/added.xml");
  fs::remove(folder_ / "evidence/added.xml");
  fs::rename(folder_ / "run.log", folder_ / "run.log2");
  expect_fault("missing    run.log\n");
  expect_fault("added      run.log2");
  fs::rename(folder_ / "run.log2", folder_ / "run.log");
  fs::create_symlink("/etc/passwd", folder_ / "link");
  expect_fault("added      link: is a link");
  fs::remove(folder_ / "link");
  // The same octets, but by a link: what it leads to can change.
  fs::rename(folder_ / "run.log", place_.folder() / "run.log");
  fs::create_symlink(place_.folder() / "run.log", folder_ / "run.log");
  expect_fault("missing    run.log");
  fs::remove(folder_ / "run.log");
  fs::rename(place_.folder() / "run.log", folder_ / "run.log");
  ASSERT_EQ(place_.run("mkfifo", {(folder_ / "pipe").string()}).exit_code, 0);
  expect_fault("added      pipe");
  fs::remove(folder_ / "pipe");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(VerifyRun, AManifestThatLiesIsNotFollowed) {
  run();
  const auto manifest = read("MANIFEST");
  const auto line = std::string(64, '0') + "  ";
  write("MANIFEST", manifest.substr(0, manifest.size() - 1));
  expect_fault("is cut off");
  write("MANIFEST", manifest.substr(0, manifest.size() / 2));
  expect_fault("signature  MANIFEST.sig");
  for (const auto* const path :
       {"../../../etc/passwd", "/etc/passwd", "./run.log", "a/../run.log", "MANIFEST", ""}) {
    write("MANIFEST", manifest + line + path + "\n");
    expect_fault("malformed  MANIFEST:");
  }
  write("MANIFEST", manifest + manifest);
  expect_fault("for the second time");
  write("MANIFEST", "");
  expect_fault("added      results.json");
  write("MANIFEST", manifest);
  fs::resize_file(folder_ / "MANIFEST.sig", std::uintmax_t{1} << 30U);
  expect_fault("malformed  MANIFEST.sig: has more than");
  fs::remove(folder_ / "MANIFEST.sig");
  expect_fault("missing    MANIFEST.sig");
  fs::create_symlink("MANIFEST.pub", folder_ / "MANIFEST.sig");
  expect_fault("malformed  MANIFEST.sig: is a link");
}

TEST_F(VerifyRun, WhatIsNoRunOrNoKeyIsUsage) {
  run();
  const auto no_run = place_.run(ENOCHECK_PROGRAM, {"verify", place_.folder().string()});
  EXPECT_EQ(no_run.exit_code, 2);
  EXPECT_NE(no_run.errors.find("no run's folder"), std::string::npos) << no_run.errors;
  const auto no_key = verify({"--key", (folder_ / "run.log").string()});
  EXPECT_EQ(no_key.exit_code, 2);
  EXPECT_NE(no_key.errors.find("is no public key"), std::string::npos) << no_key.errors;
  const auto bad = place_.run(ENOCHECK_PROGRAM,
                              {"run", "--out", out().string(), "--sign-key", (folder_ / "run.log").string()});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_NE(bad.errors.find("is no private key"), std::string::npos) << bad.errors;
  for (const auto* const name : {"MANIFEST.sig", "MANIFEST", "MANIFEST.pub"}) { fs::remove(folder_ / name); }
  expect_fault("a run that was killed has no seal");
}

}  // namespace
}  // namespace enocheck
