#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "core/files.h"

namespace enocheck {

/// What a run of the program gave.
struct ProgramRun {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

/// Runs `enocheck` with these arguments, as a shell reads them. `folder` takes what it says on stderr.
[[nodiscard]] inline ProgramRun run_program(const std::string& arguments,
                                            const std::filesystem::path& folder) {
  const auto errors = folder / "stderr";
  const auto command = fmt::format("'{}' {} 2>'{}'", ENOCHECK_PROGRAM, arguments, errors.string());
  ProgramRun run;
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) { return run; }
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    run.output.append(buffer, got);
  }
  const int status = pclose(pipe);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  run.errors = read_text(errors).value_or("");
  return run;
}

}  // namespace enocheck
