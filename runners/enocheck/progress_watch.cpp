#include "progress_watch.h"

#include <fstream>

#include "report/results_json.h"
#include "worker_run.h"

namespace enocheck {
namespace {

constexpr auto kEvery = std::chrono::milliseconds(100);

}  // namespace

ProgressWatch::ProgressWatch(const report::RunFolder& folder, std::size_t workers, std::size_t total,
                             const report::ConsoleStyle& style)
    : bar_(total, style.clock, style.columns), is_on_(style.progress == report::Progress::Terminal) {
  for (std::size_t worker = 0; worker < workers; ++worker) {
    journals_.push_back({folder.journal(worker + 1)});
  }
}

void ProgressWatch::read(Journal& journal) {
  std::ifstream in(journal.file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(journal.read));
  std::string text((std::istreambuf_iterator<char>(in)), {});
  text.resize(text.rfind('\n') + 1);  // npos + 1: no whole line yet
  // What is not readable is said when the run is collected: here it is only not counted.
  const auto lines = report::parse_journal(text);
  if (!lines) { return; }
  journal.read += text.size();
  for (const auto& record : lines->finished) { bar_.add(record.verdict); }
}

void ProgressWatch::look() {
  const auto now = std::chrono::steady_clock::now();
  if (!is_on_ || now < next_) { return; }
  next_ = now + kEvery;
  for (auto& journal : journals_) { read(journal); }
  write_to_stdout(bar_.line(""));
  is_shown_ = true;
}

void ProgressWatch::clear() {
  if (is_shown_) { write_to_stdout(report::kClearLine); }
  is_shown_ = false;
}

}  // namespace enocheck
