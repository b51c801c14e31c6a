#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace enocheck::report {

/// Samples smaller than this prove nothing: with four on each side no order of the values is rare enough once
/// several are compared.
inline constexpr std::size_t kLeastSample = 5;

/// Two samples, compared by the Mann-Whitney U test (Wilcoxon rank sum), two-sided: do values of one tend to
/// be larger? It takes nothing for granted about how values are distributed.
struct RankTest {
  std::size_t count_a = 0;
  std::size_t count_b = 0;
  double median_a = 0.0;
  double median_b = 0.0;
  /// How often samples from one distribution differ this much. Absent where a sample is too small.
  std::optional<double> p;
};

/// Exact where no two values are equal and both samples have at most 20; else the normal approximation with
/// corrections for ties and continuity.
[[nodiscard]] RankTest rank_test(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b);

/// Holm's correction: of tests that were made together, the p-values such that one below a level is a finding
/// at that level. Absent ones stay absent.
void correct_for_many(std::vector<RankTest*>& tests);

}  // namespace enocheck::report
