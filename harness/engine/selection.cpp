#include "engine/selection.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace enocheck::engine {
namespace {

bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) { return name.empty(); }
  if (pattern.front() == '*') {
    return matches_pattern(pattern.substr(1), name) ||
           (!name.empty() && matches_pattern(pattern, name.substr(1)));
  }
  if (name.empty() || (pattern.front() != '?' && pattern.front() != name.front())) { return false; }
  return matches_pattern(pattern.substr(1), name.substr(1));
}

bool matches_any(std::string_view patterns, std::string_view name) {
  for (std::size_t at = 0; at <= patterns.size();) {
    const auto end = std::min(patterns.find(':', at), patterns.size());
    if (end > at && matches_pattern(patterns.substr(at, end - at), name)) { return true; }
    at = end + 1;
  }
  return false;
}

bool has_any_of(const std::vector<std::string>& all, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
           return std::find(all.begin(), all.end(), one) != all.end();
         });
}

struct ShardScheme {
  const char* index;
  const char* total;
  std::size_t first;           ///< the first index
  const char* first_variable;  ///< where that is said, if anywhere
  const char* step_variable;   ///< … and how far apart indices are
};
constexpr std::array<ShardScheme, 4> kShardSchemes = {
    {{"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", 0, nullptr, nullptr},
     {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 0, "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"},
     {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0, nullptr, nullptr},
     {"CI_NODE_INDEX", "CI_NODE_TOTAL", 1, nullptr, nullptr}}};

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

Result<Shard> shard_of(std::string_view index_text, std::string_view total_text, std::size_t first,
                       std::size_t step = 1) {
  const auto index = number(index_text);
  const auto total = number(total_text);
  if (!index || !total || *index < first || (*index - first) % step != 0 ||
      (*index - first) / step >= *total) {
    return failure(ErrorCode::BadValue, fmt::format("there is no shard {} of {}", index_text, total_text));
  }
  return Shard{(*index - first) / step, *total};
}

}  // namespace

bool matches_filter(std::string_view filter, std::string_view name) {
  const auto dash = filter.find('-');
  const auto positive = filter.substr(0, dash);
  const auto negative = dash == std::string_view::npos ? std::string_view{} : filter.substr(dash + 1);
  return (positive.empty() || matches_any(positive, name)) && !matches_any(negative, name);
}

bool selects(const Selection& selection, const catalogue::Testcase& testcase) {
  if (!has_any_of({testcase.area()}, selection.areas) || !has_any_of(testcase.tags, selection.tags) ||
      !has_any_of(testcase.requirements, selection.requirements)) {
    return false;
  }
  if (selection.filter.empty()) { return true; }
  auto names = testcase.aliases;
  names.push_back(testcase.id);
  names.push_back(testcase.area() + "." + testcase.stem_and_row());
  // Left out under one of its names is left out.
  const auto dash = selection.filter.find('-');
  const auto positive = std::string_view(selection.filter).substr(0, dash);
  const auto negative = dash == std::string::npos ? std::string("-") : selection.filter.substr(dash);
  return std::any_of(names.begin(), names.end(),
                     [&](const auto& name) { return matches_filter(positive, name); }) &&
         std::all_of(names.begin(), names.end(),
                     [&](const auto& name) { return matches_filter(negative, name); });
}

Result<Shard> parse_shard(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) {
    return failure(ErrorCode::BadValue, "a shard is I/N, counted from 0");
  }
  return shard_of(text.substr(0, slash), text.substr(slash + 1), 0);
}

Result<Shard> shard_from_environment(const std::function<std::optional<std::string>(const char*)>& variable) {
  for (const auto& scheme : kShardSchemes) {
    const auto index = variable(scheme.index);
    if (!index) { continue; }
    const auto total = variable(scheme.total);
    if (!total) {
      return failure(ErrorCode::BadValue,
                     fmt::format("{} is set and {} is not: say --shard I/N", scheme.index, scheme.total));
    }
    const auto said = [&](const char* name, std::size_t otherwise) {
      const auto text = name == nullptr ? std::nullopt : variable(name);
      return text ? number(*text).value_or(otherwise) : otherwise;
    };
    const auto step = std::max<std::size_t>(said(scheme.step_variable, 1), 1);
    const auto shard = shard_of(*index, *total, said(scheme.first_variable, scheme.first), step);
    return shard ? shard : failure(shard.error(), fmt::format("{} and {}", scheme.index, scheme.total));
  }
  return Shard{};
}

std::vector<catalogue::Testcase> selected(std::vector<catalogue::Testcase> cases, const Selection& selection,
                                          const Shard& shard) {
  std::vector<catalogue::Testcase> taken;
  std::size_t place = 0;
  for (auto& testcase : cases) {
    if (selects(selection, testcase) && place++ % shard.total == shard.index) {
      taken.push_back(std::move(testcase));
    }
  }
  return taken;
}

}  // namespace enocheck::engine
