#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "engine/suite_check.h"
#include "sim/defects/registry.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Every document against its schema, and all of them against each other.
void check(CommandContext& context) {
  const auto loader = catalogue::Loader::open(context.data_dir);
  if (!loader) { return report_error(context, loader.error()); }
  const auto names = loader->profile_names();
  if (!names) { return report_error(context, names.error()); }
  for (const auto& name : *names) {
    if (const auto profile = loader->profile(name); !profile) {
      return report_error(context, profile.error());
    }
  }
  const auto suite = load_suite(context.data_dir, names->empty() ? "" : names->front());
  if (!suite) { return report_error(context, suite.error()); }
  engine::SuiteParts parts{&suite->cases, &suite->worlds, &suite->requirements, &suite->profile, {}, {}};
  for (const auto& defect : sim::all_defects()) { parts.defects.insert(std::string(defect.id)); }
  parts.has_vector = [vectors = context.data_dir / "vectors"](std::string_view id) {
    std::error_code ignored;
    return fs::exists(vectors / (std::string(id) + ".vector.xml"), ignored);
  };
  const auto findings = engine::check_suite(parts);
  for (const auto& text : findings.faults) { fmt::print("{}\n", text); }
  for (const auto& text : findings.notes) { fmt::print("note: {}\n", text); }
  fmt::print("{} cases, {} worlds, {} profiles, {} requirements: {} faults, {} notes\n", suite->cases.size(),
             suite->worlds.size(), names->size(), suite->requirements.all.size(), findings.faults.size(),
             findings.notes.size());
  if (!findings.faults.empty()) { context.exit_code = ExitCode::No; }
}

}  // namespace

void add_check_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "check", "Lint test cases, worlds, profiles and requirements against schemas and each other");
  command->footer(
      "Example: enocheck check\nExit code: 0 all holds, 1 something does not, 2 a document is not valid.");
  command->callback([&context] { check(context); });
}

}  // namespace enocheck
