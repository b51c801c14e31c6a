#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/entropy.h"
#include "sim/link.h"
#include "sim/policy.h"
#include "sim/scheduler.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A message in a network, as its rules see it.
struct WanMessage {
  WanKind kind = WanKind::Fixed;
  Direction direction = Direction::Down;
  ByteView octets;
};

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
  [[nodiscard]] virtual unsigned copies(const WanMessage& message) const;
  [[nodiscard]] virtual Duration latency(const WanMessage& message, Duration drawn) const;
  /// How often it tries before it gives a message up.
  [[nodiscard]] virtual unsigned tries(unsigned nominal) const;
  /// Does it tell the DSP what it could not deliver?
  [[nodiscard]] virtual bool tells_undelivered() const;
};

/// The way between the WAN and one premises' hub.
struct WanAttachment {
  WanSetup setup;
  OctetSink* to_hub = nullptr;
  std::function<bool()> hub_takes;  ///< does the hub take octets at this moment?
};

/// The wide area networks: from the DSP to the hub of the device that the octets are for, and back. They do
/// not look into messages. What does not arrive is tried again; what cannot be delivered goes back to the
/// DSP.
class Wan {
 public:
  /// `undelivered` gets the octets that a hub could not be given. All by reference outlive the WAN.
  Wan(const Policy& policy, std::unique_ptr<WanRules> rules, OctetSink& to_dsp, OctetSink& undelivered,
      Scheduler& scheduler);
  ~Wan();

  void attach(const Eui64& device, WanAttachment attachment);
  [[nodiscard]] OctetSink& from_dsp() { return from_dsp_; }
  [[nodiscard]] OctetSink& from_hubs() { return from_hubs_; }

 private:
  class Path;

  void carry_down(const Eui64& device, ByteView octets);
  void carry_up(const Eui64& device, ByteView octets);

  Policy policy_;
  std::unique_ptr<WanRules> rules_;
  OctetSink* to_dsp_;
  OctetSink* undelivered_;
  Scheduler* scheduler_;
  Instant start_;
  std::map<Eui64, std::unique_ptr<Path>> paths_;
  Inlet from_dsp_;
  Inlet from_hubs_;
};

}  // namespace enocheck::sim
