// ESMEs whose event log of the switches is wrong.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

bool is_report(const LogEntry& entry) { return (entry.action & 0xFFU) == 0; }

/// Logs what `change` makes of an entry.
template <std::optional<LogEntry> (*change)(const LogEntry&)>
class Logs final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<LogEntry> logged(const LogEntry& entry) const override { return change(entry); }
};

std::optional<LogEntry> no_reports(const LogEntry& entry) {
  return is_report(entry) ? std::nullopt : std::optional(entry);
}
std::optional<LogEntry> no_commands(const LogEntry& entry) {
  return is_report(entry) ? std::optional(entry) : std::nullopt;
}
std::optional<LogEntry> no_resets(const LogEntry& entry) {
  return (entry.action & 0xFFU) == 0x20 ? std::nullopt : std::optional(entry);
}
std::optional<LogEntry> reports_of_switch_1(const LogEntry& entry) {
  auto changed = entry;
  if (is_report(entry)) { changed.action = 0x0100; }
  return changed;
}
std::optional<LogEntry> success_at_once(const LogEntry& entry) {
  auto changed = entry;
  if (entry.outcome == 0) { changed.outcome = 1; }
  return changed;
}
std::optional<LogEntry> an_hour_late(const LogEntry& entry) {
  auto changed = entry;
  changed.at += std::chrono::hours(1);
  return changed;
}
std::optional<LogEntry> no_command_ids(const LogEntry& entry) {
  auto changed = entry;
  changed.han_command = 0;
  return changed;
}

class IgnoresPeriod final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_in_log_range(const LogEntry& /*entry*/, Instant /*from*/,
                                     Instant /*to*/) const override {
    return true;
  }
};

class KeepsOldest final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void append(std::vector<LogEntry>& log, const LogEntry& entry) const override {
    constexpr std::size_t kEntries = 100;
    if (log.size() < kEntries) { log.push_back(entry); }
  }
};

class ForgetsLog final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    state.event_log.clear();
    return state;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_log_defects() {
  return {
      defect<Logs<no_reports>>("esme.logs-no-reports", {"CTL-18"}, "does not log what an HCALCS reports"),
      defect<Logs<no_commands>>("esme.logs-no-commands", {"CTL-18"}, "logs reports and no commands"),
      defect<Logs<no_resets>>("esme.logs-no-resets", {"CTL-18"}, "does not log that a switch was reset"),
      defect<Logs<reports_of_switch_1>>("esme.logs-reports-under-switch-1", {"CTL-18"},
                                        "logs every report as one of switch 1"),
      defect<Logs<success_at_once>>("esme.logs-success-before-report", {"CTL-18"},
                                    "logs success of an HCALCS before it has reported"),
      defect<Logs<an_hour_late>>("esme.log-an-hour-late", {"CTL-18"}, "logs an hour later than it happened"),
      defect<Logs<no_command_ids>>("esme.logs-no-command-ids", {"CTL-18"},
                                   "does not log which event a report is about"),
      defect<IgnoresPeriod>("esme.event-log-ignores-period", {"CTL-18"},
                            "gives the whole event log, whatever period is asked for"),
      defect<KeepsOldest>("esme.event-log-keeps-oldest", {"CTL-18"},
                          "logs nothing more once the event log is full"),
      defect<ForgetsLog>("esme.forgets-event-log-on-power-loss", {"CTL-18", "CTL-12"},
                         "has an empty event log after a power cut"),
  };
}

}  // namespace enocheck::sim
