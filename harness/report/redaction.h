#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace enocheck::report {

/// Puts pseudonyms in the place of MPANs: numbers of the same length that begin with 99, which no distributor
/// has, so that documents stay documents and captures stay captures.
class MpanRedaction {
 public:
  explicit MpanRedaction(const std::set<std::string>& mpans);
  /// By MPAN. Who has this can undo the redaction.
  [[nodiscard]] const std::map<std::string, std::string>& pseudonyms() const { return pseudonyms_; }
  /// Replaces in place wherever the digits, or their hex, stand; how often.
  std::size_t apply(Bytes& content) const;
  /// Is there one yet, in base64?
  [[nodiscard]] bool is_left_in(ByteView content) const;

 private:
  std::map<std::string, std::string> pseudonyms_;
  /// What is replaced by what: digits, and their hex, which is digits as well.
  std::map<std::string, std::string, std::less<>> spellings_;
  std::set<std::size_t> lengths_;  ///< of the spellings
};

/// The MPANs that DUIS documents, MMC documents and results name: 13 digits in an element or a JSON member
/// whose name has MPAN or MPxN in it.
[[nodiscard]] std::set<std::string> mpans_in(std::string_view text);

}  // namespace enocheck::report
