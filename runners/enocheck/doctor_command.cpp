#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "doctor_target.h"
#include "sut_option.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

fs::path find_program(const char* name) {
  const char* const path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): one thread
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto candidate = fs::path(folder) / name;
    if (::access(candidate.c_str(), X_OK) == 0) { return candidate; }
  }
  return {};
}

Finding check_folder(const fs::path& data_dir, const char* name) {
  const auto folder = data_dir / name;
  std::error_code ignored;
  const bool there = fs::is_directory(folder, ignored);
  return {fmt::format("data: {}", name), there, true,
          there ? folder.string() : "name the folder that holds it with --data DIR or ENOCHECK_DATA_DIR"};
}

Finding check_program(const char* name, const char* use, const char* package) {
  const auto found = find_program(name);
  return {fmt::format("{} ({})", name, use), !found.empty(), false,
          found.empty() ? fmt::format("apt-get install {}", package) : found.string()};
}

Finding check_results(const fs::path& folder) {
  std::error_code ignored;
  const auto place = fs::is_directory(folder, ignored) ? folder : fs::current_path();
  const bool writable = ::access(place.c_str(), W_OK) == 0;
  return {"results can be written", writable, true,
          writable ? place.string() : fmt::format("chmod u+w {}, or use --out DIR", place.string())};
}

Finding check_published_schemas(const fs::path& data_dir) {
  const auto folder = data_dir / "schemas" / "published";
  const bool there = fs::exists(folder / "DUIS Schema V5.4.xsd");
  return {"published DUIS schema (optional)", there, false,
          there ? folder.string()
                : "see schemas/published/README.md; without it schemas/enocheck/duis_subset.xsd is used"};
}

std::vector<Finding> check_environment(const fs::path& data_dir) {
  return {
      check_folder(data_dir, "testcases"),
      check_folder(data_dir, "vectors"),
      check_folder(data_dir, "schemas"),
      check_results("results"),
      check_published_schemas(data_dir),
      check_program("java", "interop tests: the DCC signing tool", "default-jre-headless"),
      check_program("npm", "interop tests: templates, signing tool", "npm"),
      check_program("xmlsec1", "a second opinion on XML signatures", "xmlsec1"),
  };
}

/// Prints what was found; true if nothing that is needed is missing.
bool report(const std::vector<Finding>& findings) {
  bool ready = true;
  for (const auto& finding : findings) {
    const char* const state = finding.is_there ? "ok     " : finding.is_needed ? "MISSING" : "absent ";
    fmt::print("{}  {:<55} {}\n", state, finding.what, finding.detail);
    ready = ready && (finding.is_there || !finding.is_needed);
  }
  return ready;
}

Status examine(CLI::App& command, RunOptions& options, CommandContext& context) {
  if (auto described = apply_sut(command, options, context.data_dir); !described) { return described; }
  const bool has_target = options.target != "embedded";
  const auto findings = has_target ? check_target_setup(options, context.data_dir)
                                   : Result<std::vector<Finding>>(check_environment(context.data_dir));
  if (!findings) { return tl::unexpected(findings.error()); }
  const bool ready = report(*findings);
  const auto next = !options.sut.empty() ? " --sut " + options.sut
                    : has_target         ? " with the same options"
                                         : "";
  fmt::print("\n{}\n", ready ? "Ready: enocheck run" + next
                             : "Not ready: mend what is MISSING, then run enocheck doctor again.");
  context.exit_code = ready ? ExitCode::Success : ExitCode::No;
  return {};
}

}  // namespace

void add_doctor_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "doctor", "Say what is missing and how to mend it: of the environment, or of the way to a target");
  command->footer(
      "Examples: enocheck doctor\n"
      "          enocheck doctor --target dsp=https://gateway.example:8443 --world street ...\n"
      "Exit code: 0 ready, 1 something is missing, 2 wrong usage.");
  auto options = std::make_shared<RunOptions>();
  add_target_options(*command, *options);
  command->callback([command, options, &context] {
    const auto done = examine(*command, *options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
