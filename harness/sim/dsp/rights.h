#pragma once

#include <string_view>

namespace enocheck::sim {

/// Which of SECMP0046's rights are in force.
struct RightsInForce {
  bool change;           ///< the ENO's 7.6, 7.8, 7.9, 7.10, 7.11
  bool eno_controllers;  ///< the ENO's 7.13, in place of 7.6 and 7.8 on meters of GBCS 4
  bool eno_labels;       ///< the ENO's 6.14.1 (LBL-3)
  bool joins;            ///< the ENO's 8.7.1, 8.8.1, 8.11 (Requirement 3)
};

/// May a user in `role` (IS ES GS RSA ED GT OU) send this service reference variant?
/// This table is the simulator's own; what the suite expects is data in testcases/access.
/// Source: DUIS brief 5.1.
[[nodiscard]] bool has_right(std::string_view role, std::string_view variant, const RightsInForce& in_force);

}  // namespace enocheck::sim
