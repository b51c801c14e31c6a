#pragma once

#include <functional>
#include <map>

#include "sim/link.h"
#include "sim/scheduler.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A feeder of a substation: adds up what its homes draw, and loses them all when its fuse has carried more
/// than it can for too long. It takes what chargers tell: the octet of a switch, four of watts.
class Feeder final : public OctetSink {
 public:
  /// `cut_off` is called once, when the fuse has blown. `meters` has the homes' loads as they are at the
  /// start.
  Feeder(const FeederSetup& setup, const std::vector<MeterSetup>& meters, std::function<void()> cut_off,
         Scheduler& scheduler);
  void receive(const Eui64& home, ByteView octets) override;

  [[nodiscard]] const FeederSetup& setup() const { return setup_; }
  /// What all of its homes draw; nothing once the fuse has blown.
  [[nodiscard]] unsigned watts() const;
  [[nodiscard]] bool is_blown() const { return is_blown_; }

 private:
  /// Waits for the fuse to blow, or no longer.
  void judge();

  FeederSetup setup_;
  std::map<Eui64, std::map<unsigned, unsigned>> loads_;  ///< by home and switch
  std::function<void()> cut_off_;
  Timers timers_;
  bool is_overloaded_ = false;
  bool is_blown_ = false;
};

}  // namespace enocheck::sim
