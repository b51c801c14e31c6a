#pragma once

#include <functional>

#include "sim/comms_hub/hub_rules.h"
#include "sim/medium.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// Latencies of the HAN, made up.
struct HanTiming {
  Duration latency;
  Duration sub_ghz_latency;
  Duration sub_ghz_pause;  ///< from one frame to the next, for the duty cycle
};

/// One direction of the HAN between meter and HCALCSs, as the hub's network carries it: on sub-GHz a frame
/// waits until the duty cycle allows it, and a frame that is lost is sent again.
class HanLink final : public OctetSink {
 public:
  using BandOf = std::function<Band(const Eui64& device)>;

  /// `rules`, `to`, `medium` and `scheduler` outlive it.
  HanLink(Link link, const HanTiming& timing, const HubRules& rules, BandOf band_of, OctetSink& to,
          Medium& medium, Scheduler& scheduler);
  void receive(const Eui64& device, ByteView octets) override;

 private:
  void transmit(const Eui64& device, const Bytes& frame, unsigned retries_left);

  Link link_;
  HanTiming timing_;
  const HubRules* rules_;
  BandOf band_of_;
  OctetSink* to_;
  Medium* medium_;
  Scheduler* scheduler_;
  Timers timers_;
  Instant sub_ghz_free_at_;
};

}  // namespace enocheck::sim
