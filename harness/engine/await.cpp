#include "engine/await.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/hop_finder.h"

namespace enocheck::engine {
namespace {

constexpr auto kLook = std::chrono::milliseconds(100);

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
  for (;;) {
    const auto so = is_so();
    if (!so) { return stop_of(so.error()); }
    const auto left = deadline - context.sut().now();
    if (*so || left <= Duration::zero()) { return std::nullopt; }
    const auto advanced = context.sut().advance(std::min<Duration>(left, kLook));
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
  return at_fault(fmt::format("more than {} have passed since {} was sent: the step comes too late to judge",
                              to_iso8601(*within), since));
}

Stop with_hop(Stop stop, const std::string& named, const Finding& found) {
  stop.hop = found.hop;
  if (const auto hop = parse_hop(named)) { stop.hop = hop; }
  stop.proof = found.proof;
  if (!found.why.empty()) { stop.reason += "; " + found.why; }
  return stop;
}

}  // namespace enocheck::engine
