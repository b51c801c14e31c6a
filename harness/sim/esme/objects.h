#pragma once

#include <cstddef>
#include <cstdint>

#include "gbcs/dlms.h"

namespace enocheck::sim {

/// A COSEM object's attribute or method, as access specifications name it.
struct ObjectAttribute {
  std::uint16_t class_id{};
  gbcs::Obis obis{};
  std::uint8_t attribute{};
};

/// The objects of the auxiliary load use cases; `index` is 0 to 4. Source: GBCS brief 4.1 to 4.8, 4.13.
namespace objects {

constexpr std::uint8_t numbered(unsigned base, std::size_t index) {
  return static_cast<std::uint8_t>(base + 1 + index);
}

constexpr ObjectAttribute close_time(std::size_t index) {
  return {1, {0, 0, 94, 44, numbered(116, index), 1}, 2};
}
constexpr ObjectAttribute open_time(std::size_t index) {
  return {1, {0, 0, 94, 44, numbered(116, index), 2}, 2};
}
inline constexpr ObjectAttribute kSwitchScript{9, {0, 0, 10, 0, 103, 255}, 1};
constexpr ObjectAttribute boost_flag(std::size_t index) {
  return {1, {0, 0, 94, 44, 6, numbered(0, index)}, 2};
}
inline constexpr ObjectAttribute kBoostAvailability{1, {0, 0, 94, 44, 7, 255}, 2};
inline constexpr ObjectAttribute kBoostLog{7, {0, 0, 99, 98, 20, 255}, 2};
constexpr ObjectAttribute label(std::size_t index) { return {1, {0, 0, 94, 44, 0, numbered(10, index)}, 2}; }
/// ECS61e: JSON text.
constexpr ObjectAttribute operational_state(std::size_t index) {
  return {1, {0, 0, 94, 44, 0, numbered(30, index)}, 2};
}
constexpr ObjectAttribute type_and_identifier(std::size_t index) {
  return {1, {0, 0, 94, 44, 0, numbered(20, index)}, 2};
}
inline constexpr ObjectAttribute kSpecialDays{11, {0, 0, 11, 0, 3, 255}, 2};
inline constexpr ObjectAttribute kCalendar{10, {0, 0, 12, 0, 2, 255}, 2};
constexpr ObjectAttribute switch_state(std::size_t index) {
  return {70, {0, numbered(0, index), 96, 3, 10, 255}, 2};
}
// What comes into force at an activation time has 1 for its second number.
inline constexpr ObjectAttribute kNextSpecialDays{11, {0, 1, 11, 0, 3, 255}, 2};
inline constexpr ObjectAttribute kNextCalendar{10, {0, 1, 12, 0, 2, 255}, 2};
inline constexpr ObjectAttribute kCalendarActivation{9000, {0, 0, 94, 44, 128, 26}, 6};
inline constexpr ObjectAttribute kSpecialDaysActivation{9000, {0, 0, 94, 44, 128, 35}, 6};
inline constexpr ObjectAttribute kRandomisedOffsetLimit{1, {0, 0, 94, 44, 0, 1}, 2};
inline constexpr ObjectAttribute kSwitchEventLog{7, {0, 17, 99, 98, 2, 255}, 2};
inline constexpr ObjectAttribute kFirmwareVersion{1, {0, 0, 0, 2, 1, 255}, 2};

}  // namespace objects

[[nodiscard]] inline bool names(const gbcs::AccessSpecification& specification, gbcs::AccessKind kind,
                                const ObjectAttribute& object) {
  return specification.kind == kind && specification.class_id == object.class_id &&
         specification.obis == object.obis && specification.attribute == object.attribute;
}

}  // namespace enocheck::sim
