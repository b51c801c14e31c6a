#include <fmt/format.h>

#include "engine/ledger.h"
#include "engine/steps.h"

namespace enocheck::engine {
namespace {

std::optional<Stop> stop_if_failed(const Status& status) {
  if (!status) { return stop_of(status.error()); }
  return std::nullopt;
}

std::optional<Stop> advance(CaseContext& context, const catalogue::Advance& step) {
  if (auto stop = stop_if_failed(context.sut().advance(step.by))) { return stop; }
  return context.collect_deliveries();
}

std::optional<Stop> press_boost(CaseContext& context, const catalogue::PressBoost& step) {
  const auto meter = context.find_meter(step.meter);
  if (!meter) { return at_fault(meter.error().detail); }
  return stop_if_failed(context.sut().press_boost((*meter)->esme));
}

std::optional<Stop> set_power(CaseContext& context, const catalogue::Power& step) {
  const auto device = find_party(context.world(), step.device);
  if (!device) { return at_fault(device.error().detail); }
  return stop_if_failed(context.sut().set_power(*device, step.on));
}

std::optional<Stop> intercept(CaseContext& context, const catalogue::Intercept& step) {
  context.set_disturbed();
  return stop_if_failed(context.sut().intercept(step.link, step.flipped_bits, step.drop));
}

std::optional<Stop> repeat(CaseContext& context, const catalogue::Repeat& step) {
  for (unsigned round = 0; round < step.times; ++round) {
    for (const auto& one : step.steps) {
      if (auto stop = run_step(context, one)) { return stop; }
    }
  }
  return std::nullopt;
}

/// A curtailment that would go over the limits is reported before it is sent.
std::optional<Stop> send(CaseContext& context, const catalogue::Send& step) {
  if (step.srv == "7.6" && step.body.index && step.body.duration) {
    observe_limits(context, step.as, step.to, static_cast<unsigned>(*step.body.index),
                   std::chrono::minutes(*step.body.duration));
  }
  return run_send(context, step);
}

std::optional<Stop> expect_connection(CaseContext& context, const catalogue::ExpectConnection& expected) {
  context.count_check();
  const auto answered = context.sut().lets_in(expected.certificate);
  if (!answered) { return stop_of(answered.error()); }
  if (*answered == expected.is_answered) { return std::nullopt; }
  const auto said = [](bool is_answered) { return is_answered ? "an answer" : "no connection"; };
  auto stop = diverged(
      fmt::format("with the client certificate \"{}\" the target did otherwise", expected.certificate),
      said(expected.is_answered), said(*answered));
  stop.hop = Hop::DspAccessControl;
  return stop;
}

struct Runner {
  CaseContext& context;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): lives for one call

  std::optional<Stop> operator()(const catalogue::Repeat& step) { return repeat(context, step); }
  std::optional<Stop> operator()(const catalogue::ExpectTiming& step) {
    return run_expect_timing(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectLedger& step) {
    return run_expect_ledger(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectObservation& step) {
    return run_expect_observation(context, step);
  }
  std::optional<Stop> operator()(const catalogue::Send& step) { return send(context, step); }
  std::optional<Stop> operator()(const catalogue::Submit& step) { return run_submit(context, step); }
  std::optional<Stop> operator()(const catalogue::Replay& step) { return run_replay(context, step); }
  std::optional<Stop> operator()(const catalogue::Deliver& step) { return run_deliver(context, step); }
  std::optional<Stop> operator()(const catalogue::Advance& step) { return advance(context, step); }
  std::optional<Stop> operator()(const catalogue::PressBoost& step) { return press_boost(context, step); }
  std::optional<Stop> operator()(const catalogue::Power& step) { return set_power(context, step); }
  std::optional<Stop> operator()(const catalogue::Intercept& step) { return intercept(context, step); }
  std::optional<Stop> operator()(const catalogue::ExpectConnection& step) {
    return expect_connection(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectResponse& step) {
    return run_expect_response(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectNoResponse& step) {
    return run_expect_no_response(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectErrorResponse& step) {
    return run_expect_error_response(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectAlert& step) {
    return run_expect_alert(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectDccAlert& step) {
    return run_expect_dcc_alert(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectSwitch& step) {
    return run_expect_switch(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectLoad& step) { return run_expect_load(context, step); }
  std::optional<Stop> operator()(const catalogue::CurtailFeeder& step) {
    return run_curtail_feeder(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectFeederLoad& step) {
    return run_expect_feeder_load(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectFuse& step) { return run_expect_fuse(context, step); }
  std::optional<Stop> operator()(const catalogue::ExpectNothingAtDevice& step) {
    return run_expect_nothing_at_device(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectAtDevice& step) {
    return run_expect_at_device(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectCorrelation& step) {
    return run_expect_correlation(context, step);
  }
  std::optional<Stop> operator()(const catalogue::ExpectMmc& step) { return run_expect_mmc(context, step); }
};

}  // namespace

std::optional<Stop> run_step(CaseContext& context, const catalogue::Step& step) {
  return std::visit(Runner{context}, step.action);
}

}  // namespace enocheck::engine
