#pragma once

#include <map>
#include <memory>
#include <vector>

#include "sim/link.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// What a conformant WAN decides.
class WanRules {
 public:
  WanRules() = default;
  WanRules(const WanRules&) = delete;
  WanRules& operator=(const WanRules&) = delete;
  virtual ~WanRules() = default;

  /// Which devices' hubs get octets for `device`; `attached` are all that there are.
  [[nodiscard]] virtual std::vector<Eui64> destinations(const Eui64& device,
                                                        const std::vector<Eui64>& attached) const;
  /// How often the octets are carried: once.
  [[nodiscard]] virtual unsigned copies(Direction direction, ByteView octets) const;
  [[nodiscard]] virtual Duration latency(Direction direction, ByteView octets, Duration nominal) const;
};

/// The wide area network: from the DSP to the hub of the device that the octets are for, and back. It does
/// not look into messages.
class Wan {
 public:
  Wan(Duration latency, std::unique_ptr<WanRules> rules, OctetSink& to_dsp, Scheduler& scheduler);

  /// `to_hub` is the way to the hub of `device`.
  void attach(const Eui64& device, OctetSink& to_hub);
  [[nodiscard]] OctetSink& from_dsp() { return from_dsp_; }
  [[nodiscard]] OctetSink& from_hubs() { return from_hubs_; }

 private:
  void carry_down(const Eui64& device, ByteView octets);
  void carry(Direction direction, const Eui64& device, ByteView octets, OctetSink& to);

  Duration latency_;
  std::unique_ptr<WanRules> rules_;
  OctetSink* to_dsp_;
  Timers timers_;
  std::map<Eui64, OctetSink*> hubs_;
  Inlet from_dsp_;
  Inlet from_hubs_;
};

}  // namespace enocheck::sim
