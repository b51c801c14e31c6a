#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/byte_reader.h"
#include "core/byte_writer.h"
#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::gbcs {

/// DLMS data types as GBCS messages carry them. Source: GBCS brief 3.2, seen in RTDS 4.5.0.
enum class DataTag : std::uint8_t {
  Null = 0x00,
  Array = 0x01,
  Structure = 0x02,
  Boolean = 0x03,
  BitString = 0x04,
  DoubleLong = 0x05,
  DoubleLongUnsigned = 0x06,
  OctetString = 0x09,
  VisibleString = 0x0A,
  Utf8String = 0x0C,
  Bcd = 0x0D,
  Integer = 0x0F,
  Long = 0x10,
  Unsigned = 0x11,
  LongUnsigned = 0x12,
  CompactArray = 0x13,
  Long64 = 0x14,
  Long64Unsigned = 0x15,
  Enum = 0x16,
  Float32 = 0x17,
  Float64 = 0x18,
  DateTime = 0x19,
  Date = 0x1A,
  Time = 0x1B,
};

using Obis = std::array<std::uint8_t, 6>;
/// `0-0:94.44.117.1`, with `.255` at the end where the last octet is FF.
[[nodiscard]] std::string to_string(const Obis& obis);

enum class AccessKind : std::uint8_t { Get = 1, Set = 2, Action = 3, GetWithSelection = 4 };

struct AccessSpecification {
  AccessKind kind = AccessKind::Get;
  std::uint16_t class_id = 0;
  Obis obis{};
  std::uint8_t attribute = 0;  ///< attribute, or method of an action
  std::uint8_t selector = 0;   ///< GetWithSelection only
  ByteView selection;          ///< GetWithSelection only: one encoded data item
};

/// Views are into the payload that was decoded. Data items are whole encodings, tag included; use the readers
/// below.
struct AccessRequest {
  std::uint32_t invoke_id = 0;
  std::vector<AccessSpecification> specifications;
  std::vector<ByteView> data;
};

struct AccessResult {
  AccessKind kind = AccessKind::Get;  ///< Get also answers GetWithSelection
  std::uint8_t code = 0;              ///< data-access-result or action-result, 0 is success
};

struct AccessResponse {
  std::uint32_t invoke_id = 0;
  std::vector<ByteView> data;
  std::vector<AccessResult> results;
};

/// The payload of a DLMS alert: one structure, whose members are listed.
struct DataNotification {
  std::uint32_t invoke_id = 0;
  ByteView body;
  std::vector<ByteView> members;
};

/// Errors: as decode_message; data items are walked, so a list count that lies is found here.
[[nodiscard]] Result<AccessRequest> decode_access_request(ByteView payload);
[[nodiscard]] Result<AccessResponse> decode_access_response(ByteView payload);
[[nodiscard]] Result<DataNotification> decode_data_notification(ByteView payload);
[[nodiscard]] Bytes encode_access_request(const AccessRequest& request);
[[nodiscard]] Bytes encode_access_response(const AccessResponse& response);

/// The invoke id that goes with an originator counter: 20, then the low three octets.
[[nodiscard]] std::uint32_t invoke_id_of(std::uint64_t originator_counter);

/// How deep arrays and structures may nest.
inline constexpr int kMaximumNesting = 16;
/// Moves over one data item, checking its structure (nesting at most kMaximumNesting), and returns its
/// octets. The content of a compact array has to be a whole number of elements of its type.
[[nodiscard]] ByteView read_data(ByteReader& in);
/// The tag of an encoded item; Null for an empty view.
[[nodiscard]] DataTag tag_of(ByteView item);
/// The members of an array or structure; nothing if it is neither.
[[nodiscard]] std::optional<std::vector<ByteView>> members_of(ByteView item);

/// The elements of a compact array, written out: each as an encoding with tags, as in an ordinary array.
/// Nothing if `item` is no compact array.
[[nodiscard]] std::optional<std::vector<Bytes>> compact_elements_of(ByteView item);
/// The content of an octet-string, visible-string or utf8-string.
[[nodiscard]] std::optional<ByteView> string_of(ByteView item);
/// Unsigned, LongUnsigned, DoubleLongUnsigned, Long64Unsigned or Enum.
[[nodiscard]] std::optional<std::uint64_t> unsigned_of(ByteView item);
[[nodiscard]] std::optional<bool> boolean_of(ByteView item);

void put_null(ByteWriter& out);
void put_boolean(ByteWriter& out, bool value);  ///< TRUE is FF, as RTDS writes it
void put_unsigned(ByteWriter& out, std::uint8_t value);
void put_long_unsigned(ByteWriter& out, std::uint16_t value);
void put_double_long_unsigned(ByteWriter& out, std::uint32_t value);
void put_enum(ByteWriter& out, std::uint8_t value);
void put_octet_string(ByteWriter& out, ByteView octets);
void put_visible_string(ByteWriter& out, std::string_view text);
/// Starts an array or structure of `count` members, which the caller writes next.
void put_array(ByteWriter& out, std::size_t count);
void put_structure(ByteWriter& out, std::size_t count);

/// Names of result codes: "success", "hardware-fault", …, "other-reason"; null for a code without a name.
[[nodiscard]] const char* data_access_result_name(std::uint8_t code);
[[nodiscard]] const char* action_result_name(std::uint8_t code);

}  // namespace enocheck::gbcs
