#include "engine/case_devices.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <type_traits>
#include <variant>

namespace enocheck::engine {
namespace {

using catalogue::World;
using Uses = std::map<std::string, MeterUse>;

/// Services that change nothing in a device. Source: DUIS brief 9.
constexpr std::array<std::string_view, 7> kReads = {"6.13", "7.7", "7.11", "7.14", "7.15", "8.2", "11.2"};

/// The name of the meter that a step means by "ESME1", "ESME1/hcalcs2" or an EUI; empty if it means none.
std::string meter_of(const World& world, const std::string& name) {
  if (const auto* meter = world.find_meter(name.substr(0, name.find('/')))) { return meter->name; }
  const auto eui = Eui64::parse(name);
  if (!eui) { return {}; }
  const auto found = std::find_if(world.meters.begin(), world.meters.end(),
                                  [&](const auto& meter) { return meter.esme == *eui || meter.hub == *eui; });
  return found == world.meters.end() ? std::string() : found->name;
}

/// Does a body outside the subset carry an id of the meter?
bool names(const std::string& raw, const catalogue::WorldMeter& meter) {
  return raw.find(to_string(meter.esme)) != std::string::npos ||
         (!meter.import_mpan.empty() && raw.find(meter.import_mpan) != std::string::npos);
}

class Collector {
 public:
  explicit Collector(const World& world) : world_(&world) {}

  void collect(const std::vector<catalogue::Step>& steps) {
    for (const auto& step : steps) { std::visit(*this, step.action); }
  }
  [[nodiscard]] const Uses& uses() const { return uses_; }

  void operator()(const catalogue::Repeat& step) { collect(step.steps); }
  void operator()(const catalogue::Send& step) {
    for (const auto& meter : world_->meters) {
      if (!names(step.body.raw_xml, meter)) { continue; }
      uses_[meter.name].is_named_by_eui = true;
    }
    auto* const use = use_of(step.deviations.target.empty() ? step.to : step.deviations.target);
    sent_to_[step.id] = use;
    if (use == nullptr) { return; }
    use->is_disturbed |= std::find(kReads.begin(), kReads.end(), step.srv) == kReads.end();
    use->is_boosted |= step.srv == "7.9" || step.srv == "7.10";
    use->is_labelled |= step.srv == "6.14.1";
    use->is_updated |= step.srv == "11.3";
    if (step.body.index) { add(use, *step.body.index); }
    for (const auto& [index, label] : step.body.labels) { add(use, index); }
  }
  void operator()(const catalogue::Replay& step) { disturb_sent(step.message); }
  void operator()(const catalogue::Submit& step) { disturb_sent(step.of); }
  void operator()(const catalogue::Deliver& step) { disturb(step.to); }
  void operator()(const catalogue::Power& step) { disturb(step.device); }
  void operator()(const catalogue::PressBoost& step) {
    disturb(step.meter);
    if (auto* const use = use_of(step.meter)) { use->is_boosted = true; }
  }
  void operator()(const catalogue::CurtailFeeder& step) {
    const auto* const feeder = world_->find_feeder(step.feeder);
    if (feeder == nullptr) { return; }
    for (const auto& home : feeder->homes) { disturb(home); }
  }
  void operator()(const catalogue::ExpectResponse& step) {
    const auto sent = sent_to_.find(step.to);
    if (sent == sent_to_.end() || sent->second == nullptr) { return; }
    for (const auto& value : step.values) {
      if (value.index) { add(sent->second, *value.index); }
    }
  }
  template <class Other>
  void operator()(const Other& step) {
    if constexpr (requires {
                    { step.meter } -> std::convertible_to<std::string>;
                  }) {
      auto* const use = use_of(step.meter);
      if constexpr (requires {
                      { step.index } -> std::convertible_to<unsigned>;
                    }) {
        add(use, step.index);
      }
    }
  }

 private:
  MeterUse* use_of(const std::string& name) {
    const auto meter = meter_of(*world_, name);
    if (meter.empty()) { return nullptr; }
    auto& use = uses_[meter];
    use.is_named_by_eui |= Eui64::parse(name).has_value();
    return &use;
  }
  void disturb(const std::string& name) {
    if (auto* const use = use_of(name)) { use->is_disturbed = true; }
  }
  void disturb_sent(const std::string& message) {
    const auto sent = sent_to_.find(message);
    if (sent != sent_to_.end() && sent->second != nullptr) { sent->second->is_disturbed = true; }
  }
  static void add(MeterUse* use, std::int64_t index) {
    if (use != nullptr && index >= 1 && index <= 5) { use->switches.insert(static_cast<unsigned>(index)); }
  }

  const World* world_;
  Uses uses_;
  std::map<std::string, MeterUse*> sent_to_;  ///< by message; a map's values stay where they are
};

}  // namespace

Uses meters_used(const std::vector<catalogue::Step>& steps, const World& world) {
  Collector collector(world);
  collector.collect(steps);
  return collector.uses();
}

}  // namespace enocheck::engine
