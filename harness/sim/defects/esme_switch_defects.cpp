// ESMEs that authenticate well and then switch, boost or answer wrongly.
#include <algorithm>

#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;
using std::chrono::minutes;

class ResetDoesNothing final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool reset_removes(const std::optional<Override>& /*running*/,
                                   RemotePartyRole /*by*/) const override {
    return false;
  }
};

class ResetNeedsTheSameRole final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool reset_removes(const std::optional<Override>& running,
                                   RemotePartyRole by) const override {
    return running && running->originator_role == by;
  }
};

class IgnoresNewerDuration final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const std::optional<Override>& running) const override {
    return !running || next.closed != running->closed;
  }
};

class KeepsLongerDuration final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const std::optional<Override>& running) const override {
    return !running || next.closed != running->closed || next.until > running->until;
  }
};

class SupplierGoesFirst final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const std::optional<Override>& running) const override {
    return !running || next.originator_role == RemotePartyRole::Supplier ||
           running->originator_role != RemotePartyRole::Supplier;
  }
};

template <int kMinutes>
class DurationOff final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    return EsmeRules::end_of_override(start, asked) + minutes(kMinutes);
  }
};

/// Works out the end in the clock's fields, and forgets the carry into the next month.
class LosesTheMonth final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    using std::chrono::days;
    using std::chrono::floor;
    using std::chrono::year_month_day;
    const auto end = EsmeRules::end_of_override(start, asked);
    const bool is_in_next_month =
        year_month_day(floor<days>(start)).month() != year_month_day(floor<days>(end)).month();
    return is_in_next_month ? start : end;
  }
};

class KnowsThreeHcalcs final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool drives(const EsmeState& state, std::size_t index) const override {
    std::size_t before = 0;
    for (std::size_t other = 0; other < index; ++other) {
      before += state.switches.at(other).kind == SwitchKind::Hcalcs ? 1 : 0;
    }
    return state.switches.at(index).kind != SwitchKind::Hcalcs || before < 3;
  }
};

class CapsDurationAtADay final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    return EsmeRules::end_of_override(start, std::min<std::uint16_t>(asked, 1440));
  }
};

class ZeroDurationIsForEver final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_effect(std::uint16_t /*asked*/) const override { return true; }
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    return EsmeRules::end_of_override(start, asked == 0 ? 0xFFFF : asked);
  }
};

/// The script of one switch drives another as well; both are counted from 0.
template <std::size_t kScript, std::size_t kOther>
class DragsAnotherAlong final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::size_t> drags_along(std::size_t script) const override {
    return script == kScript ? std::optional(kOther) : std::nullopt;
  }
};

class ActivationNeverExpires final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool has_ended(const Override& running, Instant now) const override {
    return !running.closed && EsmeRules::has_ended(running, now);
  }
};

class EnosOverrideNeverExpires final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool has_ended(const Override& running, Instant now) const override {
    return running.originator_role != RemotePartyRole::NetworkOperator && EsmeRules::has_ended(running, now);
  }
};

/// What is over half an hour, or under it, becomes the next half hour.
class RoundsUpToHalfHours final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    constexpr int kHalfHour = 30;
    return start + minutes((asked + kHalfHour - 1) / kHalfHour * kHalfHour);
  }
};

class DropsTopBitOfDuration final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    return EsmeRules::end_of_override(start, asked & 0x7FFFU);
  }
};

class EnoGoesFirst final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const std::optional<Override>& running) const override {
    return !running || next.originator_role == RemotePartyRole::NetworkOperator ||
           running->originator_role != RemotePartyRole::NetworkOperator;
  }
};

class FailsResetOfNothing final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::uint8_t result_of(const SwitchState& state, SwitchAction action,
                                       RemotePartyRole by) const override {
    const bool is_idle = action == SwitchAction::Revert && !state.override_;
    return is_idle ? kHardwareFault : EsmeRules::result_of(state, action, by);
  }
};

class ShowsIdleSwitchAsOpen final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool shown_closed(const SwitchState& state, bool commanded_closed) const override {
    return state.override_ && EsmeRules::shown_closed(state, commanded_closed);
  }
};

/// The script of one switch drives another; both are counted from 0.
template <std::size_t kScript, std::size_t kDriven>
class MovesAnotherSwitch final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::size_t driven_by(std::size_t script) const override {
    return script == kScript ? kDriven : script;
  }
};

class AcceptsAbsentSwitch final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::uint8_t result_of(const SwitchState& /*state*/, SwitchAction /*action*/,
                                       RemotePartyRole /*by*/) const override {
    return kSuccess;
  }
};

class ShowsCalendarState final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool shown_closed(const SwitchState& state, bool /*commanded_closed*/) const override {
    return EsmeRules::shown_closed(state, state.calendar_closed);
  }
};

class TakesSameStateForOpposite final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool commanded_closed(const SwitchState& state, bool boost_runs) const override {
    const bool asks_for_calendar = state.override_ && state.override_->closed == state.calendar_closed;
    return asks_for_calendar != EsmeRules::commanded_closed(state, boost_runs);
  }
};

class ClaimsBoostButton final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool has_boost_button(const EsmeState& /*state*/) const override { return true; }
};

class BoostIgnoresFlag final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool boost_closes(const SwitchState& /*state*/) const override { return true; }
};

class BoostCannotOverride final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool boost_closes(const SwitchState& state) const override {
    return EsmeRules::boost_closes(state) && !state.override_;
  }
};

class BoostEndsOverride final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool override_outlives_boost() const override {
    return !EsmeRules::override_outlives_boost();
  }
};

class BoostTooShort final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant boost_end(Instant pressed) const override {
    return pressed + (EsmeRules::boost_end(pressed) - pressed) / 2;
  }
};

class BoostLogLosesEnd final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] BoostPeriod logged_boost(const BoostPeriod& ran) const override {
    return {ran.start, ran.start};
  }
};

class BoostLogIgnoresPeriod final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_in_range(const BoostPeriod& /*entry*/, Instant /*from*/,
                                 Instant /*to*/) const override {
    return true;
  }
};

class BoostFlagsOnlyAdd final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_boost_flag(EsmeState& state, std::size_t index, bool flag) const override {
    EsmeRules::write_boost_flag(state, index, flag || state.switches.at(index).boost_flag);
  }
};

class LosesFifthBoostFlag final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_boost_flag(EsmeState& state, std::size_t index, bool flag) const override {
    if (index != 4) { EsmeRules::write_boost_flag(state, index, flag); }
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_switch_defects() {
  return {
      defect<ResetDoesNothing>("esme.reset-does-nothing", {"CTL-4", "CTL-10", "IOP-3"},
                               "answers a reset with success and keeps the override"),
      defect<ResetNeedsTheSameRole>("esme.eis-reset-cannot-cancel-eno", {"CTL-6", "BST-5", "CTL-12"},
                                    "a reset removes only an override of the same role"),
      defect<LosesTheMonth>("esme.loses-the-month", {"TIM-8", "TIM-7"},
                            "ends a curtailment at once that would end in the next month"),
      defect<KnowsThreeHcalcs>("esme.knows-three-hcalcs", {"IOP-3"},
                               "sends no events to the fourth and fifth HCALCS of a premises"),
      defect<IgnoresNewerDuration>("esme.ignores-newer-duration", {"CTL-5"},
                                   "a second command for the same state leaves the first one's end"),
      defect<KeepsLongerDuration>("esme.keeps-longer-duration", {"CTL-5", "CTL-6"},
                                  "a second command for the same state can prolong, but not shorten"),
      defect<SupplierGoesFirst>("esme.eno-cannot-replace-eis", {"CTL-6", "CTL-13"},
                                "the supplier's override outlasts a later one of the network operator"),
      defect<EnoGoesFirst>("esme.eis-cannot-replace-eno", {"CTL-6", "CTL-13"},
                           "the network operator's override outlasts a later one of the supplier"),
      defect<FailsResetOfNothing>("esme.fails-reset-of-nothing", {"CTL-4"},
                                  "answers a reset with a failure where nothing runs"),
      defect<DurationOff<1>>("esme.duration-one-minute-long", {"TIM-7"},
                             "each override lasts a minute too long"),
      defect<DurationOff<-1>>("esme.duration-one-minute-short", {"TIM-7"},
                              "each override lasts a minute too short"),
      defect<CapsDurationAtADay>("esme.caps-duration-at-a-day", {"TIM-7", "CTL-1"},
                                 "an override never lasts longer than 1440 minutes"),
      defect<ZeroDurationIsForEver>("esme.zero-duration-is-for-ever", {"CTL-9"},
                                    "a duration of zero opens for as long as can be said"),
      defect<ActivationNeverExpires>("esme.activation-never-expires", {"CTL-3", "TIM-7"},
                                     "an activation does not end by itself"),
      defect<EnosOverrideNeverExpires>("esme.enos-override-never-expires", {"CTL-3"},
                                       "a network operator's command does not end by itself"),
      defect<RoundsUpToHalfHours>("esme.rounds-up-to-half-hours", {"TIM-7", "CTL-3"},
                                  "each override lasts until the next full half hour"),
      defect<DropsTopBitOfDuration>("esme.drops-top-bit-of-duration", {"TIM-7", "CTL-9"},
                                    "takes 32768 minutes off a duration that has them"),
      defect<DragsAnotherAlong<0, 3>>("esme.drags-switch-4-along-with-1", {"CTL-2", "CTL-16"},
                                      "the scripts of switch 1 move switch 4 as well"),
      defect<TakesSameStateForOpposite>("esme.takes-same-state-for-opposite", {"CTL-3", "CTL-6"},
                                        "switches over where a command asks for what the calendar says"),
      defect<DragsAnotherAlong<1, 0>>("esme.drags-switch-1-along-with-2", {"CTL-2"},
                                      "the scripts of switch 2 move switch 1 as well"),
      defect<DragsAnotherAlong<4, 3>>("esme.drags-switch-4-along-with-5", {"CTL-2"},
                                      "the scripts of switch 5 move switch 4 as well"),
      defect<MovesAnotherSwitch<2, 1>>("esme.moves-switch-2-for-3", {"CTL-1", "CTL-2"},
                                       "the scripts of switch 3 move switch 2"),
      defect<MovesAnotherSwitch<3, 0>>("esme.moves-switch-1-for-4",
                                       {"CTL-1", "CTL-2", "CTL-16", "CTL-9", "CTL-6"},
                                       "the scripts of switch 4 move switch 1"),
      defect<MovesAnotherSwitch<4, 2>>("esme.moves-switch-3-for-5", {"CTL-1", "CTL-2", "IOP-3"},
                                       "the scripts of switch 5 move switch 3"),
      defect<AcceptsAbsentSwitch>("esme.accepts-absent-switch", {"CTL-9"},
                                  "answers success for a switch that is not there"),
      defect<ShowsCalendarState>("esme.reads-wrong-state", {"CTL-10"},
                                 "7.7 shows what the calendar says instead of what is commanded"),
      defect<ShowsIdleSwitchAsOpen>("esme.shows-idle-switch-as-open", {"CTL-10"},
                                    "7.7 shows a switch as open unless a command closed it"),
      defect<ClaimsBoostButton>("esme.claims-boost-button", {"BST-10"},
                                "acts as if it had a boost button where it has none"),
      defect<BoostIgnoresFlag>("esme.boost-ignores-flag", {"BST-3", "BST-4"},
                               "boost closes switches that are not associated"),
      defect<BoostCannotOverride>("esme.boost-cannot-override", {"BST-2", "BST-1", "BST-5"},
                                  "boost does not close a switch that an override opened"),
      defect<BoostEndsOverride>("esme.boost-ends-override-otherwise", {"BST-5", "BST-2"},
                                "does the opposite of the profile with an override after a boost"),
      defect<BoostTooShort>("esme.boost-too-short", {"BST-5"}, "a boost lasts half of its period"),
      defect<BoostLogLosesEnd>("esme.boost-log-loses-end", {"BST-7"}, "logs the start of a boost as its end"),
      defect<BoostLogIgnoresPeriod>("esme.boost-log-ignores-period", {"BST-7"},
                                    "7.11 returns the whole log, whatever period was asked for"),
      defect<BoostFlagsOnlyAdd>("esme.boost-flags-only-add", {"BST-3", "BST-8", "BST-9"},
                                "a false flag leaves the association as it was"),
      defect<LosesFifthBoostFlag>("esme.boost-flag-5-lost", {"BST-8", "BST-2"},
                                  "never writes the flag of switch 5"),
  };
}

}  // namespace enocheck::sim
