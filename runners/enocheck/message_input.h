#pragma once

#include <filesystem>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/service_request.h"

namespace enocheck {

/// A file, or standard input for `-`. Errors: Io.
[[nodiscard]] Result<Bytes> read_input(const std::filesystem::path& file);
/// The one GBCS message that a file holds: binary, hex or base64.
/// Errors: those of gbcs::find_messages; BadValue if there is none, or several.
[[nodiscard]] Result<Bytes> message_octets(ByteView content);
/// `7E55` or `0x7E55`. Errors: BadValue.
[[nodiscard]] Result<MessageCode> parse_message_code(std::string_view text);
/// A DUIS Request from a file. Errors: Io; those of duis::parse_request, with the file's name.
[[nodiscard]] Result<duis::ServiceRequest> read_request(const std::filesystem::path& file);

}  // namespace enocheck
