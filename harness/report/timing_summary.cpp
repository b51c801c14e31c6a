#include "report/timing_summary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace enocheck::report {
namespace {

using engine::Milestone;

constexpr double kConfidence = 0.95;
/// Commands that have to be in time, all of them, before so much is proven of the rest.
constexpr std::size_t kNeededForP95 = 59;
constexpr std::size_t kNeededForP99 = 299;

std::int64_t percentile(const std::vector<std::int64_t>& sorted, std::size_t percent) {
  const auto rank = (sorted.size() * percent + 99) / 100;
  return sorted.at(std::max<std::size_t>(rank, 1) - 1);
}

/// The probability of at least `in_time` of `count`, each in time with probability `share`.
double at_least(std::size_t in_time, std::size_t count, double share) {
  double sum = 0;
  for (auto k = in_time; k <= count; ++k) {
    const auto n = static_cast<double>(count);
    const auto x = static_cast<double>(k);
    const auto ways = std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1);
    sum += std::exp(ways + x * std::log(share) + (n - x) * std::log1p(-share));
  }
  return sum;
}

std::string seconds(std::int64_t milliseconds) {
  return fmt::format("{:.2f} s", static_cast<double>(milliseconds) / 1000.0);
}

std::string claim(const TimingSample& sample) {
  auto text = fmt::format("with 95 % confidence at least {:.1f} % of all",
                          std::floor(1000 * proven_share(sample.within_limit, sample.count)) / 10);
  if (sample.count < kNeededForP95) {
    text +=
        fmt::format("; {} commands are too few for a claim on p95 ({} needed)", sample.count, kNeededForP95);
  } else if (sample.count < kNeededForP99) {
    text +=
        fmt::format("; {} commands are too few for a claim on p99 ({} needed)", sample.count, kNeededForP99);
  }
  return text;
}

std::string in_words(std::string_view what) {
  if (what == "to-drop") { return "from request to drop of the load"; }
  if (what == "to-answer") { return "from request to answer"; }
  return "hop " + std::string(what);
}

}  // namespace

TimingSample sample_of(std::string_view what, std::vector<std::int64_t> values, const RunInfo& run) {
  std::sort(values.begin(), values.end());
  const auto within = [&](Duration limit) {
    return static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), limit.count()) -
                                    values.begin());
  };
  return {what,
          values.size(),
          percentile(values, 50),
          percentile(values, 95),
          percentile(values, 99),
          values.back(),
          within(run.response_time),
          within(run.response_time_target)};
}

double proven_share(std::size_t in_time, std::size_t count) {
  if (in_time == 0) { return 0; }
  double low = 0;
  double high = 1;
  constexpr int kHalvings = 50;
  for (int i = 0; i < kHalvings; ++i) {
    const auto middle = (low + high) / 2;
    (at_least(in_time, count, middle) < 1 - kConfidence ? low : high) = middle;
  }
  return low;
}

CommandTimes command_times(const RunRecord& record) {
  CommandTimes times;
  for (const auto& one : record.cases) {
    if (one.verdict != engine::Verdict::Pass) { continue; }
    for (const auto& command : one.commands) {
      const auto drop = command.at(Milestone::Drawn);
      if (command.srv == "7.6" && drop) { times.to_drop.push_back(drop->count()); }
      if (const auto answer = command.at(Milestone::Delivered)) {
        times.to_answer.push_back(answer->count());
      }
      for (const auto& [hop, took] : engine::hop_times(command)) { times.hops[hop].push_back(took.count()); }
    }
  }
  return times;
}

TimingSummary summarise_timing(const RunRecord& record) {
  auto [to_drop, to_answer, hops] = command_times(record);
  TimingSummary summary;
  if (!to_drop.empty()) { summary.whole.push_back(sample_of("to-drop", std::move(to_drop), record.run)); }
  if (!to_answer.empty()) {
    summary.whole.push_back(sample_of("to-answer", std::move(to_answer), record.run));
  }
  for (auto& [hop, values] : hops) {
    summary.hops.push_back(sample_of(engine::name_of(hop), std::move(values), record.run));
  }
  return summary;
}

std::string timing_text(const RunRecord& record) {
  const auto summary = summarise_timing(record);
  std::string text;
  for (const auto& sample : summary.whole) {
    text += fmt::format(
        "{}, {} commands, {}: p50 {}, p95 {}, p99 {}, worst {}; {} within {}, {} within the target of {}\n",
        in_words(sample.what), sample.count, record.run.simulated ? "simulated latencies" : "measured",
        seconds(sample.p50), seconds(sample.p95), seconds(sample.p99), seconds(sample.worst),
        sample.within_limit, to_iso8601(record.run.response_time), sample.within_target,
        to_iso8601(record.run.response_time_target));
    text += record.run.simulated ? "  simulated: says nothing about NF13\n"
                                 : fmt::format("  {}\n", claim(sample));
  }
  for (const auto& sample : summary.hops) {
    text += fmt::format("{}, {} passages: p50 {}, p95 {}, p99 {}, worst {}\n", in_words(sample.what),
                        sample.count, seconds(sample.p50), seconds(sample.p95), seconds(sample.p99),
                        seconds(sample.worst));
  }
  return text;
}

}  // namespace enocheck::report
