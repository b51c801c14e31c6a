#include "engine/selection.h"

#include <algorithm>

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
