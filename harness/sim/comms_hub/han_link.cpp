#include "sim/comms_hub/han_link.h"

#include <algorithm>
#include <utility>

namespace enocheck::sim {
namespace {

/// How long an acknowledgement is waited for. No source tells; well below any response time.
constexpr auto kAcknowledgementWait = std::chrono::milliseconds(500);

}  // namespace

HanLink::HanLink(Link link, const HanTiming& timing, const HubRules& rules, BandOf band_of, OctetSink& to,
                 Medium& medium, Scheduler& scheduler)
    : link_(link),
      timing_(timing),
      rules_(&rules),
      band_of_(std::move(band_of)),
      to_(&to),
      medium_(&medium),
      scheduler_(&scheduler),
      timers_(scheduler) {}

void HanLink::receive(const Eui64& device, ByteView octets) {
  transmit(device, copy_of(octets), rules_->retries(band_of_(device)));
}

void HanLink::transmit(const Eui64& device, const Bytes& frame, unsigned retries_left) {
  const bool is_sub_ghz = band_of_(device) == Band::SubGhz;
  const auto now = scheduler_->now();
  if (is_sub_ghz && now < sub_ghz_free_at_) {
    timers_.at(sub_ghz_free_at_, [=, this] { transmit(device, frame, retries_left); });
    return;
  }
  if (is_sub_ghz) { sub_ghz_free_at_ = now + rules_->pause_on_sub_ghz(timing_.sub_ghz_pause); }
  const auto latency = is_sub_ghz ? timing_.sub_ghz_latency : timing_.latency;
  if (medium_->carry(link_, device, frame, latency, *to_) || retries_left == 0) { return; }
  timers_.after(kAcknowledgementWait, [=, this] { transmit(device, frame, retries_left - 1); });
}

}  // namespace enocheck::sim
