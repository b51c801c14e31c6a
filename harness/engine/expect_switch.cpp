#include <fmt/format.h>

#include "engine/await.h"
#include "engine/hop_finder.h"
#include "engine/steps.h"

namespace enocheck::engine {
namespace {

std::string name_of_state(bool closed) { return closed ? "closed" : "open"; }

std::string switch_name(const std::string& meter, unsigned index) {
  return fmt::format("switch {} of {}", index, meter);
}

}  // namespace

std::optional<Stop> run_expect_switch(CaseContext& context, const catalogue::ExpectSwitch& expected) {
  const auto meter = context.find_meter(expected.meter);
  if (!meter) { return at_fault(meter.error().detail); }
  Duration patience{};
  if (auto stop = patience_of(context, expected.within, expected.since, patience)) { return stop; }
  bool closed = false;
  const auto is_so = [&]() -> Result<bool> {
    const auto now = context.sut().switch_is_closed((*meter)->esme, expected.index);
    if (!now) { return tl::unexpected(now.error()); }
    closed = *now;
    return closed == expected.closed;
  };
  if (auto stop = await_state(context, patience, is_so)) { return stop; }
  context.count_check();
  if (closed == expected.closed) { return std::nullopt; }
  auto stop = diverged(switch_name(expected.meter, expected.index) + " is not as it has to be",
                       name_of_state(expected.closed), name_of_state(closed));
  return with_hop(std::move(stop), expected.hop,
                  HopFinder(context).wrong_switch(**meter, expected.index, expected.closed));
}

std::optional<Stop> run_expect_load(CaseContext& context, const catalogue::ExpectLoad& expected) {
  const auto meter = context.find_meter(expected.meter);
  if (!meter) { return at_fault(meter.error().detail); }
  Duration patience{};
  if (auto stop = patience_of(context, expected.within, expected.since, patience)) { return stop; }
  unsigned watts = 0;
  const auto is_so = [&]() -> Result<bool> {
    const auto now = context.sut().load_watts((*meter)->esme, expected.index);
    if (!now) { return tl::unexpected(now.error()); }
    watts = *now;
    return watts == expected.watts;
  };
  if (auto stop = await_state(context, patience, is_so)) { return stop; }
  context.count_check();
  if (watts == expected.watts) { return std::nullopt; }
  const auto closed = context.sut().switch_is_closed((*meter)->esme, expected.index);
  if (!closed) { return stop_of(closed.error()); }
  const auto& at = (*meter)->switches.at(expected.index - 1);
  const bool expects_power = expected.watts > at.watts_when(false);
  auto stop = diverged("the load behind " + switch_name(expected.meter, expected.index) + " draws otherwise",
                       fmt::format("{} W", expected.watts), fmt::format("{} W", watts));
  return with_hop(std::move(stop), expected.hop,
                  HopFinder(context).wrong_load(**meter, expected.index, expects_power, *closed));
}

}  // namespace enocheck::engine
