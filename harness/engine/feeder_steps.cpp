#include <fmt/format.h>

#include "engine/await.h"
#include "engine/hop_finder.h"
#include "engine/steps.h"

namespace enocheck::engine {
namespace {

Result<const catalogue::WorldFeeder*> find_feeder(const CaseContext& context, const std::string& name) {
  if (const auto* feeder = context.world().find_feeder(name)) { return feeder; }
  return failure(ErrorCode::BadValue, fmt::format("world {} has no feeder {}", context.world().id, name));
}

/// Who is to blame for the loads that draw while they were to be cut: the hop that is first on the way from
/// the user, since in other homes the same delay may have got further.
Finding first_at_fault(const CaseContext& context, const catalogue::WorldFeeder& feeder) {
  std::optional<Finding> first;
  for (const auto& name : feeder.homes) {
    const auto* home = context.world().find_meter(name);
    for (unsigned index = 1; home != nullptr && index <= home->switches.size(); ++index) {
      const auto& one = home->switches.at(index - 1);
      if (one.kind == "none" || one.load == "none") { continue; }
      const auto watts = context.sut().load_watts(home->esme, index);
      const auto closed = context.sut().switch_is_closed(home->esme, index);
      if (!watts || !closed || *watts <= one.watts_when(false)) { continue; }
      auto finding = HopFinder(context).wrong_load(*home, index, false, *closed);
      if (first && first->hop <= finding.hop) { continue; }
      finding.why = fmt::format("{} draws {} W; {}", name, *watts, finding.why);
      first = std::move(finding);
    }
  }
  return first.value_or(Finding{Hop::Charger, "no load of the feeder draws more than it may", std::nullopt});
}

std::string in_words(const catalogue::ExpectFeederLoad& expected) {
  if (!expected.at_most) { return fmt::format("{} W at least", *expected.at_least); }
  if (!expected.at_least) { return fmt::format("{} W at most", *expected.at_most); }
  return fmt::format("{} to {} W", *expected.at_least, *expected.at_most);
}

}  // namespace

std::optional<Stop> run_curtail_feeder(CaseContext& context, const catalogue::CurtailFeeder& curtail) {
  const auto feeder = find_feeder(context, curtail.feeder);
  if (!feeder) { return at_fault(feeder.error().detail); }
  for (const auto& home : (*feeder)->homes) {
    catalogue::Send send;
    send.as = curtail.as;
    send.srv = "7.6";
    send.body_of = send.srv;
    send.to = home;
    const bool is_first = &home == &(*feeder)->homes.front();
    send.id = is_first ? curtail.id : fmt::format("{}_{}", curtail.id, home);
    send.body.index = curtail.index;
    send.body.duration = curtail.duration;
    if (auto stop = run_send(context, send)) { return stop; }
  }
  return std::nullopt;
}

std::optional<Stop> run_expect_feeder_load(CaseContext& context,
                                           const catalogue::ExpectFeederLoad& expected) {
  const auto feeder = find_feeder(context, expected.feeder);
  if (!feeder) { return at_fault(feeder.error().detail); }
  Duration patience{};
  if (auto stop = patience_of(context, expected.within, expected.since, patience)) { return stop; }
  unsigned watts = 0;
  const auto fits = [&] {
    return watts >= expected.at_least.value_or(0) && watts <= expected.at_most.value_or(watts);
  };
  const auto is_so = [&]() -> Result<bool> {
    const auto now = context.sut().feeder(expected.feeder);
    if (!now) { return tl::unexpected(now.error()); }
    watts = now->watts;
    return fits();
  };
  if (auto stop = await_state(context, patience, is_so)) { return stop; }
  context.count_check();
  if (fits()) { return std::nullopt; }
  return with_hop(diverged(fmt::format("feeder {} carries otherwise", expected.feeder), in_words(expected),
                           fmt::format("{} W", watts)),
                  expected.hop, first_at_fault(context, **feeder));
}

std::optional<Stop> run_expect_fuse(CaseContext& context, const catalogue::ExpectFuse& expected) {
  const auto feeder = find_feeder(context, expected.feeder);
  if (!feeder) { return at_fault(feeder.error().detail); }
  bool is_blown = false;
  const auto is_so = [&]() -> Result<bool> {
    const auto now = context.sut().feeder(expected.feeder);
    if (!now) { return tl::unexpected(now.error()); }
    is_blown = now->is_blown;
    return is_blown == expected.blown;
  };
  if (auto stop = await_state(context, expected.within.value_or(Duration{}), is_so)) { return stop; }
  context.count_check();
  if (is_blown == expected.blown) { return std::nullopt; }
  const auto name = [](bool blown) { return blown ? "blown" : "holds"; };
  return with_hop(diverged(fmt::format("the fuse of feeder {} is not as it has to be", expected.feeder),
                           name(expected.blown), name(is_blown)),
                  "", first_at_fault(context, **feeder));
}

}  // namespace enocheck::engine
