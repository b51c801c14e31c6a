#include <array>
#include <optional>

#include <fmt/format.h>

#include "gbcs/cosem_time.h"
#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

using Flags = std::array<duis::BoostFlag, kSwitches>;

/// The flags in the order of the switches. Errors: BadValue if a switch is named twice, hence another not at
/// all.
Result<std::array<bool, kSwitches>> by_switch(const Flags& flags) {
  std::array<std::optional<bool>, kSwitches> named;
  for (const auto& flag : flags) {
    if (const auto known = check_switch(flag.index); !known) { return tl::unexpected(known.error()); }
    auto& place = named.at(flag.index - 1U);
    if (place) {
      return failure(ErrorCode::BadValue, fmt::format("the flag of switch {} is given twice", flag.index));
    }
    place = flag.value;
  }
  std::array<bool, kSwitches> ordered{};
  for (std::size_t i = 0; i < ordered.size(); ++i) { ordered.at(i) = named.at(i).value_or(false); }
  return ordered;
}

/// All five associations, always: a true flag writes `meaning`, a false one its opposite.
Result<Bytes> associations(const Flags& flags, bool meaning, OriginatorCounter counter,
                           TransformOptions::FalseFlag false_flag) {
  const auto ordered = by_switch(flags);
  if (!ordered) { return tl::unexpected(ordered.error()); }
  Instructions instructions;
  for (std::uint8_t n = 1; n <= kSwitches; ++n) {
    const bool flag = ordered->at(n - 1U);
    if (!flag && false_flag == TransformOptions::FalseFlag::Refuse) {
      return failure(ErrorCode::BadValue, fmt::format("the flag of switch {} is false, which the profile "
                                                      "does not let Transform carry",
                                                      n));
    }
    instructions.set(kData, boost_association(n), kValue, item(gbcs::put_boolean, flag == meaning));
  }
  return instructions.encode(counter);
}

/// Range descriptor over the log's UTC seconds: restricting object (the clock), from, to, all columns.
Bytes log_range(Instant start, Instant end) {
  constexpr gbcs::Obis kUtcClock = {0, 0, 94, 44, 100, 255};
  Bytes octets;
  ByteWriter out(octets);
  gbcs::put_structure(out, 4);
  gbcs::put_structure(out, 4);
  gbcs::put_long_unsigned(out, kData);
  gbcs::put_octet_string(out, kUtcClock);
  out.u8(static_cast<std::uint8_t>(gbcs::DataTag::Integer)).u8(kValue);
  gbcs::put_long_unsigned(out, 0);
  gbcs::put_double_long_unsigned(out, gbcs::to_utc_seconds(start));
  gbcs::put_double_long_unsigned(out, gbcs::to_utc_seconds(end));
  gbcs::put_array(out, 0);
  return octets;
}

}  // namespace

Result<Bytes> payload_of(const duis::AddAuxiliaryLoadToBoostButton& body, OriginatorCounter counter,
                         TransformOptions::FalseFlag false_flag) {
  return associations(body.flags, true, counter, false_flag);
}

Result<Bytes> payload_of(const duis::RemoveAuxiliaryLoadFromBoostButton& body, OriginatorCounter counter,
                         TransformOptions::FalseFlag false_flag) {
  return associations(body.flags, false, counter, false_flag);
}

Result<Bytes> payload_of(const duis::ReadBoostButtonDetails& body, OriginatorCounter counter) {
  Instructions instructions;
  instructions.get(kData, kBoostAvailability, kValue);
  instructions.get_selected(kProfileGeneric, kBoostLog, kValue, log_range(body.start, body.end));
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, boost_association(n), kValue); }
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
