#include "report/history_view.h"

#include <algorithm>
#include <map>

namespace enocheck::report {
namespace {

using engine::Verdict;

constexpr std::size_t kSlowest = 10;

bool has_failed(Verdict verdict) { return verdict == Verdict::Fail || verdict == Verdict::Error; }
bool was_judged(Verdict verdict) { return verdict != Verdict::Skip; }

/// One case through the runs that had it.
struct Story {
  struct Point {
    const PastRun* run;
    const PastVerdict* verdict;
  };
  std::vector<Point> points;  ///< the oldest first; without skips
};

std::map<std::string, Story> stories_of(const std::vector<PastRun>& runs) {
  std::map<std::string, Story> stories;
  for (const auto& run : runs) {
    for (const auto& one : run.verdicts) {
      if (was_judged(one.verdict)) { stories[one.testcase].points.push_back({&run, &one}); }
    }
  }
  return stories;
}

/// Was everything the same that the harness knows of?
bool is_same_question(const Story::Point& a, const Story::Point& b) {
  return a.verdict->fingerprint == b.verdict->fingerprint && a.run->run.seed == b.run->run.seed &&
         a.run->run.tool_version == b.run->run.tool_version &&
         a.run->run.profile_fingerprint == b.run->run.profile_fingerprint;
}

std::vector<FailingCase> failing_in(const std::map<std::string, Story>& stories) {
  std::vector<FailingCase> all;
  for (const auto& [id, story] : stories) {
    FailingCase failing;
    failing.testcase = id;
    for (const auto& [run, verdict] : story.points) {
      if (!has_failed(verdict->verdict)) {
        failing.since.clear();
        continue;
      }
      if (failing.runs == 0) { failing.first = run->run.id; }
      if (failing.since.empty()) { failing.since = run->run.id; }
      ++failing.runs;
      failing.hop = verdict->hop;
      failing.reason = verdict->reason;
    }
    if (failing.runs > 0) { all.push_back(std::move(failing)); }
  }
  std::stable_partition(all.begin(), all.end(), [](const auto& one) { return !one.since.empty(); });
  return all;
}

std::vector<FlakyCase> flaky_in(const std::map<std::string, Story>& stories) {
  std::vector<FlakyCase> all;
  for (const auto& [id, story] : stories) {
    FlakyCase flaky;
    flaky.testcase = id;
    for (std::size_t i = 0; i < story.points.size(); ++i) {
      const auto& point = story.points[i];
      flaky.totals.add(point.verdict->verdict);
      const bool has_changed = i > 0 && is_same_question(story.points[i - 1], point) &&
                               story.points[i - 1].verdict->verdict != point.verdict->verdict;
      if (has_changed) { ++flaky.changes; }
    }
    if (flaky.changes > 0) { all.push_back(std::move(flaky)); }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.changes > b.changes; });
  return all;
}

std::vector<SlowCase> slowest_in(const std::map<std::string, Story>& stories) {
  std::vector<SlowCase> all;
  for (const auto& [id, story] : stories) {
    std::vector<std::int64_t> times;
    for (const auto& point : story.points) { times.push_back(point.verdict->wall_ms); }
    std::sort(times.begin(), times.end());
    all.push_back({id, times.size(), times[times.size() / 2], times.back()});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.median_ms > b.median_ms; });
  if (all.size() > kSlowest) { all.resize(kSlowest); }
  return all;
}

std::vector<std::pair<Subject, std::size_t>> others_in(const std::vector<PastRun>& runs,
                                                       const Subject& subject) {
  std::vector<std::pair<Subject, std::size_t>> others;
  for (const auto& past : runs) {
    const auto about = subject_of(past.run);
    if (about == subject) { continue; }
    const auto known =
        std::find_if(others.begin(), others.end(), [&](const auto& one) { return one.first == about; });
    if (known == others.end()) {
      others.emplace_back(about, 1);
    } else {
      ++known->second;
    }
  }
  return others;
}

}  // namespace

Result<HistoryView> view_history(const History& history, const std::string& file, const Subject& subject,
                                 std::size_t most) {
  HistoryView view;
  view.file = file;
  view.subject = subject;
  auto chosen = history.runs(subject, most);
  if (!chosen) { return tl::unexpected(chosen.error()); }
  view.runs = *std::move(chosen);
  const auto all = history.runs();
  if (!all) { return tl::unexpected(all.error()); }
  view.others = others_in(*all, subject);
  const auto stories = stories_of(view.runs);
  view.failing = failing_in(stories);
  view.flaky = flaky_in(stories);
  view.slowest = slowest_in(stories);
  return view;
}

}  // namespace enocheck::report
