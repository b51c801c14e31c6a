#include "report/curtailment_table.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

namespace enocheck::report {
namespace {

constexpr std::size_t kLongest = 10;

double minutes(Duration span) { return static_cast<double>(span.count()) / 60'000.0; }

std::string line(const CurtailmentTable::Event& event) {
  const auto& one = event.curtailment;
  return fmt::format("{} {:>6} {:<12} {} {} {:>8.1f} {:>8.1f}  {}\n", one.mpan, one.index, one.user,
                     to_iso8601(one.from), to_iso8601(one.to), minutes(one.to - one.from),
                     minutes(one.equivalent), event.testcase);
}

}  // namespace

CurtailmentTable curtailment_table(const RunRecord& record) {
  CurtailmentTable table;
  std::set<std::string> mpans;
  for (const auto& one : record.cases) {
    for (const auto& curtailment : one.curtailments) {
      mpans.insert(curtailment.mpan);
      table.events.push_back({one.id, curtailment});
    }
  }
  table.mpans = mpans.size();
  table.longest.resize(table.events.size());
  std::iota(table.longest.begin(), table.longest.end(), 0U);
  const auto length = [&](std::size_t index) {
    const auto& one = table.events[index].curtailment;
    return one.to - one.from;
  };
  std::stable_sort(table.longest.begin(), table.longest.end(),
                   [&](std::size_t a, std::size_t b) { return length(a) > length(b); });
  table.longest.resize(std::min(table.longest.size(), kLongest));
  return table;
}

std::string curtailment_text(const RunRecord& record) {
  const auto table = curtailment_table(record);
  if (table.events.empty()) { return {}; }
  const auto* const heading =
      "MPAN          switch user         from                     to                        minutes  "
      "equiv.  case\n";
  auto text = fmt::format(
      "Curtailments by network operators, as the harness sent and saw them (Requirement 5, GOV-4)\n"
      "{} MPANs affected, {} events\n\nLongest events\n{}",
      table.mpans, table.events.size(), heading);
  for (const auto index : table.longest) { text += line(table.events[index]); }
  text += fmt::format("\nAll events\n{}", heading);
  for (const auto& event : table.events) { text += line(event); }
  return text;
}

}  // namespace enocheck::report
