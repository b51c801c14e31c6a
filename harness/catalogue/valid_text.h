#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "catalogue/element.h"
#include "core/result.h"
#include "xml/schema_validator.h"

namespace enocheck::catalogue {

/// One of our own documents that fits its schema.
struct ValidText {
  std::string name;  ///< as it stands in messages: "testcases/access/roles.xml"
  std::string content;
};

/// Reads a document and holds it against its schema; its name is its path from `below`.
/// Errors: Io; Schema with file, line and what to mend.
[[nodiscard]] Result<ValidText> read_valid(const std::filesystem::path& file,
                                           const std::filesystem::path& below,
                                           const xml::SchemaValidator& schema);
/// The same for a document and a schema of ours that are used together only: `file` from `data_dir`, `schema`
/// of schemas/enocheck.
[[nodiscard]] Result<ValidText> load_valid_text(const std::filesystem::path& data_dir, std::string_view file,
                                                std::string_view schema);
/// A document of the tester's own, parsed, after it was held against `schema` of schemas/enocheck; its name
/// is its path as given.
[[nodiscard]] Result<std::unique_ptr<Source>> load_source(const std::filesystem::path& file,
                                                          const std::filesystem::path& data_dir,
                                                          std::string_view schema);

}  // namespace enocheck::catalogue
