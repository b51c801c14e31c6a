#include <array>
#include <optional>

#include <fmt/format.h>

#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/log_range.h"
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
