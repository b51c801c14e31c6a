#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "core/files.h"
#include "core/hex.h"
#include "duis/service_request.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"
#include "transform/to_pre_command.h"

// Transform and Correlate against the Reference Test Data Set 4.5.0: the DUIS requests of the npm package
// @smartdcc/duis-templates and the GBCS messages of the reference folder.
namespace enocheck {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

fs::path source_dir() { return environment("ENOCHECK_SOURCE_DIR"); }

/// ENOCHECK_DUIS_TEMPLATES, else below ENOCHECK_NPM_DIR, else where `npm ci` in tests/interop puts it.
fs::path templates() {
  if (const auto given = environment("ENOCHECK_DUIS_TEMPLATES"); !given.empty()) { return given; }
  const auto npm = environment("ENOCHECK_NPM_DIR");
  return (npm.empty() ? source_dir() / "tests/interop/node_modules" : fs::path(npm)) /
         "@smartdcc/duis-templates/templates";
}

fs::path reference() {
  const auto given = environment("ENOCHECK_REFERENCE_DIR");
  return given.empty() ? source_dir() / "../shared/reference" : fs::path(given);
}

constexpr std::string_view kRequestEnding = "_REQUEST_DUIS.XML";

/// A request of the subset and the messages that RTDS has for it, by `PRECOMMAND`, `COMMAND`, `RESPONSE`.
struct Exchange {
  std::string stem;
  duis::ServiceRequest request;
  std::map<std::string, Bytes> messages;
};

class TransformRtds : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(templates())) {
      GTEST_SKIP() << "no RTDS requests at " << templates() << ": run npm ci in tests/interop, or set "
                   << "ENOCHECK_DUIS_TEMPLATES";
    }
    if (!fs::exists(reference() / "rtds")) {
      GTEST_SKIP() << "no RTDS messages at " << reference() / "rtds"
                   << ": set ENOCHECK_REFERENCE_DIR";
    }
    const auto messages = files_below(reference() / "rtds", ".HEX").value();
    const auto requests = files_below(templates(), kRequestEnding).value();
    for (const auto& file : messages) { message_files_[file.filename().string()] = file; }
    const std::set<std::string> subset = {"6.14.1", "7.5",  "7.6",  "7.7", "7.8",
                                          "7.9",    "7.10", "7.11", "7.13"};
    for (const auto& file : requests) {
      auto request = duis::parse_request(read_text(file).value());
      ASSERT_TRUE(request) << file << ": " << request.error().detail;
      if (subset.count(request->header.service_reference_variant) == 0) { continue; }
      auto stem = file.filename().string();
      stem.resize(stem.size() - kRequestEnding.size());
      exchanges_.push_back({stem, std::move(*request), messages_of(stem)});
    }
    ASSERT_EQ(exchanges_.size(), 13U) << "RTDS has 13 requests of the subset";
  }

  std::map<std::string, Bytes> messages_of(const std::string& stem) const {
    std::map<std::string, Bytes> messages;
    for (const auto* const kind : {"PRECOMMAND", "COMMAND", "RESPONSE"}) {
      const auto found = message_files_.find(stem + "_" + kind + "_GBCS.HEX");
      if (found == message_files_.end()) { continue; }
      messages[kind] = decode_hex(read_text(found->second).value()).value();
    }
    return messages;
  }

  std::vector<Exchange> exchanges_;

 private:
  std::map<std::string, fs::path> message_files_;
};

std::string text(const Result<std::vector<transform::Mismatch>>& result) {
  if (!result) { return result.error().detail; }
  std::string all;
  for (const auto& mismatch : *result) {
    all += mismatch.field + ": expected " + mismatch.expected + ", found " + mismatch.found + "\n";
  }
  return all;
}

TEST_F(TransformRtds, MakesEveryPreCommandOctetForOctet) {
  std::size_t compared = 0;
  for (const auto& exchange : exchanges_) {
    const auto& variant = exchange.request.header.service_reference_variant;
    EXPECT_EQ(transform::is_critical(variant), exchange.messages.count("PRECOMMAND") == 1) << exchange.stem;
    if (!transform::is_critical(variant)) { continue; }
    const auto made = transform::to_unsigned_command(
        exchange.request, transform::known_remote_party(exchange.request.header.request_id));
    ASSERT_TRUE(made) << exchange.stem << ": " << made.error().detail;
    EXPECT_EQ(encode_hex(*made), encode_hex(exchange.messages.at("PRECOMMAND"))) << exchange.stem;
    ++compared;
  }
  EXPECT_EQ(compared, 9U);
}

TEST_F(TransformRtds, MakesTheUnprotectedPartOfEveryCommandOctetForOctet) {
  for (const auto& exchange : exchanges_) {
    const auto& command = exchange.messages.at("COMMAND");
    const auto message = gbcs::decode_message(command);
    ASSERT_TRUE(message) << exchange.stem;
    const auto made = transform::to_unsigned_command(
        exchange.request, transform::known_remote_party(exchange.request.header.request_id));
    ASSERT_TRUE(made) << exchange.stem << ": " << made.error().detail;
    EXPECT_EQ(encode_hex(*made), encode_hex(gbcs::encode_unsigned(message->header, message->payload)))
        << exchange.stem;
  }
}

TEST_F(TransformRtds, EveryMessageBelongsToItsRequest) {
  for (const auto& exchange : exchanges_) {
    for (const auto& [kind, octets] : exchange.messages) {
      const auto mismatches = kind == "RESPONSE" ? transform::correlate_response(exchange.request, octets)
                                                 : transform::correlate_pre_command(exchange.request, octets);
      EXPECT_EQ(text(mismatches), "") << exchange.stem << " " << kind;
    }
  }
}

TEST_F(TransformRtds, NoMessageBelongsToAnotherRequest) {
  for (const auto& exchange : exchanges_) {
    for (const auto& other : exchanges_) {
      if (other.stem == exchange.stem) { continue; }
      for (const auto& [kind, octets] : other.messages) {
        const auto mismatches = kind == "RESPONSE"
                                    ? transform::correlate_response(exchange.request, octets)
                                    : transform::correlate_pre_command(exchange.request, octets);
        EXPECT_NE(text(mismatches), "") << other.stem << " " << kind << " passes for " << exchange.stem;
      }
    }
  }
}

TEST_F(TransformRtds, EveryResponseIsParsed) {
  for (const auto& exchange : exchanges_) {
    const auto mmc = transform::mmc_output(&exchange.request, exchange.messages.at("RESPONSE"));
    ASSERT_TRUE(mmc) << exchange.stem << ": " << mmc.error().detail;
    EXPECT_NE(mmc->find("Rsp MessageSuccess=\"true\""), std::string::npos) << exchange.stem;
  }
}

}  // namespace
}  // namespace enocheck
