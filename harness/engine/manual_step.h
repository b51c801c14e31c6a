#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "engine/sut.h"

namespace enocheck::engine {

/// The links on which a question to somebody at the devices, and what was answered, stand in the evidence.
inline constexpr std::string_view kToOperator = "harness-to-operator";
inline constexpr std::string_view kFromOperator = "operator-to-harness";

/// Something that a person was asked to do or to look at.
struct ManualStep {
  Instant asked;
  Instant answered;
  Eui64 device;
  std::string operator_name;
  std::string question;
  std::string answer;  ///< "done", "open", "cannot: …", or why there is none

  friend bool operator==(const ManualStep&, const ManualStep&) = default;
};

/// The two exchanges that a step leaves, in order.
[[nodiscard]] std::vector<Exchange> exchanges_of(const ManualStep& step);
/// The steps that stand in a case's evidence, in order.
[[nodiscard]] std::vector<ManualStep> manual_steps_in(const std::vector<Exchange>& exchanges);

}  // namespace enocheck::engine
