#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "sim/link.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// What befalls the next message on a link.
struct Disturbance {
  bool drop{};
  std::vector<std::size_t> flipped_bits;  ///< bit 0 is the most significant of the first octet
};

/// All links of one world: what is sent is disturbed if that was asked for, seen by the tracer as it then is,
/// and arrives after the link's latency.
class Medium {
 public:
  Medium(Scheduler& scheduler, Tracer& tracer) : scheduler_(&scheduler), tracer_(&tracer) {}

  void disturb_next(Link link, Disturbance disturbance) {
    disturbances_[link].push_back(std::move(disturbance));
  }
  /// Seen at once; `to` receives it after `latency`, always as an event of its own. A dropped message is
  /// neither seen nor received; false then. `to` must outlive the event.
  bool carry(Link link, const Eui64& device, ByteView octets, Duration latency, OctetSink& to);
  /// Lets befall the octets what was asked for the next message on the link; false if it is dropped. For
  /// calls that are answered at once; all else goes through `carry`.
  [[nodiscard]] bool disturb(Link link, Bytes& octets);

 private:
  Scheduler* scheduler_;
  Tracer* tracer_;
  std::map<Link, std::vector<Disturbance>> disturbances_;
};

/// The near end of a link. A party holds the ends that it sends into and knows nothing of what is behind
/// them.
class Wire final : public OctetSink {
 public:
  Wire(Medium& medium, Link link, Duration latency, OctetSink& to)
      : medium_(&medium), link_(link), latency_(latency), to_(&to) {}
  void receive(const Eui64& device, ByteView octets) override {
    medium_->carry(link_, device, octets, latency_, *to_);
  }

 private:
  Medium* medium_;
  Link link_;
  Duration latency_;
  OctetSink* to_;
};

}  // namespace enocheck::sim
