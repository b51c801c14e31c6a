#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/testcase.h"

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
[[nodiscard]] std::vector<catalogue::Testcase> selected(std::vector<catalogue::Testcase> cases,
                                                        const Selection& selection, const Shard& shard);

}  // namespace enocheck::engine
