#include "catalogue/valid_text.h"

#include "core/files.h"
#include "xml/document.h"

namespace enocheck::catalogue {

namespace fs = std::filesystem;

Result<ValidText> read_valid(const fs::path& file, const fs::path& below,
                             const xml::SchemaValidator& schema) {
  auto content = read_text(file);
  if (!content) { return tl::unexpected(content.error()); }
  auto name = fs::path(file).lexically_proximate(below).generic_string();
  const auto document = xml::Document::parse(*content);
  if (!document) { return failure(document.error(), name); }
  const auto valid = schema.validate(*document);
  if (!valid) { return failure(valid.error(), name); }
  return ValidText{std::move(name), *std::move(content)};
}

Result<ValidText> load_valid_text(const fs::path& data_dir, std::string_view file, std::string_view schema) {
  const auto validator = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / schema);
  if (!validator) { return tl::unexpected(validator.error()); }
  return read_valid(data_dir / file, data_dir, *validator);
}

Result<std::unique_ptr<Source>> load_source(const fs::path& file, const fs::path& data_dir,
                                            std::string_view schema) {
  const auto validator = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / schema);
  if (!validator) { return tl::unexpected(validator.error()); }
  auto text = read_valid(file, {}, *validator);
  if (!text) { return tl::unexpected(text.error()); }
  return Source::parse(std::move(text->name), std::move(text->content));
}

}  // namespace enocheck::catalogue
