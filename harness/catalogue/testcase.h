#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/step.h"
#include "core/clock.h"
#include "core/result.h"

namespace enocheck::catalogue {

enum class Level { Required, Recommended };

/// What a case needs to see of the target.
struct Needs {
  bool duis = false;
  bool device = false;
  bool charger = false;
  bool clock = false;
  bool parse = false;  ///< what a Parse and Correlate program says
  bool tls = false;    ///< whom the target lets in over mutual TLS
};

/// Where an expectation comes from: a vector, a section of a source, or a tool.
struct Evidence {
  std::string vector;
  std::string source;
  std::string section;
  std::string tool;
  std::string provenance;
};

/// The case applies where the profile's key has this value.
struct Applies {
  std::string profile_key;
  std::string is;
};

/// One case: a file of testcases/, or one row of its tables.
struct Testcase {
  std::string id;    ///< "access/eno_matrix/after_7.6_eno"
  std::string file;  ///< as it was opened, for messages
  /// Of what the case says, its row and no other; where it stands in the file is all the same.
  std::string fingerprint;
  std::string title;
  std::string purpose;
  Level level = Level::Required;
  std::string world;
  Needs needs;
  std::vector<std::string> requirements;
  std::vector<std::string> tags;
  std::vector<std::string> catches;  ///< defects
  std::vector<std::string> aliases;
  std::string test_id;  ///< the tester's own, from a test bed file; empty: none
  std::vector<Evidence> evidence;
  std::vector<Applies> applies;
  std::optional<bool> contested;  ///< absent: contested if all its requirements are
  Duration expected_duration{};
  std::vector<Step> steps;

  /// Does the case itself say what has to happen? What every send implies (it is taken, and correlates) is
  /// not enough to judge a requirement by.
  [[nodiscard]] bool expects_anything() const;
  /// "access": the first folder of the id; GoogleTest's suite.
  [[nodiscard]] std::string area() const;
  /// "eno_matrix/after_7.6_eno": the rest of the id; GoogleTest's test.
  [[nodiscard]] std::string stem_and_row() const;
};

/// Reads a case file, every row of its tables expanded. `id` is its path below testcases/ without ending.
/// Errors: Schema with file and line: for what the grammar cannot say, a value that is none once its
/// placeholders are replaced, a column that is not used, two rows with one id.
[[nodiscard]] Result<std::vector<Testcase>> parse_testcases(std::string_view id, std::string file,
                                                            std::string text);

}  // namespace enocheck::catalogue
