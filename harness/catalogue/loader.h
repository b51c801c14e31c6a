#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/profile.h"
#include "catalogue/requirement.h"
#include "catalogue/testcase.h"
#include "catalogue/world.h"
#include "core/result.h"
#include "xml/schema_validator.h"

namespace enocheck::catalogue {

/// Loads what `testcases/` holds. Each document is held against its schema first, then read so that a value
/// that nobody reads is an error. Errors are those of the first document at fault: Io with the path, Schema
/// with file, line and what to mend.
class Loader {
 public:
  /// `data_dir` has `testcases/` and `schemas/`.
  [[nodiscard]] static Result<Loader> open(const std::filesystem::path& data_dir);

  /// All cases, sorted by id. Errors: also Schema for two cases with one id or alias.
  [[nodiscard]] Result<std::vector<Testcase>> testcases() const;
  /// A name, or the path of a file.
  [[nodiscard]] Result<World> world(std::string_view name_or_file) const;
  [[nodiscard]] Result<std::map<std::string, World>> worlds() const;
  /// A name, or the path of a file.
  [[nodiscard]] Result<Profile> profile(std::string_view name_or_file) const;
  /// Names of the profiles that are shipped.
  [[nodiscard]] Result<std::vector<std::string>> profile_names() const;
  [[nodiscard]] Result<Requirements> requirements() const;

 private:
  struct Validators {
    xml::SchemaValidator testcase;
    xml::SchemaValidator world;
    xml::SchemaValidator profile;
    xml::SchemaValidator requirement;
  };
  Loader(std::filesystem::path testcases, Validators validators)
      : testcases_(std::move(testcases)), validators_(std::move(validators)) {}
  [[nodiscard]] Result<World> world(std::string_view name_or_file, unsigned depth) const;
  [[nodiscard]] Result<Profile> profile(std::string_view name_or_file, unsigned depth) const;

  std::filesystem::path testcases_;
  Validators validators_;
};

}  // namespace enocheck::catalogue
