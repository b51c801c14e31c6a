#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "xml/document.h"

namespace enocheck::xml {

/// A compiled XML schema. Compiling costs milliseconds, validating microseconds: keep it.
class SchemaValidator {
 public:
  /// Compiles the schema in `file` and what it imports beside it, exactly as published: import locations with
  /// spaces are found, ds:X509SerialNumber takes serials of any length (libxml2's xs:integer stops at 24
  /// digits), no network. Errors: Io if a file is missing, Schema if it does not compile.
  [[nodiscard]] static Result<SchemaValidator> load(const std::filesystem::path& file);

  /// Errors: Schema with line, element and what was expected there: the first few findings, one a line.
  [[nodiscard]] Status validate(const Document& document) const;

  SchemaValidator(SchemaValidator&&) noexcept;
  SchemaValidator& operator=(SchemaValidator&&) noexcept;
  SchemaValidator(const SchemaValidator&) = delete;
  SchemaValidator& operator=(const SchemaValidator&) = delete;
  ~SchemaValidator();

 private:
  struct Impl;
  explicit SchemaValidator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace enocheck::xml
