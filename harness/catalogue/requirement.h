#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace enocheck::catalogue {

/// A statement that must hold. Source: DCC preliminary impact assessment for SECMP0046.
struct Requirement {
  std::string id;  ///< "ACC-1"
  std::string text;
  bool test = false;     ///< judged by cases
  bool observe = false;  ///< measured and reported
  bool record = false;   ///< governance: listed, not judged
  bool derived = false;
  std::vector<unsigned> contested_by;  ///< numbers of gaps
  bool planned = false;                ///< known to have no case yet
};

struct Requirements {
  std::vector<Requirement> all;  ///< in the order of the document
  std::map<unsigned, std::string> gaps;

  [[nodiscard]] const Requirement* find(std::string_view id) const;
};

/// Reads requirements.xml. Errors: Schema with file and line, also for an id twice or a gap that is not
/// there.
[[nodiscard]] Result<Requirements> parse_requirements(std::string file, std::string text);

}  // namespace enocheck::catalogue
