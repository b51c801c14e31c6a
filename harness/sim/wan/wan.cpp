#include "sim/wan/wan.h"

#include <algorithm>
#include <utility>

#include "sim/wan/latency.h"

namespace enocheck::sim {
namespace {

/// A message that waits to be overtaken goes on after this long if none comes.
constexpr auto kLongestWait = std::chrono::seconds(2);

bool strikes(unsigned percent, EntropySource& chance) { return chance.below(100) < percent; }

}  // namespace

std::vector<Eui64> WanRules::destinations(const Eui64& device, const std::vector<Eui64>& /*attached*/) const {
  return {device};
}

unsigned WanRules::copies(const WanMessage& /*message*/) const { return 1; }

Duration WanRules::latency(const WanMessage& /*message*/, Duration drawn) const { return drawn; }

unsigned WanRules::tries(unsigned nominal) const { return nominal; }

bool WanRules::tells_undelivered() const { return true; }

/// What the network is at one premises, both ways.
class Wan::Path {
 public:
  Path(const Wan& wan, const Eui64& device, WanAttachment attachment)
      : wan_(&wan),
        device_(device),
        attachment_(std::move(attachment)),
        model_(latency_model(attachment_.setup.kind, wan.policy_.wan_latency)),
        chance_(wan.policy_.seed ^ device.value()),
        timers_(*wan.scheduler_) {}

  void carry(Direction direction, ByteView octets) {
    const auto& setup = attachment_.setup;
    auto copies = wan_->rules_->copies({setup.kind, direction, octets});
    if (strikes(setup.duplicated_percent, chance_)) { ++copies; }
    for (; copies > 0; --copies) { take(direction, copy_of(octets)); }
  }

 private:
  /// One message may wait in each direction; the next one goes first.
  void take(Direction direction, Bytes octets) {
    auto& waiting = waiting_[direction];
    if (waiting) {
      auto overtaken = *std::exchange(waiting, std::nullopt);
      transmit(direction, std::move(octets), tries());
      transmit(direction, std::move(overtaken), tries());
      return;
    }
    if (!strikes(attachment_.setup.overtaken_percent, chance_)) {
      transmit(direction, std::move(octets), tries());
      return;
    }
    waiting = std::move(octets);
    timers_.after(kLongestWait, [this, direction, &waiting] {
      if (waiting) { transmit(direction, *std::exchange(waiting, std::nullopt), tries()); }
    });
  }

  void transmit(Direction direction, Bytes octets, unsigned tries) {
    const auto drawn = draw(model_, chance_);
    const auto latency = wan_->rules_->latency({attachment_.setup.kind, direction, octets}, drawn);
    timers_.after(latency,
                  [this, direction, tries, octets = std::move(octets)] { arrive(direction, octets, tries); });
  }

  void arrive(Direction direction, const Bytes& octets, unsigned tries) {
    const bool is_down = direction == Direction::Down;
    const bool gets_through = !is_out() && !strikes(attachment_.setup.lost_percent, chance_) &&
                              (!is_down || attachment_.hub_takes());
    if (gets_through) { return (is_down ? attachment_.to_hub : wan_->to_dsp_)->receive(device_, octets); }
    if (tries > 1) {
      timers_.after(wan_->policy_.wan_retry_interval,
                    [this, direction, octets, tries] { transmit(direction, octets, tries - 1); });
    } else if (is_down && wan_->rules_->tells_undelivered()) {
      wan_->undelivered_->receive(device_, octets);
    }
  }

  [[nodiscard]] unsigned tries() const { return wan_->rules_->tries(wan_->policy_.wan_tries); }
  [[nodiscard]] bool is_out() const {
    const auto passed = wan_->scheduler_->now() - wan_->start_;
    const auto& outages = attachment_.setup.outages;
    return std::any_of(outages.begin(), outages.end(), [&](const WanSetup::Outage& outage) {
      return outage.from <= passed && passed < outage.to;
    });
  }

  const Wan* wan_;
  Eui64 device_;
  WanAttachment attachment_;
  LatencyModel model_;
  SeededEntropy chance_;
  std::map<Direction, std::optional<Bytes>> waiting_;
  Timers timers_;
};

Wan::Wan(const Policy& policy, std::unique_ptr<WanRules> rules, OctetSink& to_dsp, OctetSink& undelivered,
         Scheduler& scheduler)
    : policy_(policy),
      rules_(std::move(rules)),
      to_dsp_(&to_dsp),
      undelivered_(&undelivered),
      scheduler_(&scheduler),
      start_(scheduler.now()),
      from_dsp_([this](const Eui64& device, ByteView octets) { carry_down(device, octets); }),
      from_hubs_([this](const Eui64& device, ByteView octets) { carry_up(device, octets); }) {}

Wan::~Wan() = default;

void Wan::attach(const Eui64& device, WanAttachment attachment) {
  paths_[device] = std::make_unique<Path>(*this, device, std::move(attachment));
}

void Wan::carry_down(const Eui64& device, ByteView octets) {
  std::vector<Eui64> attached;
  for (const auto& [eui, path] : paths_) { attached.push_back(eui); }
  for (const auto& destination : rules_->destinations(device, attached)) {
    const auto path = paths_.find(destination);
    if (path != paths_.end()) { path->second->carry(Direction::Down, octets); }
  }
}

void Wan::carry_up(const Eui64& device, ByteView octets) {
  const auto path = paths_.find(device);
  if (path != paths_.end()) { path->second->carry(Direction::Up, octets); }
}

}  // namespace enocheck::sim
