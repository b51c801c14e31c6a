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
  [[nodiscard]] unsigned copies(const WanMessage& message) const override {
    constexpr std::size_t kLong = 200;  // of the commands played here, 7.7 through the broker
    return message.direction == Direction::Down && message.octets.size() > kLong ? 2 : 1;
  }
};

class DeliversToAllMeters final : public WanRules {
  [[nodiscard]] std::vector<Eui64> destinations(const Eui64& /*device*/,
                                                const std::vector<Eui64>& attached) const override {
    return attached;
  }
};

/// Of the commands played here, 7.5, 7.6 and 7.8 have such a size, and no other.
bool is_switching(ByteView octets) { return octets.size() > 135 && octets.size() < 175; }

/// Takes half a minute longer towards the device for commands that switch, or for all others.
template <bool Switching>
class TakesHalfAMinute final : public WanRules {
  [[nodiscard]] Duration latency(const WanMessage& message, Duration drawn) const override {
    const bool is_meant = message.kind == WanKind::Fixed && message.direction == Direction::Down &&
                          is_switching(message.octets) == Switching;
    return WanRules::latency(message, drawn) + (is_meant ? std::chrono::seconds(30) : Duration{});
  }
};

/// One of the networks is slow towards the devices.
template <WanKind Kind>
class SlowNetwork final : public WanRules {
  [[nodiscard]] Duration latency(const WanMessage& message, Duration drawn) const override {
    const bool is_meant = message.kind == Kind && message.direction == Direction::Down;
    return WanRules::latency(message, drawn) + (is_meant ? std::chrono::seconds(30) : Duration{});
  }
};

/// One of the networks loses what goes one way.
template <WanKind Kind, Direction Way>
class LosingNetwork final : public WanRules {
  [[nodiscard]] unsigned copies(const WanMessage& message) const override {
    return message.kind == Kind && message.direction == Way ? 0 : WanRules::copies(message);
  }
};

/// A network that sends its next message when it is done with the one before.
class CarriesOneAtATime final : public WanRules {
  [[nodiscard]] Duration latency(const WanMessage& message, Duration drawn) const override {
    if (message.direction == Direction::Up) { return drawn; }
    return drawn + std::chrono::milliseconds(400) * carried_++;
  }
  mutable int carried_ = 0;
};

class TakesFiveSecondsMore final : public WanRules {
  [[nodiscard]] Duration latency(const WanMessage& message, Duration drawn) const override {
    const auto more =
        message.direction == Direction::Down ? std::chrono::seconds(5) : std::chrono::seconds(0);
    return drawn + more;
  }
};

class NeverTriesAgain final : public WanRules {
  [[nodiscard]] unsigned tries(unsigned /*nominal*/) const override { return 1; }
};

class TriesForHours final : public WanRules {
  [[nodiscard]] unsigned tries(unsigned /*nominal*/) const override { return 1000; }
};

class SilentAboutUndelivered final : public WanRules {
  [[nodiscard]] bool tells_undelivered() const override { return false; }
};

class WanLosesAlerts final : public WanRules {
  [[nodiscard]] unsigned copies(const WanMessage& message) const override {
    return is_critical_alert(message.octets) ? 0 : 1;
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
      wan<DuplicatesLongCommands>("wan.duplicates-long-commands", {"CTL-11", "ACC-3"},
                                  "carries long commands twice"),
      wan<DeliversToAllMeters>("wan.delivers-to-other-meter", {"CTL-8"}, "carries a command to every meter"),
      wan<TakesHalfAMinute<true>>("wan.takes-half-a-minute", {"TIM-1", "TIM-3", "TIM-4"},
                                  "takes 30 s longer to the device with a command that switches"),
      wan<TakesHalfAMinute<false>>("wan.delays-what-does-not-switch", {"TIM-4"},
                                   "takes 30 s longer to the device with reads and settings"),
      wan<SlowNetwork<WanKind::LongRangeRadio>>("wan.slow-in-the-north", {"TIM-1", "IOP-7"},
                                                "the long-range radio takes 30 s longer"),
      wan<SlowNetwork<WanKind::CellularCentral>>("wan.slow-in-the-centre", {"TIM-1", "IOP-7"},
                                                 "the cellular network of the centre takes 30 s longer"),
      wan<LosingNetwork<WanKind::CellularSouth, Direction::Up>>(
          "wan.loses-answers-in-the-south", {"IOP-7"}, "the cellular network of the south loses answers"),
      wan<LosingNetwork<WanKind::CellularSouth, Direction::Down>>(
          "wan.loses-commands-in-the-south", {"TIM-1", "IOP-7"},
          "the cellular network of the south loses commands"),
      wan<LosingNetwork<WanKind::Lte, Direction::Down>>("wan.loses-commands-on-4g", {"IOP-7", "TIM-1"},
                                                        "the 4G network loses commands"),
      wan<CarriesOneAtATime>("wan.carries-one-at-a-time", {"TIM-3"},
                             "takes longer for each command, as if they stood in a queue"),
      wan<TakesFiveSecondsMore>("wan.takes-five-seconds-more", {"TIM-2", "TIM-9"},
                                "takes 5 s longer towards the device"),
      wan<NeverTriesAgain>("wan.never-tries-again", {"TIM-6"}, "gives a message up at its first loss"),
      wan<TriesForHours>("wan.tries-for-hours", {"TIM-6"},
                         "goes on trying to deliver long after the user was told that nothing came"),
      wan<SilentAboutUndelivered>("wan.silent-about-undelivered", {"TIM-6"},
                                  "does not tell the DSP what it could not deliver"),
      wan<WanLosesAlerts>("wan.loses-alerts", {"FW-4", "FW-6", "FW-5"}, "loses critical alerts"),
      hub<HubDropsAlerts>("comms-hub.drops-alerts", {"FW-4", "FW-6", "FW-5"},
                          "does not forward critical alerts"),
      hub<KeepsWithoutPower>("comms-hub.keeps-without-power", {"TIM-6", "CTL-12"},
                             "delivers what came while it had no power when power is back"),
      hub<StaysDown>("comms-hub.stays-down", {"CTL-12", "LBL-1"}, "serves no longer after a power cut"),
  };
}

}  // namespace enocheck::sim
