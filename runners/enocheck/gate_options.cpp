#include "gate_options.h"

#include <CLI/CLI.hpp>

namespace enocheck {

void add_gate_options(CLI::App& command, GateOptions& options) {
  command
      .add_option("--gate", options.gate,
                  "What the verdicts are held to: standard, strict (contested cases count as well), or a "
                  "policy's file (docs/ci.md)")
      ->capture_default_str();
  command
      .add_option(
          "--baseline", options.baseline,
          "Known failures that are tolerated (docs/baseline.md); one that passes, fails otherwise, is "
          "over or matches no case fails the gate")
      ->check(CLI::ExistingFile);
}

Result<report::GateRules> load_gate_rules(const GateOptions& options, const std::filesystem::path& data_dir,
                                          const LoadedSuite& suite) {
  report::GateRules rules;
  auto policy = catalogue::load_gate_policy(options.gate, data_dir, suite.requirements);
  if (!policy) { return tl::unexpected(policy.error()); }
  rules.policy = *std::move(policy);
  rules.names = report::names_in(suite.cases);
  if (options.baseline.empty()) { return rules; }
  auto baseline = catalogue::load_baseline(options.baseline, data_dir);
  if (!baseline) { return tl::unexpected(baseline.error()); }
  rules.baseline = *std::move(baseline);
  return rules;
}

ExitCode exit_code_of(report::Gate outcome) {
  switch (outcome) {
    case report::Gate::Met: return ExitCode::Success;
    case report::Gate::Failed: return ExitCode::No;
    case report::Gate::HarnessError: return ExitCode::Fault;
    case report::Gate::Inconclusive: return ExitCode::Unreachable;
    case report::Gate::NothingSelected: return ExitCode::Nothing;
  }
  return ExitCode::Fault;
}

}  // namespace enocheck
