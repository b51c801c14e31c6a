#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/result.h"

namespace enocheck::xml {

/// A schema and all that it imports or includes, read as published and made fit for libxml2 in memory:
/// every location is one of our own URIs, so that names with spaces are found and nothing else is; and
/// ds:X509SerialNumber takes integers of any length, where libxml2's xs:integer stops at 24 digits.
class SchemaFiles {
 public:
  /// Errors: Io naming the file that is missing; Schema where one is not well-formed.
  [[nodiscard]] static Result<SchemaFiles> read(const std::filesystem::path& file);

  /// The URI of the schema itself.
  [[nodiscard]] const std::string& main() const { return main_; }
  /// Text by URI.
  [[nodiscard]] const std::map<std::string, std::string>& texts() const { return texts_; }

 private:
  /// Reads a file that has not been read yet. The result is its URI.
  Result<std::string> add(const std::filesystem::path& file);

  std::string main_;
  std::map<std::string, std::string> texts_;
};

}  // namespace enocheck::xml
