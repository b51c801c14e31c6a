#include "gbcs/firmware_activation.h"

#include <string>

#include <fmt/format.h>

#include "core/byte_writer.h"
#include "gbcs/payload_asn1.h"

namespace enocheck::gbcs {
namespace {

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kNull = 0x05;
constexpr std::uint8_t kGeneralizedTime = 0x18;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::size_t kHashOctets = 32;
constexpr std::size_t kVersionOctets = 4;

void put(ByteWriter& out, std::uint8_t tag, ByteView content) {
  out.u8(tag).length(content.size()).bytes(content);
}

/// The shortest form, with a zero octet in front where the number would else be negative.
void put_integer(ByteWriter& out, std::uint64_t value) {
  Bytes octets;
  ByteWriter(octets).u8(0).u64(value);
  std::size_t first = 0;
  while (first + 1 < octets.size() && octets[first] == 0 && (octets[first + 1] & 0x80U) == 0) { ++first; }
  put(out, kInteger, ByteView(octets).subspan(first));
}

void put_time(ByteWriter& out, Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  const auto text = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                time.hours().count(), time.minutes().count(), time.seconds().count());
  put(out, kGeneralizedTime, bytes_of(text));
}

template <class Content>
Bytes sequence(Content content) {
  Bytes payload;
  ByteWriter(payload).u8(kSequence).prefixed(content);
  return payload;
}

void put_outcome(ByteWriter& out, const FirmwareOutcome& outcome) {
  put_integer(out, outcome.result);
  put(out, kOctetString, outcome.version);
}

tl::unexpected<Error> not_this(std::string_view what) {
  return failure(ErrorCode::BadValue, fmt::format("the payload is no {} of CS06", what));
}

/// `YYYYMMDDhhmmssZ`, read as an ISO 8601 date-time with its punctuation put in.
std::optional<Instant> time_of(const DerNode& node) {
  const auto text = text_of(node.content);
  if (node.tag != kGeneralizedTime || text.size() != 15) { return std::nullopt; }
  const auto iso = fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                               text.substr(8, 2), text.substr(10, 2), text.substr(12));
  const auto at = parse_iso8601(iso);
  return at ? std::optional(*at) : std::nullopt;
}

std::optional<std::uint64_t> number_of(const DerNode& node) {
  const auto value = integer_of(node);
  return value && *value >= 0 ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

std::optional<Bytes> octets_of(const DerNode& node, std::size_t size) {
  return node.tag == kOctetString && node.content.size() == size ? std::optional(copy_of(node.content))
                                                                 : std::nullopt;
}

/// The members of a payload that is one SEQUENCE; null for any other.
const std::vector<DerNode>* members_of(const std::vector<DerNode>& nodes) {
  return nodes.size() == 1 && nodes.front().tag == kSequence ? &nodes.front().children : nullptr;
}

std::optional<FirmwareOutcome> outcome_of(const DerNode& result, const DerNode& version) {
  const auto number = number_of(result);
  auto octets = octets_of(version, kVersionOctets);
  if (!number || *number > 0xFF || !octets) { return std::nullopt; }
  return FirmwareOutcome{static_cast<std::uint8_t>(*number), std::move(*octets)};
}

}  // namespace

Bytes encode_firmware_activation(const FirmwareActivation& activation) {
  return sequence([&](ByteWriter& out) {
    put(out, kOctetString, activation.hash);
    put_integer(out, activation.counter.value());
    if (activation.at) { put_time(out, *activation.at); }
  });
}

Result<FirmwareActivation> decode_firmware_activation(ByteView payload) {
  const auto nodes = decode_der(payload);
  if (!nodes) { return tl::unexpected<Error>(nodes.error()); }
  const auto* const members = members_of(*nodes);
  if (members == nullptr || members->size() < 2 || members->size() > 3) { return not_this("command"); }
  auto hash = octets_of(members->at(0), kHashOctets);
  const auto counter = number_of(members->at(1));
  const auto at = members->size() == 3 ? time_of(members->at(2)) : std::nullopt;
  if (!hash || !counter || (members->size() == 3 && !at)) { return not_this("command"); }
  return FirmwareActivation{std::move(*hash), OriginatorCounter{*counter}, at};
}

Bytes encode_firmware_response(const std::optional<FirmwareOutcome>& outcome) {
  if (!outcome) { return {kNull, 0}; }
  return sequence([&](ByteWriter& out) { put_outcome(out, *outcome); });
}

Result<std::optional<FirmwareOutcome>> decode_firmware_response(ByteView payload) {
  const auto nodes = decode_der(payload);
  if (!nodes) { return tl::unexpected<Error>(nodes.error()); }
  if (nodes->size() == 1 && nodes->front().tag == kNull && nodes->front().content.empty()) {
    return std::optional<FirmwareOutcome>();
  }
  const auto* const members = members_of(*nodes);
  auto outcome =
      members != nullptr && members->size() == 2 ? outcome_of(members->at(0), members->at(1)) : std::nullopt;
  if (!outcome) { return not_this("response"); }
  return outcome;
}

Bytes encode_firmware_alert(const FirmwareAlert& alert) {
  return sequence([&](ByteWriter& out) {
    put_integer(out, alert.alert_code);
    put_time(out, alert.at);
    put_integer(out, alert.counter.value());
    out.bytes(sequence([&](ByteWriter& inner) { put_outcome(inner, alert.outcome); }));
  });
}

Result<FirmwareAlert> decode_firmware_alert(ByteView payload) {
  const auto nodes = decode_der(payload);
  if (!nodes) { return tl::unexpected<Error>(nodes.error()); }
  const auto* const members = members_of(*nodes);
  if (members == nullptr || members->size() != 4 || members->at(3).children.size() != 2) {
    return not_this("alert");
  }
  const auto code = number_of(members->at(0));
  const auto at = time_of(members->at(1));
  const auto counter = number_of(members->at(2));
  auto outcome = outcome_of(members->at(3).children[0], members->at(3).children[1]);
  if (!code || *code > 0xFFFF || !at || !counter || !outcome) { return not_this("alert"); }
  return FirmwareAlert{static_cast<std::uint16_t>(*code), *at, OriginatorCounter{*counter},
                       std::move(*outcome)};
}

}  // namespace enocheck::gbcs
