#pragma once

#include <optional>
#include <string_view>

namespace enocheck::engine {

/// TTCN-3's verdicts, as results.json spells them.
enum class Verdict {
  Pass,
  Fail,    ///< the target does not conform
  Inconc,  ///< cannot be judged: endpoint lost, time-out of the set-up
  Error,   ///< the harness or its data is at fault
  Skip,    ///< not applicable, with the reason
};
[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view name);

/// The part of the chain that a failure is put down to.
enum class Hop {
  User,
  DspAccessControl,
  DspTransform,
  DspRequestManagement,
  Wan,
  CommsHub,
  Esme,
  Hcalcs,
  Charger,
  ParseAndCorrelate,
};
/// "dsp.access-control"
[[nodiscard]] std::string_view name_of(Hop hop);
[[nodiscard]] std::optional<Hop> parse_hop(std::string_view name);

}  // namespace enocheck::engine
