#include "report/progress_bar.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace enocheck::report {
namespace {

using engine::Verdict;

constexpr std::size_t kBarWidth = 20;

/// "12 s", "3 min", "2 h 10 min"
std::string in_words(std::chrono::seconds span) {
  if (span < std::chrono::seconds(100)) { return fmt::format("{} s", span.count()); }
  const auto minutes = std::chrono::round<std::chrono::minutes>(span).count();
  if (minutes < 60) { return fmt::format("{} min", minutes); }
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace

std::string ProgressBar::remaining(std::size_t done) const {
  if (clock_ == nullptr || done == 0 || done >= total_) { return ""; }
  const auto took = clock_->now() - started_;
  if (took < std::chrono::seconds(1)) { return ""; }  // too early to tell
  const auto left = took * static_cast<std::int64_t>(total_ - done) / static_cast<std::int64_t>(done);
  return fmt::format(", {} left", in_words(std::chrono::ceil<std::chrono::seconds>(left)));
}

std::string ProgressBar::line(std::string_view current) const {
  const auto done = std::accumulate(verdicts_.counts.begin(), verdicts_.counts.end(), std::size_t{0});
  const auto share =
      total_ == 0 ? 1.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
  auto text = fmt::format("[{}{}] {}/{}: {} pass", std::string(filled, '='),
                          std::string(kBarWidth - filled, ' '), done, total_, verdicts_.of(Verdict::Pass));
  for (const auto verdict : {Verdict::Fail, Verdict::Error, Verdict::Inconc, Verdict::Skip}) {
    if (verdicts_.of(verdict) > 0) {
      text += fmt::format(", {} {}", verdicts_.of(verdict), name_of(verdict));
    }
  }
  text += remaining(done);
  if (!current.empty()) { text += fmt::format("  {}", current); }
  if (columns_ > 1 && text.size() >= columns_) {
    text.resize(columns_ - 1);
  }  // a line that wraps is not written over
  return fmt::format("{}{}", kClearLine, text);
}

}  // namespace enocheck::report
