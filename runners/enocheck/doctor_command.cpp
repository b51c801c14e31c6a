#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// One thing that the environment should have.
struct Finding {
  std::string what;
  bool is_there = false;
  bool is_needed = false;  ///< a missing one stops the main job; others only leave tests out
  std::string detail;      ///< where it was found, or the command that mends it
};

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

}  // namespace

void add_doctor_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("doctor", "Say what of the environment is missing, and how to mend it");
  command->footer("Example: enocheck doctor");
  command->callback([&context] {
    const std::array findings = {
        check_folder(context.data_dir, "testcases"),
        check_folder(context.data_dir, "vectors"),
        check_folder(context.data_dir, "schemas"),
        check_results(context.data_dir / "results"),
        check_published_schemas(context.data_dir),
        check_program("java", "interop tests: the DCC signing tool", "default-jre-headless"),
        check_program("npm", "interop tests: templates, signing tool", "npm"),
        check_program("xmlsec1", "a second opinion on XML signatures", "xmlsec1"),
    };
    bool ready = true;
    for (const auto& finding : findings) {
      const char* const state = finding.is_there ? "ok     " : finding.is_needed ? "MISSING" : "absent ";
      fmt::print("{}  {:<55} {}\n", state, finding.what, finding.detail);
      ready = ready && (finding.is_there || !finding.is_needed);
    }
    fmt::print("\n{}\n", ready ? "Ready: enocheck run"
                               : "Not ready: mend what is MISSING, then run enocheck doctor again.");
    context.exit_code = ready ? ExitCode::Success : ExitCode::No;
  });
}

}  // namespace enocheck
