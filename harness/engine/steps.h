#pragma once

#include <optional>

#include "catalogue/step.h"
#include "engine/case_context.h"

namespace enocheck::engine {

// What the engine does for each kind of step: nothing if all of it held, else why the case ends.

[[nodiscard]] std::optional<Stop> run_send(CaseContext& context, const catalogue::Send& send);
[[nodiscard]] std::optional<Stop> run_submit(CaseContext& context, const catalogue::Submit& submit);
[[nodiscard]] std::optional<Stop> run_replay(CaseContext& context, const catalogue::Replay& replay);
[[nodiscard]] std::optional<Stop> run_deliver(CaseContext& context, const catalogue::Deliver& deliver);

[[nodiscard]] std::optional<Stop> run_expect_response(CaseContext& context,
                                                      const catalogue::ExpectResponse& expected);
[[nodiscard]] std::optional<Stop> run_expect_no_response(CaseContext& context,
                                                         const catalogue::ExpectNoResponse& expected);
[[nodiscard]] std::optional<Stop> run_expect_error_response(CaseContext& context,
                                                            const catalogue::ExpectErrorResponse& expected);
[[nodiscard]] std::optional<Stop> run_expect_alert(CaseContext& context,
                                                   const catalogue::ExpectAlert& expected);
[[nodiscard]] std::optional<Stop> run_expect_dcc_alert(CaseContext& context,
                                                       const catalogue::ExpectDccAlert& expected);
[[nodiscard]] std::optional<Stop> run_expect_switch(CaseContext& context,
                                                    const catalogue::ExpectSwitch& expected);
[[nodiscard]] std::optional<Stop> run_expect_load(CaseContext& context,
                                                  const catalogue::ExpectLoad& expected);
[[nodiscard]] std::optional<Stop> run_expect_timing(CaseContext& context,
                                                    const catalogue::ExpectTiming& expected);
[[nodiscard]] std::optional<Stop> run_expect_ledger(CaseContext& context,
                                                    const catalogue::ExpectLedger& expected);
[[nodiscard]] std::optional<Stop> run_expect_observation(CaseContext& context,
                                                         const catalogue::ExpectObservation& expected);
[[nodiscard]] std::optional<Stop> run_curtail_feeder(CaseContext& context,
                                                     const catalogue::CurtailFeeder& curtail);
[[nodiscard]] std::optional<Stop> run_expect_feeder_load(CaseContext& context,
                                                         const catalogue::ExpectFeederLoad& expected);
[[nodiscard]] std::optional<Stop> run_expect_fuse(CaseContext& context,
                                                  const catalogue::ExpectFuse& expected);
[[nodiscard]] std::optional<Stop> run_expect_correlation(CaseContext& context,
                                                         const catalogue::ExpectCorrelation& expected);
[[nodiscard]] std::optional<Stop> run_expect_mmc(CaseContext& context, const catalogue::ExpectMmc& expected);
[[nodiscard]] std::optional<Stop> run_expect_nothing_at_device(
    CaseContext& context, const catalogue::ExpectNothingAtDevice& expected);
[[nodiscard]] std::optional<Stop> run_expect_at_device(CaseContext& context,
                                                       const catalogue::ExpectAtDevice& expected);

/// Runs the step, whichever it is.
[[nodiscard]] std::optional<Stop> run_step(CaseContext& context, const catalogue::Step& step);

}  // namespace enocheck::engine
