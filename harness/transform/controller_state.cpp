#include <fmt/format.h>

#include "gbcs/cosem_time.h"
#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

constexpr std::uint8_t kHighestLevel = 100;  // in percent

/// High nibble of the selector's high octet: which way the level is meant.
enum class Direction : std::uint8_t { Output = 1, Input = 2 };

}  // namespace

Result<Bytes> payload_of(const duis::SetAuxiliaryControllerState& body, OriginatorCounter counter) {
  if (const auto known = check_switch(body.controller); !known) { return tl::unexpected(known.error()); }
  if (body.level > kHighestLevel) {
    return failure(ErrorCode::BadValue,
                   fmt::format("level {} is above {} per cent", body.level, kHighestLevel));
  }
  const auto direction = body.input_from_controlled_load ? Direction::Input : Direction::Output;
  const auto selector = static_cast<std::uint16_t>(static_cast<unsigned>(direction) << 12U |
                                                   static_cast<unsigned>(body.controller) << 8U | body.level);
  Instructions instructions;
  instructions.set(kData, close_time(body.controller), kValue,
                   item(gbcs::put_octet_string, gbcs::to_cosem(body.start)));
  instructions.set(kData, open_time(body.controller), kValue,
                   item(gbcs::put_octet_string, gbcs::to_cosem(body.end)));
  instructions.action(kScriptTable, kAuxiliaryScripts, kExecute, item(gbcs::put_long_unsigned, selector));
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::ReadAuxiliaryControllerConfigurationData& /*body*/,
                         OriginatorCounter counter) {
  Instructions instructions;
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, switch_label(n), kValue); }
  instructions.get(kSpecialDaysTable, kSpecialDays, kValue);
  instructions.get(kSchedule, kCalendar, kValue);
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::ReadAuxiliaryControllerOperationalData& /*body*/,
                         OriginatorCounter counter) {
  Instructions instructions;
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, type_and_identifier(n), kValue); }
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, operational_state(n), kValue); }
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
