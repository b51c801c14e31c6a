#include "engine/await.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/hop_finder.h"

namespace enocheck::engine {
namespace {

constexpr auto kLook = std::chrono::milliseconds(100);
/// People are not asked more often than this, nor more than a few times in all.
constexpr auto kLookByHand = std::chrono::seconds(10);
constexpr int kLooksByHand = 3;

/// How long after a look the next one is worth it, where `patience` is for all of them.
Duration between_looks(const CaseContext& context, Duration patience) {
  if (!context.sut().observes().by_hand) { return kLook; }
  return std::max<Duration>(kLookByHand, patience / kLooksByHand);
}

Stop too_slow(std::string reason) {
  return {Verdict::Inconc, std::move(reason), {}, {}, std::nullopt, std::nullopt};
}

}  // namespace

std::optional<Stop> await_delivery(CaseContext& context, Duration patience,
                                   const std::function<bool()>& is_there) {
  const auto deadline = context.sut().now() + patience;
  if (auto stop = context.collect_deliveries()) { return stop; }
  while (!is_there() && context.sut().now() < deadline) {
    const auto waited = context.sut().await_delivery(deadline - context.sut().now());
    if (!waited) { return stop_of(waited.error()); }
    if (auto stop = context.collect_deliveries()) { return stop; }
  }
  return std::nullopt;
}

std::optional<Stop> await_state(CaseContext& context, Duration patience,
                                const std::function<Result<bool>()>& is_so) {
  const auto deadline = context.sut().now() + patience;
  const auto interval = between_looks(context, patience);
  for (;;) {
    const auto so = is_so();
    if (!so) { return stop_of(so.error()); }
    const auto left = deadline - context.sut().now();
    if (*so && left < Duration::zero() && patience > Duration::zero() && context.sut().observes().by_hand) {
      return too_slow("somebody looked " + to_iso8601(-left) +
                      " after the limit: what was so by then is not known");
    }
    if (*so || left <= Duration::zero()) { return std::nullopt; }
    const auto advanced = context.sut().advance(std::min<Duration>(left, interval));
    if (!advanced) { return stop_of(advanced.error()); }
  }
}

std::optional<Stop> patience_of(CaseContext& context, const std::optional<Duration>& within,
                                const std::string& since, Duration& patience) {
  patience = within.value_or(Duration::zero());
  if (since.empty()) { return std::nullopt; }
  const auto message = context.find_message(since);
  if (!message) { return at_fault(message.error().detail); }
  patience -= context.sut().now() - (*message)->sent_at;
  if (patience >= Duration::zero()) { return std::nullopt; }
  auto late = fmt::format("more than {} have passed since {} was sent: the step comes too late to judge",
                          to_iso8601(*within), since);
  return context.sut().observes().by_hand ? too_slow(std::move(late)) : at_fault(std::move(late));
}

Stop with_hop(Stop stop, const std::string& named, const Finding& found) {
  stop.hop = found.hop;
  if (const auto hop = parse_hop(named)) { stop.hop = hop; }
  stop.proof = found.proof;
  if (!found.why.empty()) { stop.reason += "; " + found.why; }
  return stop;
}

}  // namespace enocheck::engine
