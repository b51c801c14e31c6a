#include "report/redaction.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "core/hex.h"
#include "report/spelt.h"

namespace enocheck::report {
namespace {

constexpr std::size_t kDigits = 13;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

MpanRedaction::MpanRedaction(const std::set<std::string>& mpans) {
  std::size_t number = 0;
  for (const auto& mpan : mpans) {
    std::string pseudonym;
    do { pseudonym = fmt::format("99{:0{}}", ++number, mpan.size() - 2); } while (mpans.contains(pseudonym));
    const auto hex = encode_hex(bytes_of(mpan));
    lengths_.insert({mpan.size(), hex.size()});
    spellings_.emplace(hex, encode_hex(bytes_of(pseudonym)));
    spellings_.emplace(mpan, pseudonym);
    pseudonyms_.emplace(mpan, std::move(pseudonym));
  }
}

std::size_t MpanRedaction::apply(Bytes& content) const {
  if (lengths_.empty()) { return 0; }
  std::size_t times = 0;
  any_run(text_of(content), *lengths_.begin(), is_digit, [&](std::string_view run) {
    const auto start = static_cast<std::size_t>(run.data() - text_of(content).data());
    for (std::size_t at = 0; at < run.size(); ++at) {
      for (const auto length : lengths_) {
        const auto found =
            at + length > run.size() ? spellings_.end() : spellings_.find(run.substr(at, length));
        if (found == spellings_.end()) { continue; }
        std::copy(found->second.begin(), found->second.end(),
                  content.begin() + static_cast<std::ptrdiff_t>(start + at));
        ++times;
      }
    }
    return false;
  });
  return times;
}

bool MpanRedaction::is_left_in(ByteView content) const {
  constexpr std::size_t kShortest = 17;  // letters that spell 13 digits
  return any_base64(text_of(content), kShortest, [&](const Bytes& octets) {
    auto copy = octets;
    return apply(copy) > 0;
  });
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
