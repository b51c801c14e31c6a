// HCALCS and loads that do not do what they are told.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

class IgnoresCancel final : public HcalcsRules {
  [[nodiscard]] bool cancels(const CancelLoadControlEvent& /*cancel*/,
                             const LoadControlEvent& /*running*/) const override {
    return false;
  }
};

class NeverReports final : public HcalcsRules {
  [[nodiscard]] bool reports(EventStatus /*status*/) const override { return false; }
};

class NeverReportsTheEnd final : public HcalcsRules {
  [[nodiscard]] bool reports(EventStatus status) const override { return status != EventStatus::Completed; }
};

class IgnoresDuration final : public HcalcsRules {
  [[nodiscard]] std::optional<Duration> duration_of(const LoadControlEvent& /*event*/) const override {
    return std::nullopt;
  }
};

class EndsEarly final : public HcalcsRules {
  [[nodiscard]] std::optional<Duration> duration_of(const LoadControlEvent& event) const override {
    return std::chrono::minutes(event.minutes) - std::chrono::seconds(30);
  }
};

class IgnoresNewerEvent final : public HcalcsRules {
  [[nodiscard]] bool executes(const LoadControlEvent& /*event*/,
                              const LoadControlEvent* running) const override {
    return running == nullptr;
  }
};

class RejectsLongEvents final : public HcalcsRules {
  [[nodiscard]] bool executes(const LoadControlEvent& event,
                              const LoadControlEvent* /*running*/) const override {
    return event.minutes <= 120;
  }
};

class IgnoresCloseEvents final : public HcalcsRules {
  [[nodiscard]] bool executes(const LoadControlEvent& event,
                              const LoadControlEvent* /*running*/) const override {
    return !event.closed;
  }
};

class TakesEventIdsForTimes final : public HcalcsRules {
  [[nodiscard]] bool executes(const LoadControlEvent& event,
                              const LoadControlEvent* /*running*/) const override {
    constexpr std::uint32_t kIn2047 = 1'500'000'000;  // counted from 2000; ids are opaque
    return event.id < kIn2047;
  }
};

class ForgetsOnPowerLoss final : public HcalcsRules {
  [[nodiscard]] bool asks_after_power_loss() const override { return false; }
};

class StaysOpenAfterPowerLoss final : public HcalcsRules {
  [[nodiscard]] bool closes(const LoadControlEvent& event, const LoadControlEvent* running) const override {
    return running != nullptr && event.closed;
  }
};

/// Counts how often its power was cut.
class CountingRules : public ChargerRules {
 public:
  void note_switching(bool powered) final { cuts_ += powered ? 0 : 1; }

 protected:
  [[nodiscard]] unsigned cuts() const { return cuts_; }

 private:
  unsigned cuts_ = 0;
};

class IgnoresSecondCut final : public CountingRules {
  [[nodiscard]] unsigned watts(const LoadState& state) const override {
    return cuts() > 1 ? state.nominal_watts : ChargerRules::watts(state);
  }
};

class ResumesAtHalfPower final : public CountingRules {
  [[nodiscard]] unsigned watts(const LoadState& state) const override {
    return ChargerRules::watts(state) / (cuts() > 0 ? 2 : 1);
  }
};

class OtherLoadKeepsDrawing final : public ChargerRules {
  [[nodiscard]] unsigned watts(const LoadState& state) const override {
    return state.kind == LoadKind::OtherLoad ? state.nominal_watts : ChargerRules::watts(state);
  }
};

/// What a smart charger draws while its signal says "reduce".
class SmartChargerRules : public CountingRules {
 public:
  [[nodiscard]] unsigned watts(const LoadState& state) const final {
    const bool has_signal = state.kind == LoadKind::SmartCharger && cuts() > 0;
    return has_signal ? watts_after_signal(state) : ChargerRules::watts(state);
  }

 private:
  [[nodiscard]] virtual unsigned watts_after_signal(const LoadState& state) const = 0;
};

class IgnoresSignal final : public SmartChargerRules {
  [[nodiscard]] unsigned watts_after_signal(const LoadState& state) const override {
    return state.nominal_watts;
  }
};

class StopsInsteadOfReducing final : public SmartChargerRules {
  [[nodiscard]] unsigned watts_after_signal(const LoadState& state) const override {
    return state.powered ? state.nominal_watts : 0;
  }
};

class StaysReduced final : public SmartChargerRules {
  [[nodiscard]] unsigned watts_after_signal(const LoadState& state) const override {
    return state.reduced_watts;
  }
};

template <class Rules>
Defect hcalcs(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "hcalcs", std::move(breaks), description, &make<HcalcsParts<Rules>>};
}

template <class Rules>
Defect charger(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "charger", std::move(breaks), description, &make<ChargerParts<Rules>>};
}

}  // namespace

std::vector<Defect> home_defects() {
  return {
      hcalcs<IgnoresCancel>("hcalcs.ignores-cancel", {"CTL-4"}, "goes on with an event that was cancelled"),
      hcalcs<IgnoresDuration>("hcalcs.ignores-duration", {"CTL-3", "TIM-7", "IOP-1"},
                              "stays in an event's state for ever"),
      hcalcs<NeverReports>("hcalcs.never-reports", {"CTL-18"}, "reports nothing to the meter"),
      hcalcs<NeverReportsTheEnd>("hcalcs.never-reports-the-end", {"CTL-18"},
                                 "does not report that an event is over"),
      hcalcs<EndsEarly>("hcalcs.ends-early", {"TIM-7"}, "ends each event half a minute early"),
      hcalcs<IgnoresNewerEvent>("hcalcs.ignores-newer-event", {"CTL-5", "CTL-6", "CTL-12"},
                                "rejects an event while another runs"),
      hcalcs<RejectsLongEvents>("hcalcs.rejects-long-events", {"CTL-1", "CTL-3"},
                                "rejects events of more than two hours"),
      hcalcs<IgnoresCloseEvents>("hcalcs.ignores-close-events", {"BST-2", "CTL-6", "BST-5", "BST-1"},
                                 "rejects events that would close it"),
      hcalcs<TakesEventIdsForTimes>("hcalcs.takes-event-ids-for-times", {"IOP-3"},
                                    "rejects events whose id would be a time in the far future"),
      hcalcs<ForgetsOnPowerLoss>("hcalcs.forgets-on-power-loss", {"CTL-12"},
                                 "closes after a power cut and does not ask the meter"),
      hcalcs<StaysOpenAfterPowerLoss>("hcalcs.stays-open-after-power-loss", {"CTL-12"},
                                      "does not close though the meter says so when power is back"),
      charger<IgnoresSecondCut>("charger.ignores-second-cut", {"CTL-1", "TIM-8"},
                                "goes on drawing from the second cut on"),
      charger<ResumesAtHalfPower>("charger.resumes-at-half-power", {"CTL-3"},
                                  "draws half of its power once it was cut"),
      charger<IgnoresSignal>("charger.ignores-signal", {"CTL-14"},
                             "a smart charger goes on at full current whatever the switch signals"),
      charger<StopsInsteadOfReducing>("charger.stops-instead-of-reducing", {"CTL-14", "TIM-8"},
                                      "a smart charger stops where it has to reduce"),
      charger<StaysReduced>("charger.stays-reduced", {"CTL-14"},
                            "a smart charger that reduced once never charges at full current again"),
      charger<OtherLoadKeepsDrawing>("charger.other-load-keeps-drawing", {"IOP-6", "CTL-1"},
                                     "a load that is no EV charger draws whether its switch is open or not"),
  };
}

}  // namespace enocheck::sim
