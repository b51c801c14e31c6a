#include "report/rank_test.h"

#include <algorithm>
#include <cmath>

namespace enocheck::report {
namespace {

constexpr std::size_t kMostExact = 20;

double median_of(std::vector<std::int64_t> values) {
  if (values.empty()) { return 0.0; }
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  const auto upper = static_cast<double>(values[middle]);
  return values.size() % 2 == 1 ? upper : (upper + static_cast<double>(values[middle - 1])) / 2.0;
}

/// The U of `a`, and the sum of t^3 - t over the groups of t equal values.
struct Ranks {
  double u = 0.0;
  double ties = 0.0;
};

Ranks ranks_of(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::pair<std::int64_t, bool>> all;
  for (const auto value : a) { all.emplace_back(value, true); }
  for (const auto value : b) { all.emplace_back(value, false); }
  std::sort(all.begin(), all.end());
  Ranks ranks;
  for (std::size_t first = 0; first < all.size();) {
    auto end = first;
    while (end < all.size() && all[end].first == all[first].first) { ++end; }
    const double shared = static_cast<double>(first + 1 + end) / 2.0;  // the mean of ranks first+1 .. end
    for (auto i = first; i < end; ++i) { ranks.u += all[i].second ? shared : 0.0; }
    const auto equal = static_cast<double>(end - first);
    ranks.ties += equal * equal * equal - equal;
    first = end;
  }
  const auto n = static_cast<double>(a.size());
  ranks.u -= n * (n + 1.0) / 2.0;
  return ranks;
}

/// P(U <= u) where all orders of n and m values are as likely: counted, as U grows by one value after the
/// other.
double exact_tail(std::size_t n, std::size_t m, std::size_t u) {
  // ways[i][k]: orders of i values of a and j of b with U = k; j grows from 0 to m.
  std::vector<std::vector<double>> ways(n + 1, std::vector<double>(n * m + 1, 0.0));
  for (auto& row : ways) { row[0] = 1.0; }
  for (std::size_t j = 1; j <= m; ++j) {
    for (std::size_t i = 1; i <= n; ++i) {
      for (std::size_t k = n * m; k >= j; --k) { ways[i][k] = ways[i][k] + ways[i - 1][k - j]; }
    }
  }
  double up_to = 0.0;
  double all = 0.0;
  for (std::size_t k = 0; k <= n * m; ++k) {
    all += ways[n][k];
    if (k <= u) { up_to += ways[n][k]; }
  }
  return up_to / all;
}

double approximate(double u, std::size_t count_a, std::size_t count_b, double ties) {
  const auto n = static_cast<double>(count_a);
  const auto m = static_cast<double>(count_b);
  const double all = n + m;
  const double variance = n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
  if (variance <= 0.0) { return 1.0; }  // every value is the same
  const double distance = std::max(0.0, std::abs(u - n * m / 2.0) - 0.5);
  return std::erfc(distance / std::sqrt(variance) / std::sqrt(2.0));
}

}  // namespace

RankTest rank_test(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  RankTest test{a.size(), b.size(), median_of(a), median_of(b), std::nullopt};
  if (a.size() < kLeastSample || b.size() < kLeastSample) { return test; }
  const auto ranks = ranks_of(a, b);
  if (ranks.ties > 0.0 || a.size() > kMostExact || b.size() > kMostExact) {
    test.p = approximate(ranks.u, a.size(), b.size(), ranks.ties);
    return test;
  }
  const auto product = static_cast<double>(a.size() * b.size());
  const auto smaller = static_cast<std::size_t>(std::min(ranks.u, product - ranks.u));
  test.p = std::min(1.0, 2.0 * exact_tail(a.size(), b.size(), smaller));
  return test;
}

void correct_for_many(std::vector<RankTest*>& tests) {
  std::vector<RankTest*> made;
  for (auto* const test : tests) {
    if (test->p) { made.push_back(test); }
  }
  std::stable_sort(made.begin(), made.end(), [](const auto* a, const auto* b) { return *a->p < *b->p; });
  double largest = 0.0;
  for (std::size_t i = 0; i < made.size(); ++i) {
    largest = std::max(largest, std::min(1.0, *made[i]->p * static_cast<double>(made.size() - i)));
    made[i]->p = largest;
  }
}

}  // namespace enocheck::report
