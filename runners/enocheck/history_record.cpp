#include "history_record.h"

#include <fmt/format.h>

#include "command.h"
#include "report/history.h"

namespace enocheck {

namespace fs = std::filesystem;

fs::path history_file(const std::string& option, const fs::path& out) {
  if (option == "none") { return {}; }
  return option.empty() ? out / "history.db" : fs::path(option);
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
