// Defects of the DSP's anomaly detection, of the order in which commands leave, and of dates and counters.
#include "sim/defects/dsp_defects.h"
#include "sim/dsp/content.h"
#include "sim/dsp/service_table.h"

namespace enocheck::sim {
namespace {

using duis::RequestHeader;
using std::chrono::seconds;

constexpr std::string_view kComponent = "dsp.request-management";

// Anomaly detection.
struct IgnoresThresholds : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_excess(std::size_t /*counted*/, const ThresholdSetup& /*threshold*/) const override {
    return false;
  }
};
/// Lets that many more through than the threshold allows.
template <int kMore>
struct ThresholdOff : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_excess(std::size_t counted, const ThresholdSetup& threshold) const override {
    return static_cast<std::int64_t>(counted) + 1 > static_cast<std::int64_t>(threshold.limit) + kMore;
  }
};
struct WindowNeverSlides : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool still_counts(Instant /*at*/, Instant /*now*/,
                                  const ThresholdSetup& /*threshold*/) const override {
    return true;
  }
};
struct WindowIsTheClockHour : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool still_counts(Instant at, Instant now,
                                  const ThresholdSetup& /*threshold*/) const override {
    return std::chrono::floor<std::chrono::hours>(at) == std::chrono::floor<std::chrono::hours>(now);
  }
};
/// The window is that much longer.
template <int kSeconds>
struct WindowOff : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool still_counts(Instant at, Instant now, const ThresholdSetup& threshold) const override {
    return now - at < threshold.window + seconds(kSeconds);
  }
};
struct CountsAllUsersTogether : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool counts_for(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    auto own = header;
    own.request_id.originator = threshold.user;
    return DspRules::counts_for(threshold, own);
  }
  [[nodiscard]] bool is_held_to(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    return DspRules::counts_for(threshold, header);
  }
};
struct QuarantinesEveryone : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_held_to(const ThresholdSetup& /*threshold*/,
                                const RequestHeader& /*header*/) const override {
    return true;
  }
};
struct CountsAllServicesTogether : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool counts_for(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    return threshold.user == header.request_id.originator;
  }
  [[nodiscard]] bool is_held_to(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    return DspRules::counts_for(threshold, header);
  }
};
struct QuarantinesEveryService : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_held_to(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    return threshold.user == header.request_id.originator;
  }
};
struct IgnoresGeneralThresholds : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_held_to(const ThresholdSetup& threshold, const RequestHeader& header) const override {
    return !threshold.srv.empty() && DspRules::is_held_to(threshold, header);
  }
};
struct CountsRefusedRequests : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool counts_refused() const override { return true; }
};
struct CountsTransformRequests : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool counts_transform() const override { return true; }
};
struct QuarantinesInSilence : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool tells_of_quarantine() const override { return false; }
};

// The order in which commands leave.
bool switches(const RequestHeader& header) {
  return is_among(header.service_reference_variant, "7.5 7.6 7.8");
}
/// Commands of a role wait for two seconds, so that others overtake them.
template <Text Role>
struct LetsWait : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Duration held_back_for(std::string_view role, const RequestHeader& header) const override {
    return role == Role.view() && switches(header) ? seconds(2) : seconds(0);
  }
};
struct LaterOvertakes : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Duration held_back_for(std::string_view /*role*/,
                                       const RequestHeader& header) const override {
    const bool is_even = header.request_id.counter.value() % 2 == 0;
    return is_even && switches(header) ? seconds(2) : seconds(0);
  }
};
struct ReadsOvertake : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Duration held_back_for(std::string_view /*role*/,
                                       const RequestHeader& header) const override {
    return header.service_reference_variant == "7.6" ? seconds(1) : seconds(0);
  }
};

// Dates and counters.
/// Takes an execution date that is less than that before now, or now.
template <int kSeconds>
struct TakesPastDates : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                            Instant now) const override {
    return DspRules::fault_in_content(request, now - seconds(kSeconds) - std::chrono::milliseconds(1));
  }
};
/// Refuses dates that are not within the span.
template <int kFromSeconds, int kToDays>
struct RefusesDatesOutside : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                            Instant now) const override {
    const auto execution = duis::execution_of(request.body);
    const bool is_outside =
        execution && !is_cancellation(*execution) &&
        (*execution < now + seconds(kFromSeconds) || *execution > now + std::chrono::days(kToDays));
    return is_outside ? "date outside the span" : DspRules::fault_in_content(request, now);
  }
};
struct CancelsForEveryDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool cancels(const RequestHeader& cancellation, const RequestHeader& stored) const override {
    auto same_target = cancellation;
    same_target.request_id.target = stored.request_id.target;
    return DspRules::cancels(same_target, stored);
  }
};
struct CancelsNewestOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool cancels(const RequestHeader& cancellation, const RequestHeader& stored) const override {
    return stored.request_id.counter.value() + 1 == cancellation.request_id.counter.value() &&
           DspRules::cancels(cancellation, stored);
  }
};
struct WantsRisingCounters : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_counter(OriginatorCounter counter, OriginatorCounter highest) const override {
    return counter >= highest;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, kComponent, std::move(breaks), description, with_dsp_rules<Rules>};
}

std::vector<Defect> of_anomaly_detection() {
  return {
      defect<IgnoresThresholds>("dsp.ignores-thresholds", {"SEC-4"}, "quarantines nothing"),
      defect<ThresholdOff<1>>("dsp.quarantines-one-too-late", {"SEC-4"},
                              "lets one request more through than the threshold allows"),
      defect<ThresholdOff<-1>>("dsp.quarantines-one-too-early", {"SEC-4"},
                               "quarantines the last request that the threshold allows"),
      defect<WindowNeverSlides>("dsp.threshold-window-never-slides", {"SEC-4"},
                                "counts what was sent before the window"),
      defect<WindowIsTheClockHour>("dsp.threshold-window-is-the-clock-hour", {"SEC-4"},
                                   "begins to count anew with every hour of the clock"),
      defect<WindowOff<1>>("dsp.threshold-window-a-second-long", {"SEC-4"},
                           "counts for a second longer than the window"),
      defect<WindowOff<-1>>("dsp.threshold-window-a-second-short", {"SEC-4"},
                            "counts for a second less than the window"),
      defect<CountsAllUsersTogether>("dsp.counts-all-users-together", {"SEC-4"},
                                     "counts other users' requests against a threshold"),
      defect<QuarantinesEveryone>("dsp.quarantines-everyone", {"SEC-4"},
                                  "quarantines all users once one is over its threshold"),
      defect<CountsAllServicesTogether>("dsp.counts-all-services-together", {"SEC-4"},
                                        "counts all services against the threshold of one"),
      defect<QuarantinesEveryService>("dsp.quarantines-every-service", {"SEC-4"},
                                      "quarantines all services of a user over the threshold of one"),
      defect<IgnoresGeneralThresholds>("dsp.ignores-general-thresholds", {"SEC-4"},
                                       "knows thresholds for a service only"),
      defect<CountsRefusedRequests>("dsp.counts-refused-requests", {"SEC-4"},
                                    "counts requests that it refuses"),
      defect<CountsTransformRequests>("dsp.counts-transform-requests", {"SEC-4"},
                                      "counts requests for a pre-command"),
      defect<QuarantinesInSilence>("dsp.quarantines-in-silence", {"SEC-4"},
                                   "does not tell the user what it quarantines"),
  };
}

std::vector<Defect> of_order_and_dates() {
  return {
      defect<LetsWait<"IS">>("dsp.prefers-eno", {"CTL-13"}, "lets the supplier's switching wait"),
      defect<LetsWait<"ED">>("dsp.prefers-supplier", {"CTL-13"}, "lets the ENO's switching wait"),
      defect<LaterOvertakes>("dsp.lets-later-overtake", {"CTL-13", "CTL-6"},
                             "lets every other command wait, so that a later one overtakes it"),
      defect<ReadsOvertake>("dsp.lets-reads-overtake", {"CTL-13", "CTL-10"},
                            "sends what comes after a 7.6 before it"),
      defect<TakesPastDates<5>>("dsp.takes-past-dates", {"TIM-5"},
                                "takes an execution date that is just over"),
      defect<TakesPastDates<0>>("dsp.takes-now-for-a-date", {"TIM-5"}, "takes an execution date that is now"),
      defect<RefusesDatesOutside<60, 365>>("dsp.refuses-dates-within-a-minute", {"TIM-5"},
                                           "refuses an execution date less than a minute ahead"),
      defect<RefusesDatesOutside<0, 30>>("dsp.refuses-dates-beyond-30-days", {"TIM-5"},
                                         "refuses an execution date more than 30 days ahead"),
      defect<CancelsForEveryDevice>("dsp.cancels-for-every-device", {"TIM-5"},
                                    "cancels what is stored for other devices as well"),
      defect<CancelsNewestOnly>("dsp.cancels-newest-only", {"TIM-5"},
                                "cancels only the last of several stored requests"),
      defect<WantsRisingCounters>("dsp.wants-rising-counters", {"SEC-3", "ACC-3"},
                                  "refuses a request with a lower counter than an earlier one's"),
  };
}

}  // namespace

std::vector<Defect> dsp_anomaly_defects() {
  auto all = of_anomaly_detection();
  for (const auto& one : of_order_and_dates()) { all.push_back(one); }
  return all;
}

}  // namespace enocheck::sim
