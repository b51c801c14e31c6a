#include "gbcs/message_text.h"

#include <algorithm>
#include <cctype>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct Line {
  std::size_t number;
  std::string_view text;
};

bool starts_message(ByteView octets) {
  return !octets.empty() && (octets.front() == 0xDD || octets.front() == 0xDF);
}

/// Text has no control characters but blanks and line ends.
bool is_binary(ByteView content) {
  return starts_message(content) || std::any_of(content.begin(), content.end(), [](std::uint8_t octet) {
           return octet < 0x20 && kBlanks.find(static_cast<char>(octet)) == std::string_view::npos;
         });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) { return {}; }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    if (!line.empty() && line.front() != '#') { lines.push_back({number, line}); }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char character) {
    return std::isxdigit(character) != 0 ||
           kBlanks.find(static_cast<char>(character)) != std::string_view::npos;
  });
}

/// Hex goes first: its digits are base64 characters as well.
Result<Bytes> octets_of(std::string_view text) {
  if (is_hex(text)) { return decode_hex(text); }
  auto octets = decode_base64(text);
  if (!octets) { return failure(ErrorCode::BadValue, "neither hex nor base64"); }
  return octets;
}

bool starts_message(const Line& line) {
  const auto octets = octets_of(line.text);
  return octets && starts_message(*octets);
}

}  // namespace

std::vector<FoundMessage> find_messages(ByteView content) {
  if (is_binary(content)) { return {{0, copy_of(content)}}; }
  const auto lines = lines_of(text_of(content));
  const bool is_wrapped =
      lines.size() > 1 &&
      std::none_of(lines.begin() + 1, lines.end(), [](const Line& line) { return starts_message(line); });
  if (is_wrapped) {
    std::string joined;
    for (const auto& line : lines) { joined += line.text; }
    auto octets = octets_of(joined);
    if (octets && starts_message(*octets)) { return {{0, std::move(octets)}}; }
  }
  std::vector<FoundMessage> found;
  for (const auto& line : lines) {
    found.push_back({lines.size() == 1 ? 0 : line.number, octets_of(line.text)});
  }
  return found;
}

bool looks_like_messages(ByteView content) {
  if (starts_message(content)) { return true; }
  const auto lines = lines_of(text_of(content));
  return !lines.empty() && starts_message(lines.front());
}

}  // namespace enocheck::gbcs
