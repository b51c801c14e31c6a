// ESMEs that authenticate well and then switch, boost, label or answer wrongly.
#include <algorithm>

#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;
using std::chrono::minutes;

class ResetDoesNothing final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool reset_removes(const Override& /*running*/, RemotePartyRole /*by*/) const override {
    return false;
  }
};

class ResetNeedsTheSameRole final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool reset_removes(const Override& running, RemotePartyRole by) const override {
    return running.originator_role == by;
  }
};

class IgnoresNewerDuration final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const Override& running) const override {
    return next.closed != running.closed;
  }
};

class KeepsLongerDuration final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const Override& running) const override {
    return next.closed != running.closed || next.until > running.until;
  }
};

class SupplierGoesFirst final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool replaces(const Override& next, const Override& running) const override {
    return next.originator_role == RemotePartyRole::Supplier ||
           running.originator_role != RemotePartyRole::Supplier;
  }
};

template <int kMinutes>
class DurationOff final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant end_of_override(Instant start, std::uint16_t asked) const override {
    return EsmeRules::end_of_override(start, asked) + minutes(kMinutes);
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

class NeverExpires final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool has_ended(const Override& /*running*/, Instant /*now*/) const override { return false; }
};

class MovesNeighbourSwitch final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::size_t driven_by(std::size_t script) const override {
    return script >= 2 ? script - 1 : script;  // scripts 3 to 5 drive switches 2 to 4
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

class TruncatesLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    const auto label = EsmeRules::label_of(octets);
    return label ? std::optional(label->substr(0, 21)) : std::nullopt;
  }
};

class TrimsLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    auto label = EsmeRules::label_of(octets);
    if (label) { label->erase(label->find_last_not_of(' ') + 1); }
    return label;
  }
};

class AcceptsLongLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    return octets.size() > 22 ? std::optional(std::string(text_of(octets))) : EsmeRules::label_of(octets);
  }
};

class LabelsClearOthers final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_label(EsmeState& state, std::size_t index, const std::string& label) const override {
    // The first label of a command comes with the lowest index: what stands behind it goes.
    for (std::size_t other = index; other < state.switches.size(); ++other) {
      state.switches.at(other).label.clear();
    }
    EsmeRules::write_label(state, index, label);
  }
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
      defect<ResetDoesNothing>("esme.reset-does-nothing", {"CTL-4"},
                               "answers a reset with success and keeps the override"),
      defect<ResetNeedsTheSameRole>("esme.eis-reset-cannot-cancel-eno", {"CTL-6"},
                                    "a reset removes only an override of the same role"),
      defect<IgnoresNewerDuration>("esme.ignores-newer-duration", {"CTL-5"},
                                   "a second command for the same state leaves the first one's end"),
      defect<KeepsLongerDuration>("esme.keeps-longer-duration", {"CTL-5"},
                                  "a second command for the same state can prolong, but not shorten"),
      defect<SupplierGoesFirst>("esme.eno-cannot-replace-eis", {"CTL-6", "CTL-13"},
                                "the supplier's override outlasts a later one of the network operator"),
      defect<DurationOff<1>>("esme.duration-one-minute-long", {"TIM-7"},
                             "each override lasts a minute too long"),
      defect<DurationOff<-1>>("esme.duration-one-minute-short", {"TIM-7"},
                              "each override lasts a minute too short"),
      defect<CapsDurationAtADay>("esme.caps-duration-at-a-day", {"TIM-7", "CTL-1"},
                                 "an override never lasts longer than 1440 minutes"),
      defect<ZeroDurationIsForEver>("esme.zero-duration-is-for-ever", {"CTL-9"},
                                    "a duration of zero opens for as long as can be said"),
      defect<NeverExpires>("esme.never-expires", {"CTL-3", "CTL-10"}, "an override does not end by itself"),
      defect<MovesNeighbourSwitch>("esme.moves-neighbour-switch", {"CTL-1", "CTL-2"},
                                   "the scripts of switches 3 to 5 move switches 2 to 4"),
      defect<AcceptsAbsentSwitch>("esme.accepts-absent-switch", {"CTL-9"},
                                  "answers success for a switch that is not there"),
      defect<ShowsCalendarState>("esme.reads-wrong-state", {"CTL-10"},
                                 "7.7 shows what the calendar says instead of what is commanded"),
      defect<TruncatesLabels>("esme.label-truncated", {"LBL-1", "LBL-2"}, "keeps 21 characters of a label"),
      defect<TrimsLabels>("esme.label-trimmed", {"LBL-1"}, "drops blanks at the end of a label"),
      defect<AcceptsLongLabels>("esme.label-accepts-23", {"LBL-2"}, "accepts labels of more than 22 octets"),
      defect<LabelsClearOthers>("esme.labels-clear-others", {"LBL-7"},
                                "setting a label clears those of the switches after it"),
      defect<BoostIgnoresFlag>("esme.boost-ignores-flag", {"BST-3", "BST-4"},
                               "boost closes switches that are not associated"),
      defect<BoostCannotOverride>("esme.boost-cannot-override", {"BST-2"},
                                  "boost does not close a switch that an override opened"),
      defect<BoostEndsOverride>("esme.boost-ends-override-otherwise", {"BST-5"},
                                "does the opposite of the profile with an override after a boost"),
      defect<BoostTooShort>("esme.boost-too-short", {"BST-5"}, "a boost lasts half of its period"),
      defect<BoostLogLosesEnd>("esme.boost-log-loses-end", {"BST-7"}, "logs the start of a boost as its end"),
      defect<BoostLogIgnoresPeriod>("esme.boost-log-ignores-period", {"BST-7"},
                                    "7.11 returns the whole log, whatever period was asked for"),
      defect<BoostFlagsOnlyAdd>("esme.boost-flags-only-add", {"BST-3", "BST-8", "BST-9"},
                                "a false flag leaves the association as it was"),
      defect<LosesFifthBoostFlag>("esme.boost-flag-5-lost", {"BST-8"}, "never writes the flag of switch 5"),
  };
}

}  // namespace enocheck::sim
