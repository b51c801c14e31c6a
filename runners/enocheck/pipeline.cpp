#include "pipeline.h"

#include <cstdlib>
#include <optional>
#include <string>

#include "command.h"
#include "core/files.h"
#include "report/github.h"
#include "report/run_folder.h"
#include "worker_run.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

/// The way from the checkout to the folder of the test cases, where it lies in it.
std::optional<std::string> suite_in_workspace(const fs::path& data_dir) {
  const auto workspace = environment("GITHUB_WORKSPACE");
  if (workspace.empty()) { return std::nullopt; }
  std::error_code failed;
  const auto way =
      fs::weakly_canonical(data_dir, failed).lexically_relative(fs::weakly_canonical(workspace, failed));
  if (failed || way.empty() || *way.begin() == "..") { return std::nullopt; }
  return way == "." ? "" : way.generic_string() + "/";
}

}  // namespace

void tell_pipeline(const report::RunRecord& record, const fs::path& data_dir, const fs::path& run_folder) {
  if (environment("GITHUB_ACTIONS") != "true") { return; }
  write_to_stdout(to_annotations(record, suite_in_workspace(data_dir)));
  const auto file = environment("GITHUB_STEP_SUMMARY");
  if (file.empty()) { return; }
  const auto summary = to_step_summary(record, run_folder.string());
  if (const auto done = append_to_file(file, summary); !done) {
    note("GITHUB_STEP_SUMMARY: " + done.error().detail);
  }
}

}  // namespace enocheck
