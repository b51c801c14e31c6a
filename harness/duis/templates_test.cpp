#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/files.h"
#include "duis/service_reference.h"
#include "duis/service_request.h"

// The RTDS requests of the npm package @smartdcc/duis-templates, where it is installed.
namespace enocheck::duis {
namespace {

/// ENOCHECK_NPM_DIR, else where `npm ci` in tests/interop puts packages.
std::filesystem::path npm_packages() {
  if (const char* const given = std::getenv("ENOCHECK_NPM_DIR")) { return given; }
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return std::filesystem::path(source != nullptr ? source : ".") / "tests/interop/node_modules";
}

TEST(RtdsTemplates, AllParseAndRoundTrip) {
  const auto folder = npm_packages() / "@smartdcc/duis-templates/templates";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "no templates at " << folder << ": run npm ci in tests/interop, or set ENOCHECK_NPM_DIR";
  }
  const auto files = files_below(folder, ".XML").value();
  EXPECT_GE(files.size(), 293U);
  for (const auto& file : files) {
    const auto request = parse_request(read_text(file).value());
    ASSERT_TRUE(request) << file << ": " << request.error().detail;
    const auto* const variant = find_variant(request->header.service_reference_variant);
    ASSERT_NE(variant, nullptr) << file;
    EXPECT_EQ(request->header.service_reference, variant->service_reference()) << file;
    const bool is_signed = std::holds_alternative<SignedPreCommand>(request->body);
    EXPECT_TRUE(is_signed || element_of(request->body) == variant->element) << file;
    const auto document = build_request(*request);
    ASSERT_TRUE(document) << file << ": " << document.error().detail;
    EXPECT_EQ(build_request(parse_request(*document).value()).value(), *document) << file;
  }
}

}  // namespace
}  // namespace enocheck::duis
