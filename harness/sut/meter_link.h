#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/world.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "engine/sut.h"

namespace enocheck::sut {

/// The way to the meters on a bench: GBCS octets there and back, and the time that they live in. What a link
/// cannot do besides answers Unsupported.
///
/// Errors of every call: Timeout or Io where the endpoint is lost, naming it and what to do; the next `load`
/// tries to reach it again.
class MeterLink {
 public:
  /// What a device sent towards its hub.
  struct Sent {
    Eui64 device;
    Bytes octets;
  };

  MeterLink() = default;
  MeterLink(const MeterLink&) = delete;
  MeterLink& operator=(const MeterLink&) = delete;
  virtual ~MeterLink() = default;

  /// As in `--target`.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual Status reach() = 0;
  /// Is the meters' time moved by us? Else it is the real one.
  [[nodiscard]] virtual bool moves_time() const = 0;
  /// Does each case find the meters as its world has them? Else they remember the cases before.
  [[nodiscard]] virtual bool begins_anew() const = 0;
  /// Are the contacts and what hangs on them shown?
  [[nodiscard]] virtual bool shows_loads() const = 0;
  /// Is all of what passes in the homes shown (`take_seen_at_home`)?
  [[nodiscard]] virtual bool shows_homes() const { return false; }

  /// Brings the meters into the state that the world describes. Errors: Unsupported where others are on the
  /// bench than the world has.
  [[nodiscard]] virtual Status load(const catalogue::World& world) = 0;
  [[nodiscard]] virtual Instant now() const = 0;
  /// Is this device on the bench?
  [[nodiscard]] virtual bool leads_to(const Eui64& device) const = 0;
  /// Hands octets to a device as its hub would.
  [[nodiscard]] virtual Status send(const Eui64& device, ByteView octets) = 0;
  /// Lets time pass until a device has sent something, at most `limit`.
  [[nodiscard]] virtual Status await(Duration limit) = 0;
  /// What the devices have sent since the last call, in order. Where time is moved, all of it just now.
  [[nodiscard]] virtual std::vector<Sent> take() = 0;
  /// What has passed in the homes since the last call, between meters, switches and loads.
  [[nodiscard]] virtual std::vector<engine::Exchange> take_seen_at_home() { return {}; }

  // As those of engine::Sut.
  [[nodiscard]] virtual Result<bool> switch_is_closed(const Eui64& esme, unsigned index);
  [[nodiscard]] virtual Result<unsigned> load_watts(const Eui64& esme, unsigned index);
  [[nodiscard]] virtual Status press_boost(const Eui64& esme);
  [[nodiscard]] virtual Status set_power(const Eui64& device, bool on);
  /// Disturbs a link within a home.
  [[nodiscard]] virtual Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                         bool drop);
};

}  // namespace enocheck::sut
