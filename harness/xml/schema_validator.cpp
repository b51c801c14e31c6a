#include "xml/schema_validator.h"

#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>

#include <algorithm>
#include <atomic>
#include <map>

#include <fmt/format.h>

#include "xml/handles.h"
#include "xml/schema_files.h"

namespace enocheck::xml {
namespace {

using OwnedSchema = std::unique_ptr<xmlSchema, Freed<xmlSchemaFree>>;
using OwnedSchemaParser = std::unique_ptr<xmlSchemaParserCtxt, Freed<xmlSchemaFreeParserCtxt>>;
using OwnedValidation = std::unique_ptr<xmlSchemaValidCtxt, Freed<xmlSchemaFreeValidCtxt>>;

constexpr std::size_t kMostFindings = 3;

/// The first things that libxml2 complains about.
struct Findings {
  std::size_t count = 0;
  std::string text;

  /// libxml2 writes `{namespace}name`: people know the namespace.
  void add(const xmlError& error) {
    if (count++ >= kMostFindings) { return; }
    std::string_view message = error.message == nullptr ? "invalid" : error.message;
    while (message.ends_with('\n')) { message.remove_suffix(1); }
    text += fmt::format("{}line {}: ", text.empty() ? "" : "\n", error.line);
    while (!message.empty()) {
      const auto open = std::min(message.find("{urn:"), message.find("{http"));
      const auto close = open == std::string_view::npos ? open : message.find('}', open);
      text += message.substr(0, open);
      message = close == std::string_view::npos ? std::string_view{} : message.substr(close + 1);
    }
  }
};

void note_finding(void* findings, xmlError* error) { static_cast<Findings*>(findings)->add(*error); }

// libxml2 finds imported schemas through process-wide callbacks. Ours answer only for the texts that this
// thread is compiling, under a URI scheme that nobody else has.
const std::map<std::string, std::string>*& texts_being_compiled() {
  thread_local const std::map<std::string, std::string>* texts = nullptr;
  return texts;
}

struct OpenText {
  std::string_view rest;
};

int is_ours(const char* uri) {
  const auto* const texts = texts_being_compiled();
  return texts != nullptr && texts->contains(uri) ? 1 : 0;
}

void* open_text(const char* uri) {
  return std::make_unique<OpenText>(OpenText{texts_being_compiled()->at(uri)}).release();
}

int read_text_part(void* open, char* buffer, int capacity) {
  auto& text = *static_cast<OpenText*>(open);
  const auto part = text.rest.substr(0, static_cast<std::size_t>(capacity));
  std::copy(part.begin(), part.end(), buffer);
  text.rest.remove_prefix(part.size());
  return static_cast<int>(part.size());
}

int close_text(void* open) {
  const std::unique_ptr<OpenText> closed(static_cast<OpenText*>(open));
  return 0;
}

/// Lets libxml2 read the texts while it lives.
class Served {
 public:
  explicit Served(const std::map<std::string, std::string>& texts) {
    texts_being_compiled() = &texts;
    xmlRegisterInputCallbacks(is_ours, open_text, read_text_part, close_text);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() {
    xmlPopInputCallbacks();
    texts_being_compiled() = nullptr;
  }
};

}  // namespace

struct SchemaValidator::Impl {
  OwnedSchema schema;
  /// A validation context costs a third of a validation to make: one is kept for the next caller.
  std::atomic<xmlSchemaValidCtxt*> spare{nullptr};

  explicit Impl(OwnedSchema compiled) : schema(std::move(compiled)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { const OwnedValidation last(spare.load()); }

  OwnedValidation borrow() {
    OwnedValidation validation(spare.exchange(nullptr));
    if (!validation) { validation.reset(xmlSchemaNewValidCtxt(schema.get())); }
    return validation;
  }
  void give_back(OwnedValidation validation) {
    const OwnedValidation surplus(spare.exchange(validation.release()));
  }
};

SchemaValidator::SchemaValidator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator& SchemaValidator::operator=(SchemaValidator&&) noexcept = default;
SchemaValidator::~SchemaValidator() = default;

Result<SchemaValidator> SchemaValidator::load(const std::filesystem::path& file) {
  const auto files = SchemaFiles::read(file);
  if (!files) { return tl::unexpected(files.error()); }
  const Served served(files->texts());
  const OwnedSchemaParser parser(xmlSchemaNewParserCtxt(files->main().c_str()));
  if (!parser) { return failure(ErrorCode::Io, "no memory for a schema compiler"); }
  Findings findings;
  xmlSchemaSetParserStructuredErrors(parser.get(), note_finding, &findings);
  OwnedSchema schema(xmlSchemaParse(parser.get()));
  // libxml2 goes on without a schema that it cannot import, and says so: that is no schema to judge by.
  if (!schema || findings.count > 0) {
    return failure(ErrorCode::Schema,
                   fmt::format("{} is no usable schema: {}", file.string(), findings.text));
  }
  return SchemaValidator(std::make_unique<Impl>(std::move(schema)));
}

Status SchemaValidator::validate(const Document& document) const {
  auto validation = impl_->borrow();
  if (!validation) { return failure(ErrorCode::Io, "no memory for a validation"); }
  Findings findings;
  xmlSchemaSetValidStructuredErrors(validation.get(), note_finding, &findings);
  const auto outcome = xmlSchemaValidateDoc(validation.get(), document.native());
  impl_->give_back(std::move(validation));
  if (outcome == 0) { return {}; }
  return failure(ErrorCode::Schema, findings.text.empty() ? "the schema cannot be applied" : findings.text);
}

}  // namespace enocheck::xml
