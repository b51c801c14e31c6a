#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/hex.h"

namespace enocheck::report {

/// Calls `use` with each run of letters that `is` holds for and that is long enough, until it returns true.
template <class Is, class Use>
bool any_run(std::string_view text, std::size_t shortest, const Is& is, const Use& use) {
  for (auto at = text.begin(); at != text.end();) {
    const auto begin = std::find_if(at, text.end(), is);
    at = std::find_if_not(begin, text.end(), is);
    const auto size = static_cast<std::size_t>(at - begin);
    if (size >= shortest && use(text.substr(static_cast<std::size_t>(begin - text.begin()), size))) {
      return true;
    }
  }
  return false;
}

inline bool spells_hex(char letter) { return std::isxdigit(static_cast<unsigned char>(letter)) != 0; }
inline bool spells_base64(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '+' || letter == '/';
}

/// Calls `use` with the octets that hex in the text spells, wherever the first pair begins, until it returns
/// true.
template <class Use>
bool any_hex(std::string_view text, std::size_t shortest, const Use& use) {
  return any_run(text, shortest, spells_hex, [&](std::string_view run) {
    for (std::size_t shift = 0; shift < 2; ++shift) {
      const auto letters = run.substr(shift);
      const auto octets = decode_hex(letters.substr(0, letters.size() / 2 * 2));
      if (octets && use(*octets)) { return true; }
    }
    return false;
  });
}

/// The same for base64 that is not hex as well.
template <class Use>
bool any_base64(std::string_view text, std::size_t shortest, const Use& use) {
  return any_run(text, shortest, spells_base64, [&](std::string_view run) {
    if (std::all_of(run.begin(), run.end(), spells_hex)) { return false; }
    for (std::size_t shift = 0; shift < 4; ++shift) {
      auto letters = std::string(run.substr(shift));
      letters.append((4 - letters.size() % 4) % 4, 'A');  // zero bits, so that the last letters count
      const auto octets = decode_base64(letters);
      if (octets && use(*octets)) { return true; }
    }
    return false;
  });
}

}  // namespace enocheck::report
