#include "history_record.h"

#include <algorithm>

#include <fmt/format.h>

#include "command.h"

namespace enocheck {

namespace fs = std::filesystem;

fs::path history_file(const std::string& option, const fs::path& out) {
  if (option == "none") { return {}; }
  return option.empty() ? out / "history.db" : fs::path(option);
}

std::optional<report::PastRun> previous_run(const fs::path& file, const report::RunInfo& run) {
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) { return std::nullopt; }
  const auto history = report::History::open_to_read(file);
  constexpr std::size_t kMost =
      20;  // others may have begun at the same time, or after a run that is reported
  auto runs = history ? history->runs(subject_of(run), kMost) : tl::unexpected(history.error());
  if (!runs) { return std::nullopt; }
  const auto before = std::find_if(runs->rbegin(), runs->rend(), [&](const report::PastRun& past) {
    return past.run.id != run.id && past.run.started < run.started;
  });
  return before == runs->rend() ? std::nullopt : std::optional(std::move(*before));
}

void keep_in_history(const fs::path& file, const report::RunRecord& record, const fs::path& folder,
                     bool is_whole) {
  if (file.empty()) { return; }
  std::error_code ignored;
  const auto path = fs::weakly_canonical(folder, ignored);
  auto history = report::History::open_to_write(file);
  const auto added = history ? history->add(record, path, is_whole) : tl::unexpected(history.error());
  if (!added) { note(fmt::format("warning: this run is not in the history: {}", added.error().detail)); }
}

}  // namespace enocheck
