#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/testcase.h"
#include "core/result.h"

namespace enocheck::engine {

/// Which cases a run is about. Empty criteria select all; several of one kind: any of them; of several kinds:
/// all.
struct Selection {
  std::string filter;  ///< GoogleTest patterns over `area.stem/row` or the id: `a*:b*-c*`
  std::vector<std::string> areas;
  std::vector<std::string> tags;
  std::vector<std::string> requirements;
};

/// A GoogleTest filter: patterns with `*` and `?` between colons, and after a `-` those to leave out.
[[nodiscard]] bool matches_filter(std::string_view filter, std::string_view name);
/// Does the selection take this case? Aliases count as ids.
[[nodiscard]] bool selects(const Selection& selection, const catalogue::Testcase& testcase);

/// One of `total` parts of a run: the cases whose place is `index` modulo `total`. Counts from 0.
struct Shard {
  std::size_t index = 0;
  std::size_t total = 1;
};
/// Reads `I/N`. Errors: BadValue unless I is below N.
[[nodiscard]] Result<Shard> parse_shard(std::string_view text);
/// What the machinery around says: GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS, else SLURM_ARRAY_TASK_ID,
/// JOB_COMPLETION_INDEX (with JOB_COMPLETIONS), CI_NODE_INDEX (from 1); one shard if it says nothing.
/// `variable` gives an environment variable. Errors: BadValue for an index without its total, or outside it.
[[nodiscard]] Result<Shard> shard_from_environment(
    const std::function<std::optional<std::string>(const char*)>& variable);
[[nodiscard]] std::vector<catalogue::Testcase> selected(std::vector<catalogue::Testcase> cases,
                                                        const Selection& selection, const Shard& shard);

}  // namespace enocheck::engine
