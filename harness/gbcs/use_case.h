#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/strong.h"

namespace enocheck::gbcs {

/// SME.C.C, SME.C.NC, SME.A.C, SME.A.NC: command or alert, critical or not.
enum class Category { CriticalCommand, NonCriticalCommand, CriticalAlert, NonCriticalAlert };

enum class Tristate { No, Yes, Unknown };

/// What is known of a use case; the table is `use_case_table.inc`, a row a message code.
struct UseCase {
  MessageCode code;
  std::string_view name;             ///< "ECS47"; empty where the code has a title only
  std::string_view title;            ///< "Set or Reset HC ALCS or ALCS State"
  std::optional<Category> category;  ///< absent where no source gives it
  std::string_view roles;  ///< remote party roles, blank-separated; empty where no source gives them
  Tristate replay_protected = Tristate::Unknown;
  std::string_view gbcs_from;    ///< first GBCS version that lists it, "2.0"; empty where unknown
  std::string_view gbcs_before;  ///< first GBCS version that no longer lists it, "4.0"; empty if none
};

/// The row of a message code, or null: an unknown code is decoded all the same.
[[nodiscard]] const UseCase* find_use_case(MessageCode code);
/// All rows, in the order of their codes.
[[nodiscard]] std::span<const UseCase> all_use_cases();
/// The name, or the title of a use case that has no name (the general alerts).
[[nodiscard]] std::string_view display_name(const UseCase& use_case);

/// Compares GBCS versions by component: 4.10 is above 4.2. Text that is no version sorts lowest.
[[nodiscard]] int compare_versions(std::string_view a, std::string_view b);

}  // namespace enocheck::gbcs
