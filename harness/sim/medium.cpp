#include "sim/medium.h"

#include <utility>

namespace enocheck::sim {

bool Medium::carry(Link link, const Eui64& device, ByteView octets, Duration latency, OctetSink& to) {
  auto carried = copy_of(octets);
  if (!disturb(link, carried)) { return false; }
  tracer_->seen(scheduler_->now(), link, device, carried);
  scheduler_->after(latency, [device, carried = std::move(carried), &to] { to.receive(device, carried); });
  return true;
}

bool Medium::disturb(Link link, Bytes& octets) {
  const auto waiting = disturbances_.find(link);
  if (waiting == disturbances_.end() || waiting->second.empty()) { return true; }
  const auto disturbance = waiting->second.front();
  waiting->second.erase(waiting->second.begin());
  for (const auto bit : disturbance.flipped_bits) {
    if (bit / 8 < octets.size()) { octets[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> bit % 8); }
  }
  return !disturbance.drop;
}

}  // namespace enocheck::sim
