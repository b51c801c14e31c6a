// WANs and Communications Hubs that lose, delay, repeat or misdirect.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

/// A plain (not MACed) message whose CRA flag says alert.
bool is_critical_alert(ByteView octets) {
  return octets.size() > 2 && octets[0] == 0xDF && octets[2] == 0x03;
}

class DuplicatesLongCommands final : public WanRules {
  [[nodiscard]] unsigned copies(Direction direction, ByteView octets) const override {
    constexpr std::size_t kLong = 200;  // of the commands played here, 7.7 through the broker
    return direction == Direction::Down && octets.size() > kLong ? 2 : 1;
  }
};

class DeliversToAllMeters final : public WanRules {
  [[nodiscard]] std::vector<Eui64> destinations(const Eui64& /*device*/,
                                                const std::vector<Eui64>& attached) const override {
    return attached;
  }
};

class TakesHalfAMinute final : public WanRules {
  [[nodiscard]] Duration latency(Direction direction, ByteView octets, Duration nominal) const override {
    const auto slow = direction == Direction::Down ? Duration(std::chrono::seconds(30)) : Duration{};
    return WanRules::latency(direction, octets, nominal) + slow;
  }
};

class WanLosesAlerts final : public WanRules {
  [[nodiscard]] unsigned copies(Direction /*direction*/, ByteView octets) const override {
    return is_critical_alert(octets) ? 0 : 1;
  }
};

class HubDropsAlerts final : public HubRules {
  [[nodiscard]] bool forwards(Direction /*direction*/, ByteView octets) const override {
    return !is_critical_alert(octets);
  }
};

class KeepsWithoutPower final : public HubRules {
  [[nodiscard]] bool keeps_without_power(Direction /*direction*/) const override { return true; }
};

class StaysDown final : public HubRules {
  [[nodiscard]] bool serves_after_power_loss() const override { return false; }
};

template <class Rules>
Defect wan(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "wan", std::move(breaks), description, &make<WanParts<Rules>>};
}

template <class Rules>
Defect hub(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "comms-hub", std::move(breaks), description, &make<HubParts<Rules>>};
}

}  // namespace

std::vector<Defect> network_defects() {
  return {
      wan<DuplicatesLongCommands>("wan.duplicates-long-commands", {"CTL-11"}, "carries long commands twice"),
      wan<DeliversToAllMeters>("wan.delivers-to-other-meter", {"CTL-8"}, "carries a command to every meter"),
      wan<TakesHalfAMinute>("wan.takes-half-a-minute", {"TIM-1", "TIM-3"},
                            "takes 30 s longer towards the device"),
      wan<WanLosesAlerts>("wan.loses-alerts", {"FW-4", "FW-6"}, "loses critical alerts"),
      hub<HubDropsAlerts>("comms-hub.drops-alerts", {"FW-4", "FW-6"}, "does not forward critical alerts"),
      hub<KeepsWithoutPower>("comms-hub.keeps-without-power", {"TIM-6", "CTL-12"},
                             "delivers what came while it had no power when power is back"),
      hub<StaysDown>("comms-hub.stays-down", {"CTL-12"}, "serves no longer after a power cut"),
  };
}

}  // namespace enocheck::sim
