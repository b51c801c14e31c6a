#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "gbcs/dlms.h"

/// Where the auxiliary load functions of an ESME live in its COSEM model, as Transform addresses them.
/// Source: GBCS brief 4.1 to 4.8.
namespace enocheck::transform {

// Interface classes.
inline constexpr std::uint16_t kData = 1;
inline constexpr std::uint16_t kProfileGeneric = 7;
inline constexpr std::uint16_t kScriptTable = 9;
inline constexpr std::uint16_t kSchedule = 10;
inline constexpr std::uint16_t kSpecialDaysTable = 11;
inline constexpr std::uint16_t kDisconnectControl = 70;
inline constexpr std::uint16_t kActivationTime = 9000;

inline constexpr std::uint8_t kValue = 2;            ///< the attribute that holds an object's value
inline constexpr std::uint8_t kActivationValue = 6;  ///< … of an activation time
inline constexpr std::uint8_t kExecute = 1;          ///< the method of a script table

inline constexpr gbcs::Obis kAuxiliaryScripts = {0, 0, 10, 0, 103, 255};
inline constexpr gbcs::Obis kSpecialDays = {0, 0, 11, 0, 3, 255};
inline constexpr gbcs::Obis kCalendar = {0, 0, 12, 0, 2, 255};
// What is to come into force at an activation time has 1 for its second number.
inline constexpr gbcs::Obis kNextSpecialDays = {0, 1, 11, 0, 3, 255};
inline constexpr gbcs::Obis kNextCalendar = {0, 1, 12, 0, 2, 255};
inline constexpr gbcs::Obis kCalendarActivation = {0, 0, 94, 44, 128, 26};
inline constexpr gbcs::Obis kSpecialDaysActivation = {0, 0, 94, 44, 128, 35};
inline constexpr gbcs::Obis kRandomisedOffsetLimit = {0, 0, 94, 44, 0, 1};
inline constexpr gbcs::Obis kFirmwareVersion = {0, 0, 0, 2, 1, 255};
inline constexpr gbcs::Obis kSwitchEventLog = {0, 17, 99, 98, 2, 255};
inline constexpr gbcs::Obis kBoostAvailability = {0, 0, 94, 44, 7, 255};
inline constexpr gbcs::Obis kBoostLog = {0, 0, 99, 98, 20, 255};

inline constexpr std::uint8_t kSwitches = 5;

// One object a switch, `n` is 1 to 5.
constexpr std::uint8_t plus(std::uint8_t base, std::uint8_t n) { return static_cast<std::uint8_t>(base + n); }
/// ECS47: minutes to stay closed. ECS47a: start of the period.
constexpr gbcs::Obis close_time(std::uint8_t n) { return {0, 0, 94, 44, plus(116, n), 1}; }
/// ECS47: minutes to stay open. ECS47a: end of the period.
constexpr gbcs::Obis open_time(std::uint8_t n) { return {0, 0, 94, 44, plus(116, n), 2}; }
constexpr gbcs::Obis boost_association(std::uint8_t n) { return {0, 0, 94, 44, 6, n}; }
constexpr gbcs::Obis switch_label(std::uint8_t n) { return {0, 0, 94, 44, 0, plus(10, n)}; }
constexpr gbcs::Obis type_and_identifier(std::uint8_t n) { return {0, 0, 94, 44, 0, plus(20, n)}; }
/// ECS61e: JSON text.
constexpr gbcs::Obis operational_state(std::uint8_t n) { return {0, 0, 94, 44, 0, plus(30, n)}; }
constexpr gbcs::Obis switch_state(std::uint8_t n) { return {0, n, 96, 3, 10, 255}; }

/// Refuses a switch number for which there is no object. Errors: BadValue.
[[nodiscard]] Status check_switch(std::uint8_t n);

}  // namespace enocheck::transform
