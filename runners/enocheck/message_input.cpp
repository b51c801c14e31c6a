#include "message_input.h"

#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "gbcs/message_text.h"

namespace enocheck {

Result<Bytes> read_input(const std::filesystem::path& file) {
  if (file != "-") { return read_file(file); }
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (std::cin.bad()) { return failure(ErrorCode::Io, "standard input could not be read"); }
  return copy_of(bytes_of(text));
}

Result<Bytes> message_octets(ByteView content) {
  const auto found = gbcs::find_messages(content);
  if (found.size() == 1) { return found.front().octets; }
  return failure(ErrorCode::BadValue, fmt::format("one message is wanted, there are {}", found.size()));
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
