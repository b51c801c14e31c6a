#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/files.h"
#include "core/hex.h"
#include "gbcs/message.h"
#include "transform/mmc_output.h"
#include "xml/schema_validator.h"

// What Parse gives, against the published MMC schema, where a user has it.
namespace enocheck {
namespace {

namespace fs = std::filesystem;

fs::path environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

fs::path source_dir() { return environment("ENOCHECK_SOURCE_DIR"); }

fs::path reference() {
  const auto given = environment("ENOCHECK_REFERENCE_DIR");
  return given.empty() ? source_dir() / "../shared/reference" : given;
}

class MmcSchema : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& folder : {source_dir() / "schemas/published", reference() / "schemas"}) {
      const auto file = folder / "MMC Schema V5.4.xsd";
      if (!fs::exists(file)) { continue; }
      auto loaded = xml::SchemaValidator::load(file);
      ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
      schema_.emplace(std::move(*loaded));
      return;
    }
    GTEST_SKIP() << "the published MMC schema is not on this machine: see schemas/published/README.md";
  }

  void expect_valid(const Result<std::string>& output, const std::string& name) {
    ASSERT_TRUE(output.has_value()) << name << ": " << output.error().detail;
    const auto document = xml::Document::parse(*output);
    ASSERT_TRUE(document.has_value()) << name << ": " << document.error().detail;
    const auto valid = schema_->validate(*document);
    EXPECT_TRUE(valid.has_value()) << name << ": " << valid.error().detail;
    ++checked_;
  }

  std::optional<xml::SchemaValidator> schema_;
  std::size_t checked_ = 0;
};

/// The id of the request that a vector answers, from its descriptor; empty if it names none.
std::string request_of(const fs::path& descriptor) {
  const auto text = read_text(descriptor).value();
  constexpr std::string_view kBefore = "<request ref=\"";
  const auto at = text.find(kBefore);
  if (at == std::string::npos) { return {}; }
  const auto start = at + kBefore.size();
  return text.substr(start, text.find('"', start) - start);
}

TEST_F(MmcSchema, EveryParsedVectorIsValid) {
  const auto files = files_below(source_dir() / "vectors/gbcs", ".hex").value();
  for (const auto& file : files) {
    const auto octets = decode_hex(read_text(file).value()).value();
    const auto cra = gbcs::decode_message(octets).value().header.cra;
    if (cra == gbcs::CraFlag::Alert) { expect_valid(transform::mmc_output(nullptr, octets), file.string()); }
    if (cra != gbcs::CraFlag::Response) { continue; }
    auto descriptor = file;
    const auto request_file =
        source_dir() / "vectors" / (request_of(descriptor.replace_extension(".vector.xml")) + ".xml");
    const auto request = duis::parse_request(read_text(request_file).value());
    ASSERT_TRUE(request.has_value()) << request_file;
    expect_valid(transform::mmc_output(&*request, octets), file.string());
  }
  EXPECT_GE(checked_, 50U);
}

TEST_F(MmcSchema, EveryParsedRtdsAlertIsValid) {
  if (!fs::exists(reference() / "rtds")) { GTEST_SKIP() << "no RTDS messages: set ENOCHECK_REFERENCE_DIR"; }
  const auto files = files_below(reference() / "rtds", ".HEX").value();
  for (const auto& file : files) {
    const auto octets = decode_hex(read_text(file).value()).value();
    const auto message = gbcs::decode_message(octets);
    if (!message || message->header.cra != gbcs::CraFlag::Alert) { continue; }
    expect_valid(transform::mmc_output(nullptr, octets), file.string());
  }
  EXPECT_GT(checked_, 0U);
}

}  // namespace
}  // namespace enocheck
