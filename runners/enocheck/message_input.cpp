#include "message_input.h"

#include <algorithm>
#include <iostream>
#include <iterator>

#include "core/files.h"
#include "core/hex.h"

namespace enocheck {

Result<Bytes> read_input(const std::filesystem::path& file) {
  if (file != "-") { return read_file(file); }
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (std::cin.bad()) { return failure(ErrorCode::Io, "standard input could not be read"); }
  return copy_of(bytes_of(text));
}

bool is_xml(ByteView content) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  auto text = text_of(content);
  if (text.starts_with(kByteOrderMark)) { text.remove_prefix(kByteOrderMark.size()); }
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

Result<Bytes> message_octets(ByteView content) {
  const bool binary = std::any_of(content.begin(), content.end(), [](std::uint8_t octet) {
    return octet >= 0x7F || (octet < 0x20 && octet != '\t' && octet != '\r' && octet != '\n');
  });
  if (binary) { return copy_of(content); }
  if (auto octets = decode_hex(text_of(content))) { return octets; }
  if (auto octets = decode_base64(text_of(content))) { return octets; }
  return failure(ErrorCode::BadValue, "the message is neither binary, hex nor base64");
}

Result<MessageCode> parse_message_code(std::string_view text) {
  const auto octets = decode_hex(text.starts_with("0x") ? text.substr(2) : text);
  if (!octets || octets->size() != 2) {
    return failure(ErrorCode::BadValue, std::string(text) + ": a message code has four hex digits");
  }
  return MessageCode{static_cast<std::uint16_t>(octets->at(0) << 8U | octets->at(1))};
}

Result<duis::ServiceRequest> read_request(const std::filesystem::path& file) {
  const auto content = read_input(file);
  if (!content) { return tl::unexpected(content.error()); }
  auto request = duis::parse_request(text_of(*content));
  if (!request) { return failure(request.error(), file.string()); }
  return request;
}

}  // namespace enocheck
