#include "report/redaction.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include <fmt/format.h>

#include "core/hex.h"

namespace enocheck::report {
namespace {

constexpr std::size_t kDigits = 13;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// Replaces in place; both are of one length.
std::size_t replace_all(Bytes& content, std::string_view what, std::string_view by) {
  std::size_t times = 0;
  const std::boyer_moore_horspool_searcher searcher(what.begin(), what.end());
  for (auto at = content.begin();; ++times) {
    at = std::search(at, content.end(), searcher);
    if (at == content.end()) { return times; }
    at = std::copy(by.begin(), by.end(), at);
  }
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

MpanRedaction::MpanRedaction(const std::set<std::string>& mpans) {
  std::size_t number = 0;
  for (const auto& mpan : mpans) {
    std::string pseudonym;
    do { pseudonym = fmt::format("99{:0{}}", ++number, mpan.size() - 2); } while (mpans.contains(pseudonym));
    pseudonyms_.emplace(mpan, std::move(pseudonym));
  }
}

std::size_t MpanRedaction::apply(Bytes& content) const {
  std::size_t times = 0;
  for (const auto& [mpan, pseudonym] : pseudonyms_) {
    times += replace_all(content, mpan, pseudonym);
    const auto hex = encode_hex(bytes_of(mpan));  // digits: the letters of their hex have no case
    times += replace_all(content, hex, encode_hex(bytes_of(pseudonym)));
  }
  return times;
}

bool MpanRedaction::is_left_in(ByteView content) const {
  const auto text = text_of(content);
  for (const auto& [mpan, pseudonym] : pseudonyms_) {
    for (std::size_t shift = 0; shift < 3; ++shift) {  // wherever in a triple it begins
      const auto spelt = encode_base64(bytes_of(std::string(shift, '\0') + mpan));
      const auto begin = (shift * 8 + 5) / 6;
      const auto end = (shift + mpan.size()) * 8 / 6;
      if (text.find(spelt.substr(begin, end - begin)) != std::string_view::npos) { return true; }
    }
  }
  return false;
}

std::set<std::string> mpans_in(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t at = 0; at + kDigits <= text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
    // The name stands before it: <sr:MPxN>…, "mpan":"…", import-mpan="…".
    const auto before = lower(std::string(text.substr(at < 24 ? 0 : at - 24, std::min<std::size_t>(at, 24))));
    const auto name = std::max(before.rfind("mpan") + 1, before.rfind("mpxn") + 1);  // 0: neither
    const bool is_value = name != 0 && before.find_first_not_of(">\": \\=[/s", name + 3) == std::string::npos;
    if (end - at == kDigits && is_value) { found.emplace(text.substr(at, kDigits)); }
    at = end;
  }
  return found;
}

}  // namespace enocheck::report
