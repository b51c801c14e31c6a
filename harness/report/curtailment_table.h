#pragma once

#include <string>
#include <vector>

#include "report/run_record.h"

namespace enocheck::report {

/// What Requirement 5 asks a distributor to report: how many MPANs were curtailed, when, and the longest
/// events. The meters' logs cannot give it (gap 10): it is made from what the harness sent and saw.
struct CurtailmentTable {
  struct Event {
    std::string testcase;  ///< each case is a world of its own
    engine::Curtailment curtailment;
  };
  std::size_t mpans = 0;             ///< affected, each counted once
  std::vector<Event> events;         ///< by case and time
  std::vector<std::size_t> longest;  ///< indices into `events`, the longest first, ten at most
};
[[nodiscard]] CurtailmentTable curtailment_table(const RunRecord& record);

/// The table as text; empty if nobody was curtailed.
[[nodiscard]] std::string curtailment_text(const RunRecord& record);

}  // namespace enocheck::report
