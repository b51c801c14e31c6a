#include "sim/home/feeder.h"

#include <algorithm>
#include <utility>

#include "core/byte_reader.h"

namespace enocheck::sim {
namespace {

unsigned watts_at_start(const SwitchSetup& sw) {
  return sw.calendar_closed ? sw.load_watts : sw.reduced_watts;
}

}  // namespace

Feeder::Feeder(const FeederSetup& setup, const std::vector<MeterSetup>& meters, std::function<void()> cut_off,
               Scheduler& scheduler)
    : setup_(setup), cut_off_(std::move(cut_off)), timers_(scheduler) {
  for (const auto& meter : meters) {
    if (std::find(setup.homes.begin(), setup.homes.end(), meter.esme) == setup.homes.end()) { continue; }
    unsigned index = 0;
    for (const auto& sw : meter.switches) { loads_[meter.esme][++index] = watts_at_start(sw); }
  }
  judge();
}

void Feeder::receive(const Eui64& home, ByteView octets) {
  const auto loads = loads_.find(home);
  if (loads == loads_.end()) { return; }
  ByteReader in(octets);
  const auto index = in.u8();
  loads->second[index] = in.u32();
  judge();
}

unsigned Feeder::watts() const {
  if (is_blown_) { return 0; }
  unsigned sum = 0;
  for (const auto& [home, loads] : loads_) {
    sum += setup_.base_watts;
    for (const auto& [index, load] : loads) { sum += load; }
  }
  return sum;
}

void Feeder::judge() {
  const bool is_overloaded = watts() > setup_.fuse_watts;
  if (is_overloaded == is_overloaded_ || is_blown_) { return; }
  is_overloaded_ = is_overloaded;
  timers_.clear();
  if (!is_overloaded) { return; }
  timers_.after(setup_.fuse_holds, [this] {
    is_blown_ = true;
    cut_off_();
  });
}

}  // namespace enocheck::sim
