#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/twin.h"
#include "catalogue/vector_check.h"
#include "command.h"
#include "engine/access_expectation.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// The access truth table and what the change moves, under every profile.
Status check_tables(const fs::path& data_dir, const catalogue::Loader& loader,
                    const std::vector<std::string>& profiles) {
  const auto matrix = catalogue::load_access_matrix(data_dir);
  if (!matrix) { return tl::unexpected(matrix.error()); }
  const auto rules = catalogue::load_twin_rules(data_dir, *matrix);
  if (!rules) { return tl::unexpected(rules.error()); }
  for (const auto& name : profiles) {
    const auto profile = loader.profile(name);
    if (!profile) { return tl::unexpected(profile.error()); }
    const auto expectations = engine::AccessExpectations::create(*matrix, *profile);
    if (!expectations) { return failure(expectations.error(), "testcases/matrix.xml"); }
  }
  return {};
}

/// Every document against its schema, and all of them against each other.
void check(CommandContext& context) {
  const auto loader = catalogue::Loader::open(context.data_dir);
  if (!loader) { return report_error(context, loader.error()); }
  const auto names = loader->profile_names();
  if (!names) { return report_error(context, names.error()); }
  if (const auto tables = check_tables(context.data_dir, *loader, *names); !tables) {
    return report_error(context, tables.error());
  }
  const auto suite = load_suite_unchecked(context.data_dir, names->empty() ? "" : names->front());
  if (!suite) { return report_error(context, suite.error()); }
  const auto findings = findings_in(*suite, context.data_dir);
  const auto vectors = catalogue::check_vectors(context.data_dir / "vectors", context.data_dir / "schemas");
  if (!vectors) { return report_error(context, vectors.error()); }
  auto faults = findings.faults;
  for (const auto* more : {&findings.gaps, &vectors->faults}) {
    faults.insert(faults.end(), more->begin(), more->end());
  }
  for (const auto& text : faults) { fmt::print("{}\n", text); }
  for (const auto& text : findings.notes) { fmt::print("note: {}\n", text); }
  fmt::print("{} cases, {} worlds, {} profiles, {} requirements, {} vectors: {} faults, {} notes\n",
             suite->cases.size(), suite->worlds.size(), names->size(), suite->requirements.all.size(),
             vectors->checked, faults.size(), findings.notes.size());
  if (!faults.empty()) { context.exit_code = ExitCode::No; }
}

}  // namespace

void add_check_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "check", "Lint test cases, worlds, profiles, requirements and vectors against schemas and each other");
  command->footer(
      "Example: enocheck check\nExit code: 0 all holds, 1 something does not, 2 a document is not valid.");
  command->callback([&context] { check(context); });
}

}  // namespace enocheck
