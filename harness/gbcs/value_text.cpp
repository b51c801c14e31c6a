#include "gbcs/value_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/eui64.h"
#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "gbcs/schedule_text.h"

namespace enocheck::gbcs {
namespace {

constexpr const char* kIso = "YYYY-MM-DDThh:mm:ss";

bool is_printable(ByteView octets) {
  return std::all_of(octets.begin(), octets.end(), [](auto octet) { return octet >= 0x20 && octet < 0x7F; });
}

/// A text in quotes; what a terminal would take for a command is written as \xNN.
std::string quoted(ByteView octets) {
  std::string text = "\"";
  for (const auto octet : octets) {
    if (octet < 0x20 || octet == 0x7F) {
      text += fmt::format("\\x{:02X}", octet);
    } else {
      text += static_cast<char>(octet);
    }
  }
  return text + "\"";
}

/// `2015-01-03 17:00:00`
std::string plain(Instant instant) {
  auto text = to_iso8601(instant).substr(0, std::string_view(kIso).size());
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

std::string bits_text(ByteView item) {
  ByteReader in(item.subspan(1));
  const auto count = in.length();
  const auto octets = in.rest();
  if (count > 64) { return fmt::format("{} bits {}", count, encode_hex(octets)); }
  std::string bits;
  for (std::size_t i = 0; i < count && i / 8 < octets.size(); ++i) {
    bits += (octets[i / 8] >> (7 - i % 8) & 1) != 0 ? '1' : '0';
  }
  return bits;
}

std::string signed_text(ByteView item) {
  std::uint64_t value = (item[1] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const auto octet : item.subspan(1)) { value = value << 8U | octet; }
  return std::to_string(static_cast<std::int64_t>(value));
}

/// A value that is not composed, by its type alone.
std::string simple_text(ByteView item) {
  switch (tag_of(item)) {
    case DataTag::Null: return "";
    case DataTag::Boolean: return boolean_of(item).value_or(false) ? "TRUE" : "FALSE";
    case DataTag::BitString: return bits_text(item);
    case DataTag::OctetString: {
      const auto octets = string_of(item).value_or(ByteView{});
      if (auto time = date_time_text(octets)) { return *std::move(time); }
      return octets_text(octets);
    }
    case DataTag::VisibleString:
    case DataTag::Utf8String: return quoted(string_of(item).value_or(ByteView{}));
    case DataTag::Unsigned:
    case DataTag::LongUnsigned:
    case DataTag::DoubleLongUnsigned:
    case DataTag::Long64Unsigned:
    case DataTag::Enum: return std::to_string(unsigned_of(item).value_or(0));
    case DataTag::Integer:
    case DataTag::Long:
    case DataTag::DoubleLong:
    case DataTag::Long64: return signed_text(item);
    case DataTag::DateTime: return date_time_text(item.subspan(1)).value_or("");
    default: return encode_hex(item.subspan(1));
  }
}

std::string switch_identity_text(ByteView octets) {
  if (octets.empty()) { return "nothing connected"; }
  if (octets.size() == 1 && octets[0] == 0xFF) { return "APC"; }
  const auto eui = Eui64::from_octets(octets);
  if (!eui) { return encode_hex(octets); }
  return *eui == Eui64() ? "ALCS" : "HCALCS " + to_string(*eui);
}

/// The text that a format asks for; nothing where the value does not fit it.
std::optional<std::string> formatted(ByteView item, ValueFormat format) {
  const auto number = unsigned_of(item);
  switch (format) {
    case ValueFormat::Minutes: return number ? std::optional(fmt::format("{} min", *number)) : std::nullopt;
    case ValueFormat::Seconds: return number ? std::optional(fmt::format("{} s", *number)) : std::nullopt;
    case ValueFormat::Script:
      if (tag_of(item) != DataTag::LongUnsigned) { return std::nullopt; }
      return script_text(static_cast<std::uint16_t>(*number));
    case ValueFormat::SwitchState:
      if (const auto closed = boolean_of(item)) { return *closed ? "closed" : "open"; }
      return std::nullopt;
    case ValueFormat::SwitchIdentity:
      if (const auto octets = string_of(item)) { return switch_identity_text(*octets); }
      return std::nullopt;
    case ValueFormat::Plain:
    case ValueFormat::SpecialDays:
    case ValueFormat::Calendar:
    case ValueFormat::BoostLog:
    case ValueFormat::ControllerLog: break;
  }
  return std::nullopt;
}

/// The line of a log or calendar entry; nothing where it does not have the entry's shape.
std::optional<std::string> entry_text(ByteView entry, ValueFormat format) {
  switch (format) {
    case ValueFormat::SpecialDays: return special_day_text(entry);
    case ValueFormat::Calendar: return calendar_entry_text(entry);
    case ValueFormat::BoostLog: return boost_log_text(entry);
    case ValueFormat::ControllerLog: return controller_log_text(entry);
    default: return std::nullopt;
  }
}

ValueText describe_entry(ByteView entry, ValueFormat format) {
  if (auto text = entry_text(entry, format)) { return {*std::move(text), entry, {}}; }
  return describe_value(entry, ValueFormat::Plain);
}

/// The views into an element that was written out for the occasion must not leave with its text.
void drop_views(ValueText& value) {
  value.item = {};
  for (auto& part : value.parts) { drop_views(part); }
}

}  // namespace

ValueText describe_value(ByteView item, ValueFormat format) {
  ValueText value{.text = {}, .item = item, .parts = {}};
  if (const auto elements = compact_elements_of(item)) {
    value.text = fmt::format("compact array of {}", elements->size());
    for (const auto& element : *elements) {
      value.parts.push_back(describe_entry(element, format));
      drop_views(value.parts.back());
    }
  } else if (const auto members = members_of(item)) {
    const auto* const kind = tag_of(item) == DataTag::Array ? "array" : "structure";
    value.text = fmt::format("{} of {}", kind, members->size());
    for (const auto member : *members) { value.parts.push_back(describe_entry(member, format)); }
  } else {
    value.text = formatted(item, format).value_or(simple_text(item));
  }
  return value;
}

const char* data_type_name(DataTag tag) {
  switch (tag) {
    case DataTag::Null: return "null";
    case DataTag::Array: return "array";
    case DataTag::Structure: return "structure";
    case DataTag::Boolean: return "boolean";
    case DataTag::BitString: return "bit-string";
    case DataTag::DoubleLong: return "double-long";
    case DataTag::DoubleLongUnsigned: return "double-long-unsigned";
    case DataTag::OctetString: return "octet-string";
    case DataTag::VisibleString: return "visible-string";
    case DataTag::Utf8String: return "utf8-string";
    case DataTag::Bcd: return "bcd";
    case DataTag::Integer: return "integer";
    case DataTag::Long: return "long";
    case DataTag::Unsigned: return "unsigned";
    case DataTag::LongUnsigned: return "long-unsigned";
    case DataTag::CompactArray: return "compact-array";
    case DataTag::Long64: return "long64";
    case DataTag::Long64Unsigned: return "long64-unsigned";
    case DataTag::Enum: return "enum";
    case DataTag::Float32: return "float32";
    case DataTag::Float64: return "float64";
    case DataTag::DateTime: return "date-time";
    case DataTag::Date: return "date";
    case DataTag::Time: return "time";
  }
  return "unknown";
}

std::optional<std::string> date_time_text(ByteView octets) {
  if (octets.size() != 12) { return std::nullopt; }
  if (std::equal(octets.begin(), octets.end(), kCosemNow.begin())) { return "now (immediately)"; }
  if (std::equal(octets.begin(), octets.end(), kCosemNever.begin())) { return "never (cancels)"; }
  if (const auto instant = from_cosem(octets)) { return plain(*instant); }
  return std::nullopt;
}

std::string utc_seconds_text(std::uint32_t seconds) { return plain(from_utc_seconds(seconds)); }

std::string script_text(std::uint16_t selector) {
  const unsigned high = selector >> 8U;
  const unsigned low = selector & 0xFFU;
  const unsigned number = high & 0x0FU;
  if (high >> 4U == 0) {
    switch (low) {
      case 0x00: return fmt::format("switch {}: message from the HCALCS", number);
      case 0x01:
      case 0x11: return fmt::format("switch {}: close", number);
      case 0x02:
      case 0x12: return fmt::format("switch {}: open", number);
      case 0x20: return fmt::format("switch {}: reset to calendar", number);
      default: break;
    }
  }
  const unsigned direction = high >> 4U;
  if (direction == 1 || direction == 2) {
    // Calendar entries of ECS46d have the top bit of the level set; what for, no source says.
    return fmt::format("controller {} {}: level {}", number, direction == 1 ? "output" : "input",
                       low & 0x7FU);
  }
  return fmt::format("selector {:04X}", selector);
}

std::string octets_text(ByteView octets) {
  if (octets.size() >= 4 && is_printable(octets)) { return fmt::format("\"{}\"", text_of(octets)); }
  return encode_hex(octets);
}

}  // namespace enocheck::gbcs
