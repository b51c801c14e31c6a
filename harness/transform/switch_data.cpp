#include <array>

#include <fmt/format.h>

#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {

Result<Bytes> payload_of(const duis::ReadALCSData& /*body*/, OriginatorCounter counter) {
  // The execution time is the DSP's affair: it never reaches the meter.
  Instructions instructions;
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, switch_label(n), kValue); }
  for (std::uint8_t n = 1; n <= kSwitches; ++n) { instructions.get(kData, type_and_identifier(n), kValue); }
  instructions.get(kSpecialDaysTable, kSpecialDays, kValue);
  instructions.get(kSchedule, kCalendar, kValue);
  for (std::uint8_t n = 1; n <= kSwitches; ++n) {
    instructions.get(kDisconnectControl, switch_state(n), kValue);
  }
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::UpdateDeviceConfigurationALCDescriptions& body,
                         OriginatorCounter counter) {
  std::array<const std::string*, kSwitches> labels{};
  for (const auto& labelled : body.switches) {
    if (const auto known = check_switch(labelled.index); !known) { return tl::unexpected(known.error()); }
    auto& place = labels.at(labelled.index - 1U);
    if (place != nullptr) {
      return failure(ErrorCode::BadValue,
                     fmt::format("the label of switch {} is given twice", labelled.index));
    }
    place = &labelled.description;
  }
  // Ascending by switch, as every use case lists its objects; the request may name them in any order.
  Instructions instructions;
  for (std::uint8_t n = 1; n <= kSwitches; ++n) {
    const auto* const label = labels.at(n - 1U);
    if (label == nullptr) { continue; }
    instructions.set(kData, switch_label(n), kValue, item(gbcs::put_visible_string, *label));
  }
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
