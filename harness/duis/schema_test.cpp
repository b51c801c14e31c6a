#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/files.h"
#include "duis/boundary_documents.h"
#include "duis/published_signatures.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "duis/xml_signature.h"
#include "xml/schema_validator.h"

// schemas/enocheck/duis_subset.xsd on both sides of every boundary that the DUIS brief, 5.4, tried; and the
// published schemas, where the user has them, on the same documents.
namespace enocheck::duis {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name, const fs::path& otherwise) {
  const char* const value = std::getenv(name);
  return value != nullptr ? fs::path(value) : otherwise;
}

fs::path source_dir() { return from_environment("ENOCHECK_SOURCE_DIR", "."); }

fs::path published_schema() {
  return from_environment("ENOCHECK_REFERENCE_DIR", source_dir() / "../shared/reference") /
         "schemas/DUIS Schema V5.4.xsd";
}

fs::path templates() {
  return from_environment("ENOCHECK_NPM_DIR", source_dir() / "tests/interop/node_modules") /
         "@smartdcc/duis-templates/templates";
}

xml::SchemaValidator load(const fs::path& file) {
  auto schema = xml::SchemaValidator::load(file);
  if (!schema) { ADD_FAILURE() << schema.error().detail; }
  return std::move(schema.value());
}

xml::SchemaValidator subset() { return load(source_dir() / "schemas/enocheck/duis_subset.xsd"); }

using boundary::all_rows;

void expect_verdicts(const xml::SchemaValidator& schema) {
  for (const auto& row : all_rows()) {
    const auto status = schema.validate(xml::Document::parse(row.document).value());
    EXPECT_EQ(status.has_value(), row.valid) << row.what << (status ? "" : ": " + status.error().detail);
  }
}

TEST(DuisSchema, DrawsEveryBoundaryWhereTheBriefSays) {
  EXPECT_GT(all_rows().size(), 140U);
  expect_verdicts(subset());
}

TEST(DuisSchema, PublishedSchemaDrawsTheSameBoundaries) {
  if (!fs::exists(published_schema())) { GTEST_SKIP() << "no published schemas at " << published_schema(); }
  expect_verdicts(load(published_schema()));
}

/// What the schema refuses we refuse to read, unless it is inside a body that we carry unread.
TEST(DuisSchema, ReadersAgreeWithTheSchema) {
  for (const auto& row : all_rows()) {
    const bool is_request = row.document.starts_with("<sr:Request");
    bool is_read = false;
    bool is_opaque = false;
    if (is_request) {
      const auto read = parse_request(row.document);
      is_read = read.has_value();
      is_opaque = read && std::holds_alternative<OpaqueBody>(read->body);
    } else {
      const auto read = parse_response(row.document);
      is_read = read.has_value();
      const auto* const body = read ? std::get_if<ResponseMessage>(&read->body) : nullptr;
      is_opaque = body != nullptr && std::holds_alternative<OpaqueContent>(body->content);
    }
    EXPECT_TRUE(is_read == (row.valid || row.we_read_more) || is_opaque) << row.what;
  }
}

TEST(DuisSchema, TakesSignedDocumentsWithLongSerialNumbers) {
  const auto schema = subset();
  std::optional<xml::SchemaValidator> published;
  if (fs::exists(published_schema())) { published = load(published_schema()); }
  for (const auto& document :
       {published::kEnoRequest, published::kSupplierRequest, published::kDspResponse}) {
    const auto parsed = xml::Document::parse(document.on_wire()).value();
    const auto status = schema.validate(parsed);
    EXPECT_TRUE(status) << document.name << ": " << status.error().detail;
    if (published) {
      const auto published_status = published->validate(parsed);
      EXPECT_TRUE(published_status) << document.name << ": " << published_status.error().detail;
    }
  }
  auto hexadecimal = published::kEnoRequest.on_wire();
  const auto at = hexadecimal.find(published::kEnoRequest.serial);
  hexadecimal.replace(at, published::kEnoRequest.serial.size(), "1ECC6ED40F92A82835DB58174B4A666D");
  EXPECT_FALSE(schema.validate(xml::Document::parse(hexadecimal).value()));
}

TEST(DuisSchema, TakesEveryPublishedTemplate) {
  if (!fs::exists(templates())) {
    GTEST_SKIP() << "no templates at " << templates()
                 << ": run npm ci in tests/interop, or set ENOCHECK_NPM_DIR";
  }
  const auto schema = subset();
  std::optional<xml::SchemaValidator> published;
  if (fs::exists(published_schema())) { published = load(published_schema()); }
  const auto key = published::eno_xml_signing_key();
  const SignerIdentity signer{"CN=Z1,OU=07", std::string(published::kEnoRequest.serial)};
  const auto files = files_below(templates(), ".XML").value();
  EXPECT_GE(files.size(), 293U);
  for (const auto& file : files) {
    const auto text = read_text(file).value();
    const auto built = build_request(parse_request(text).value()).value();
    for (const auto& each : {text, built, sign_document(built, key, signer).value()}) {
      const auto document = xml::Document::parse(each).value();
      const auto status = schema.validate(document);
      EXPECT_TRUE(status) << file << ": " << status.error().detail;
      if (published) {
        const auto published_status = published->validate(document);
        EXPECT_TRUE(published_status) << file << ": " << published_status.error().detail;
      }
    }
  }
}

}  // namespace
}  // namespace enocheck::duis
