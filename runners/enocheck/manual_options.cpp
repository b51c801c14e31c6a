#include "manual_options.h"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/clock.h"
#include "interrupt.h"
#include "run_options.h"
#include "sut/operator_sut.h"
#include "sut/terminal_operator.h"

namespace enocheck {
namespace {

std::string operator_of(const ManualOptions& options) {
  if (!options.operator_name.empty()) { return options.operator_name; }
  const char* const user = std::getenv("USER");  // NOLINT(concurrency-mt-unsafe): one thread
  return user == nullptr || *user == '\0' ? "operator" : user;
}

}  // namespace

bool ManualOptions::asks() const { return manual || (!no_manual && isatty(STDIN_FILENO) != 0); }

void add_manual_options(CLI::App& command, ManualOptions& options) {
  auto* const manual = command.add_flag(
      "--manual", options.manual,
      "Ask on the terminal for what the target cannot do at its devices (boost, power, a look at a switch); "
      "the default where standard input is a terminal");
  command.add_flag("--no-manual", options.no_manual, "Ask nobody: cases that need somebody are skipped")
      ->excludes(manual);
  command.add_option("--operator", options.operator_name, "Who answers, for the record; $USER");
  command.add_option("--manual-deadline", options.deadline, "How long to wait for each answer, as PT5M")
      ->check(is_timeout)
      ->capture_default_str();
}

std::unique_ptr<engine::Sut> with_operator(std::unique_ptr<engine::Sut> target,
                                           const ManualOptions& options) {
  if (!options.asks() || !target->observes().duis) { return target; }
  const sut::TerminalOperator::Ends ends{STDIN_FILENO,
                                         [](std::string_view text) {
                                           fmt::print(stderr, "\n{}", text);
                                           std::fflush(stderr);
                                         },
                                         was_interrupted};
  const auto deadline = parse_duration(options.deadline).value_or(std::chrono::minutes(5));
  return std::make_unique<sut::OperatorSut>(
      std::move(target), std::make_unique<sut::TerminalOperator>(operator_of(options), deadline, ends));
}

}  // namespace enocheck
