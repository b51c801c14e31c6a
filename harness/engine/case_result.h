#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "engine/command_timing.h"
#include "engine/ledger.h"
#include "engine/manual_step.h"
#include "engine/verdict.h"

namespace enocheck::engine {

/// Why a case ended before its last step.
struct Stop {
  Verdict verdict = Verdict::Fail;
  std::string reason;    ///< one sentence for people
  std::string expected;  ///< of a fail: what should have been seen
  std::string got;       ///< of a fail: what was seen
  std::optional<Hop> hop;
  /// The first exchange that diverged, as an index into Sut::exchanges().
  std::optional<std::size_t> proof;
};

/// A fail with what was expected and what was seen.
[[nodiscard]] inline Stop diverged(std::string reason, std::string expected, std::string got) {
  return {Verdict::Fail, std::move(reason), std::move(expected), std::move(got), std::nullopt, std::nullopt};
}
/// An error of the harness or its data.
[[nodiscard]] inline Stop at_fault(std::string reason) {
  return {Verdict::Error, std::move(reason), {}, {}, std::nullopt, std::nullopt};
}

/// What became of one case.
struct CaseResult {
  std::string id;
  Verdict verdict = Verdict::Error;
  std::string reason;
  std::string expected;
  std::string got;
  std::optional<Hop> hop;
  std::optional<std::size_t> proof;
  std::string step;  ///< "testcases/access/roles.xml:23 expect-answer": where a case that did not pass ended
  bool contested = false;
  bool has_touched_target = false;  ///< its world was loaded: what was exchanged is its own
  std::size_t checks = 0;           ///< expectations that were judged
  /// What was noticed and is nobody's fault, a sentence each: "LBL-6: switch 3 of … has no label".
  std::vector<std::string> observations;
  std::vector<CommandTiming> commands;    ///< of every message that the DSP accepted
  std::vector<Curtailment> curtailments;  ///< of network operators
  std::vector<ManualStep> manual_steps;   ///< what somebody at the devices was asked
  Duration wall_time{};
  Duration virtual_time{};
};

}  // namespace enocheck::engine
