#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "transform/mismatches.h"

namespace enocheck::transform {

std::string name_of(gbcs::DataTag tag) {
  switch (tag) {
    case gbcs::DataTag::Null: return "null";
    case gbcs::DataTag::Array: return "array";
    case gbcs::DataTag::Structure: return "structure";
    case gbcs::DataTag::Boolean: return "boolean";
    case gbcs::DataTag::OctetString: return "octet-string";
    case gbcs::DataTag::VisibleString: return "visible-string";
    case gbcs::DataTag::Utf8String: return "utf8-string";
    case gbcs::DataTag::Unsigned: return "unsigned";
    case gbcs::DataTag::LongUnsigned: return "long-unsigned";
    case gbcs::DataTag::DoubleLongUnsigned: return "double-long-unsigned";
    case gbcs::DataTag::CompactArray: return "compact-array";
    case gbcs::DataTag::Enum: return "enum";
    default: return fmt::format("type {:02X}", static_cast<unsigned>(tag));
  }
}

namespace {

using gbcs::DataTag;

/// An item that is not of the type that it should have.
std::string foreign(ByteView item) {
  if (item.empty()) { return "nothing"; }
  return fmt::format("{} {}", name_of(gbcs::tag_of(item)), encode_hex(item.subspan(1)));
}

/// The number if the item is of type `tag`; the type belongs to the value: a device refuses the wrong one.
std::optional<std::uint64_t> number(ByteView item, DataTag tag) {
  return gbcs::tag_of(item) == tag ? gbcs::unsigned_of(item) : std::nullopt;
}

/// A date-time as commands carry it: day of week, deviation and status not specified, no hundredths. With any
/// of these set it is another time, or none.
std::string moment(ByteView item) {
  constexpr std::array<std::pair<std::size_t, std::uint8_t>, 5> kConstant = {
      {{4, 0xFF}, {8, 0x00}, {9, 0x80}, {10, 0x00}, {11, 0xFF}}};
  const auto octets =
      gbcs::tag_of(item) == DataTag::OctetString ? gbcs::string_of(item) : std::optional<ByteView>();
  const auto instant = octets ? gbcs::from_cosem(*octets) : std::nullopt;
  if (!instant) { return foreign(item); }
  for (const auto& [at, value] : kConstant) {
    if ((*octets)[at] != value) { return foreign(item); }
  }
  return to_iso8601(*instant);
}

std::string utc_seconds(ByteView item) {
  const auto seconds = number(item, DataTag::DoubleLongUnsigned);
  return seconds ? to_iso8601(gbcs::from_utc_seconds(static_cast<std::uint32_t>(*seconds))) : foreign(item);
}

struct Comparison {
  ByteView item;
  Mismatches& into;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): lives for one call

  void operator()(const NoData& /*expected*/) const {}

  void operator()(const Minutes& expected) const {
    const auto found = number(item, DataTag::LongUnsigned);
    into.expect("duration", fmt::format("{} minutes", expected.value),
                found ? fmt::format("{} minutes", *found) : foreign(item));
  }

  void operator()(const Device& expected) const {
    into.expect("device", encode_hex(expected.value.octets()), octets(item));
  }

  /// EUI-64, by install code, install code, device type.
  void operator()(const DeviceLogEntry& expected) const {
    const auto members = gbcs::members_of(item);
    if (gbcs::tag_of(item) != DataTag::Structure || !members || members->size() != 4) {
      return into.expect("device log entry", "a structure of four members", foreign(item));
    }
    into.expect("device", encode_hex(expected.device.octets()), octets(members->at(0)));
    into.expect("kind of key", "1601", encode_hex(members->at(1)));
    into.expect("install code", encode_hex(expected.install_code), octets(members->at(2)));
    into.expect("type of the device type", name_of(DataTag::Enum), name_of(gbcs::tag_of(members->at(3))));
  }

  void operator()(const SwitchScript& expected) const {
    const auto selector = number(item, DataTag::LongUnsigned);
    if (!selector) { return into.expect("script selector", "long-unsigned", foreign(item)); }
    into.expect("switch", fmt::to_string(expected.number), fmt::to_string(*selector >> 8U));
    into.expect("action", action(expected.action), action(static_cast<std::uint8_t>(*selector)));
  }

  void operator()(const ControllerScript& expected) const {
    const auto selector = number(item, DataTag::LongUnsigned);
    if (!selector) { return into.expect("script selector", "long-unsigned", foreign(item)); }
    into.expect("direction", direction(expected.direction), direction(*selector >> 12U));
    into.expect("controller", fmt::to_string(expected.controller), fmt::to_string(*selector >> 8U & 0x0FU));
    into.expect("level", fmt::format("{} %", expected.level), fmt::format("{} %", *selector & 0xFFU));
  }

  void operator()(const Flag& expected) const {
    const auto found = gbcs::boolean_of(item);
    into.expect(expected.field, expected.value ? "true" : "false",
                !found   ? foreign(item)
                : *found ? "true"
                         : "false");
  }

  void operator()(const Label& expected) const {
    const auto found =
        gbcs::tag_of(item) == DataTag::VisibleString ? gbcs::string_of(item) : std::optional<ByteView>();
    into.expect(expected.field, fmt::format("\"{}\"", expected.text),
                found ? fmt::format("\"{}\"", text_of(*found)) : foreign(item));
  }

  void operator()(const Moment& expected) const {
    into.expect(expected.field, seconds_of(expected.value), moment(item));
  }

  void operator()(const Seconds& expected) const {
    const auto found = number(item, DataTag::LongUnsigned);
    into.expect(expected.field, fmt::format("{} seconds", expected.value),
                found ? fmt::format("{} seconds", *found) : foreign(item));
  }

  void operator()(const Encoded& expected) const {
    into.expect(expected.field, expected.hex, encode_hex(item));
  }

  /// Restricting object (clock of the log, attribute 2, whole), from, to, no choice of columns.
  void operator()(const LogPeriod& expected) const {
    const auto members = gbcs::members_of(item);
    if (gbcs::tag_of(item) != DataTag::Structure || !members || members->size() != 4) {
      return into.expect("selection", "a range of four members", foreign(item));
    }
    into.expect("restricting object", "0204120001090600005E2C64FF0F02120000", encode_hex(members->at(0)));
    into.expect("start of the log period", seconds_of(expected.start), utc_seconds(members->at(1)));
    into.expect("end of the log period", seconds_of(expected.end), utc_seconds(members->at(2)));
    into.expect("selected columns", "0100", encode_hex(members->at(3)));
  }

 private:
  static std::string octets(ByteView of) {
    const auto content =
        gbcs::tag_of(of) == DataTag::OctetString ? gbcs::string_of(of) : std::optional<ByteView>();
    return content ? encode_hex(*content) : foreign(of);
  }
  static std::string action(std::uint8_t octet) {
    switch (octet) {
      case 0x11: return "close (11)";
      case 0x12: return "open (12)";
      case 0x20: return "reset (20)";
      default: return fmt::format("{:02X}", octet);
    }
  }
  static std::string direction(std::uint64_t nibble) {
    return nibble == 1 ? "output" : nibble == 2 ? "input" : fmt::to_string(nibble);
  }
  /// The request's time in whole seconds: messages carry no fraction.
  static std::string seconds_of(Instant instant) {
    return to_iso8601(Instant(std::chrono::floor<std::chrono::seconds>(instant)));
  }
};

}  // namespace

void compare_value(const ExpectedValue& expected, ByteView item, Mismatches& into) {
  std::visit(Comparison{item, into}, expected);
}

}  // namespace enocheck::transform
