// ESMEs of GBCS 4 that treat their auxiliary controllers wrongly.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;
using std::chrono::hours;
using std::chrono::minutes;

/// Changes what the firmware does for a code, or that it does anything.
template <std::optional<UseCaseRule> (*Change)(UseCaseRule, MessageCode, const Policy&)>
class ChangesUseCase final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    const auto rule = EsmeRules::use_case(code, gbcs_version);
    return rule ? Change(*rule, code, AuthenticationRules::policy()) : rule;
  }
};
std::optional<UseCaseRule> without_eno_variant(UseCaseRule rule, MessageCode code, const Policy& policy) {
  return code == policy.ecs47a_eno ? std::nullopt : std::optional(rule);
}
template <EsmeUseCase kUseCase>
std::optional<UseCaseRule> without(UseCaseRule rule, MessageCode /*code*/, const Policy& /*policy*/) {
  return rule.use_case == kUseCase ? std::nullopt : std::optional(rule);
}
std::optional<UseCaseRule> without_replay_protection(UseCaseRule rule, MessageCode /*code*/,
                                                     const Policy& /*policy*/) {
  if (rule.use_case == EsmeUseCase::SetControllerState) { rule.replay_protected = false; }
  return rule;
}
std::optional<UseCaseRule> with_eno_in_old_code(UseCaseRule rule, MessageCode code,
                                                const Policy& /*policy*/) {
  if (code == MessageCode{0x011E}) {
    rule.roles = {RemotePartyRole::Supplier, RemotePartyRole::NetworkOperator};
  }
  return rule;
}

class KnowsControllersInGbcs3 final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    const auto later = EsmeRules::use_case(code, AuthenticationRules::policy().controllers_from);
    const bool is_state = later && later->use_case == EsmeUseCase::SetControllerState;
    return is_state ? later : EsmeRules::use_case(code, gbcs_version);
  }
};

/// Closes at this level and above.
template <unsigned kLevel>
class ClosesFrom final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool closes_at(unsigned level) const override { return level >= kLevel; }
};

class SucceedsWithoutController final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::uint8_t result_of_level(const SwitchState& state,
                                             const ControllerOrder& order) const override {
    return state.present() == SwitchKind::None ? kSuccess : EsmeRules::result_of_level(state, order);
  }
};

class TakesInputForOutput final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::uint8_t result_of_level(const SwitchState& state,
                                             const ControllerOrder& order) const override {
    return EsmeRules::result_of_level(state, {order.index, false, order.level});
  }
};

class StartsPeriodsAtOnce final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant start_of_period(Instant /*start*/, Instant now) const override { return now; }
};

/// Ends periods that much too late.
template <int kMinutes>
class EndsPeriodsLate final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_period(Instant /*start*/, Instant end) const override {
    return end + minutes(kMinutes);
  }
};

class RefusesShortPeriods final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_period(Instant start, Instant end) const override {
    return EsmeRules::takes_period(start, end) && end - start >= minutes(1);
  }
};
class TakesEmptyPeriods final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_period(Instant start, Instant end) const override {
    return start == end || EsmeRules::takes_period(start, end);
  }
};
class Refuses24Hours final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_period(Instant start, Instant end) const override {
    return EsmeRules::takes_period(start, end) && end - start != hours(24);
  }
};
class TakesLongPeriods final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_period(Instant start, Instant end) const override { return start < end; }
};

class ShowsCalendarAsState final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] unsigned shown_level(const SwitchState& state, bool /*commanded_closed*/) const override {
    return EsmeRules::shown_level(state, state.calendar_closed);
  }
};

class ForgetsPeriodsToCome final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    for (auto& sw : state.switches) { sw.pending.reset(); }
    return state;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_controller_defects() {
  return {
      defect<ChangesUseCase<without_eno_variant>>("esme.lacks-eno-controller-state",
                                                  {"CTL-1", "FW-3", "FW-8"},
                                                  "does not know the ENO's variant of ECS47a"),
      defect<ChangesUseCase<without<EsmeUseCase::ReadControllerConfiguration>>>(
          "esme.lacks-7.14", {"ACC-3", "ACC-5"}, "does not know ECS61d"),
      defect<ChangesUseCase<without<EsmeUseCase::ReadControllerOperation>>>(
          "esme.lacks-7.15", {"ACC-3", "ACC-5"}, "does not know ECS61e"),
      defect<ChangesUseCase<without_replay_protection>>("esme.accepts-replayed-periods", {"SEC-3", "CTL-11"},
                                                        "executes a controller's period again"),
      defect<ChangesUseCase<with_eno_in_old_code>>("esme.eno-011E-permitted", {"FW-6"},
                                                   "lets the network operator use today's ECS47a"),
      defect<KnowsControllersInGbcs3>("esme.knows-controllers-in-gbcs-3", {"FW-4"},
                                      "executes ECS47a though its firmware is of GBCS 3"),
      defect<ClosesFrom<99>>("esme.closes-at-99", {"CTL-1"}, "takes level 99 for on"),
      defect<ClosesFrom<1>>("esme.opens-at-level-0-only", {"CTL-1"}, "takes every level but 0 for on"),
      defect<ClosesFrom<101>>("esme.opens-at-every-level", {"CTL-6", "CTL-1"},
                              "takes level 100 for off as well"),
      defect<SucceedsWithoutController>("esme.succeeds-without-controller", {"CTL-9"},
                                        "reports success for a controller that is not there"),
      defect<TakesInputForOutput>("esme.takes-input-for-output", {"CTL-9"},
                                  "switches where the level was meant for an input"),
      defect<StartsPeriodsAtOnce>("esme.starts-periods-at-once", {"TIM-7"},
                                  "does not wait for the start of a period"),
      defect<EndsPeriodsLate<1>>("esme.ends-periods-a-minute-late", {"TIM-7"},
                                 "ends every period of a controller a minute late"),
      defect<EndsPeriodsLate<60 * 24 * 30>>("esme.never-ends-periods", {"CTL-3"},
                                            "lets a controller's period run on for a month"),
      defect<RefusesShortPeriods>("esme.refuses-short-periods", {"TIM-7"},
                                  "refuses periods of less than a minute"),
      defect<TakesEmptyPeriods>("esme.takes-empty-periods", {"CTL-9"}, "takes a period of no length"),
      defect<Refuses24Hours>("esme.refuses-24-hours", {"TIM-7"}, "refuses a period of exactly 24 hours"),
      defect<TakesLongPeriods>("esme.takes-long-periods", {"CTL-9"}, "takes periods of more than 24 hours"),
      defect<ShowsCalendarAsState>("esme.shows-calendar-in-7.15", {"CTL-10"},
                                   "tells what the calendar says as the output state"),
      defect<ForgetsPeriodsToCome>("esme.forgets-periods-to-come", {"CTL-12"},
                                   "forgets a period that has not begun when power is lost"),
  };
}

}  // namespace enocheck::sim
