#include "sut/meter_sut.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "sim/parts_factory.h"
#include "sut/dsp_side.h"
#include "sut/embedded_world.h"
#include "sut/meter_field.h"

namespace enocheck::sut {
namespace {

Error nothing_loaded() { return {ErrorCode::Unsupported, "no world is loaded"}; }

/// The links between meters, switches and loads: what passes there the harness does not carry.
bool is_at_home(std::string_view link) {
  constexpr std::array kHome = {sim::Link::EsmeToHcalcs, sim::Link::HcalcsToEsme, sim::Link::SwitchToLoad,
                                sim::Link::LoadToFeeder};
  return std::ranges::any_of(kHome, [&](sim::Link one) { return name_of(one) == link; });
}

}  // namespace

struct MeterSut::Running {
  Running(Instant start, std::shared_ptr<const crypto::KeyStore> keys_of_dsp)
      : side(start, std::move(keys_of_dsp)) {}

  DspSide side;
  std::unique_ptr<MeterField> field;
  std::optional<Error> unsent;  ///< why something could not be handed over
  bool is_touched = false;      ///< something was done to a device on the bench, or came from one
};

MeterSut::MeterSut(MeterParts parts, std::unique_ptr<MeterLink> link)
    : parts_(std::move(parts)), link_(std::move(link)) {}
MeterSut::~MeterSut() = default;

engine::Observes MeterSut::observes() const {
  return {.duis = true,
          .device = true,
          .charger = link_->shows_loads(),
          .clock = link_->moves_time() || parts_.waits,
          .home = link_->shows_homes(),
          .fresh_counters = link_->begins_anew(),
          .real_time = !link_->moves_time()};
}

Status MeterSut::load(const catalogue::World& world) {
  running_.reset();
  if (!world.feeders.empty()) {
    return failure(ErrorCode::Unsupported, "the case is about a feeder; a bench has meters alone");
  }
  if (auto loaded = link_->load(world); !loaded) { return loaded; }
  auto setup = to_setup(world);
  if (!setup) { return tl::unexpected(setup.error()); }
  setup->start = link_->now();
  auto keys = parts_.credentials->of_dsp(world);
  if (!keys) { return tl::unexpected(keys.error()); }
  auto policy = to_policy(parts_.profile);
  policy.seed = parts_.seed;
  if (!link_->moves_time()) {
    policy.wan_latency = policy.han_latency = Duration{};
  }  // nobody is kept waiting
  running_ = std::make_unique<Running>(setup->start, *std::move(keys));
  auto& side = running_->side;
  running_->field = std::make_unique<MeterField>(
      *setup, policy, side.scheduler(), side.medium(),
      [this](const Eui64& device, ByteView octets) { hand_over(device, octets); });
  side.open(*setup, sim::PartsFactory().dsp_rules(policy), parts_.schema, running_->field->downlink(),
            parts_.log);
  running_->field->connect(side.dsp());
  return {};
}

void MeterSut::hand_over(const Eui64& device, ByteView octets) {
  if (!link_->leads_to(device)) {
    running_->unsent = {ErrorCode::Unsupported,
                        fmt::format("a command goes to {}, which is not on the bench", to_string(device))};
    return;
  }
  running_->is_touched = true;
  if (auto sent = link_->send(device, octets); !sent) { running_->unsent = sent.error(); }
}

Status MeterSut::catch_up() {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  auto& [side, field, unsent, is_touched] = *running_;
  side.scheduler().run_until(link_->now());
  for (auto& seen : link_->take_seen_at_home()) {
    if (is_at_home(seen.link)) { side.exchanges().push_back(std::move(seen)); }
  }
  for (const auto& [device, octets] : link_->take()) {
    is_touched = true;
    field->take(device, octets);
  }
  side.scheduler().run_until(link_->now());
  if (unsent) { return tl::unexpected(*unsent); }
  return {};
}

Status MeterSut::run_to(Instant limit, Until until) {
  for (;;) {
    if (auto caught_up = catch_up(); !caught_up) { return caught_up; }
    auto& side = running_->side;
    if (until == Until::Delivery && side.has_deliveries()) { return {}; }
    const auto now = link_->now();
    if (now >= limit) { return {}; }
    const auto next = std::min(limit, side.scheduler().next_due().value_or(limit));
    if (auto waited = link_->await(next - now); !waited) { return waited; }
  }
}

Result<engine::Answer> MeterSut::post(engine::WebService service, std::string_view document) {
  if (auto caught_up = catch_up(); !caught_up) { return tl::unexpected(caught_up.error()); }
  return running_->side.post(service, document);
}

std::vector<std::string> MeterSut::take_deliveries() {
  return running_ ? running_->side.take_deliveries() : std::vector<std::string>{};
}

Status MeterSut::advance(Duration by) { return run_to(now() + by, Until::Limit); }
Status MeterSut::await_delivery(Duration patience) { return run_to(now() + patience, Until::Delivery); }

Result<bool> MeterSut::switch_is_closed(const Eui64& esme, unsigned index) {
  return link_->switch_is_closed(esme, index);
}
Result<unsigned> MeterSut::load_watts(const Eui64& esme, unsigned index) {
  return link_->load_watts(esme, index);
}

Status MeterSut::press_boost(const Eui64& esme) {
  if (auto caught_up = catch_up(); !caught_up) { return caught_up; }
  if (auto pressed = link_->press_boost(esme); !pressed) { return pressed; }
  running_->is_touched = true;
  return catch_up();
}

Status MeterSut::set_power(const Eui64& device, bool on) {
  if (auto caught_up = catch_up(); !caught_up) { return caught_up; }
  if (auto set = link_->set_power(device, on); !set) { return set; }
  running_->field->set_power(device, on);
  running_->is_touched = true;
  return catch_up();
}

Status MeterSut::deliver(const Eui64& device, ByteView octets) {
  if (auto caught_up = catch_up(); !caught_up) { return caught_up; }
  return running_->field->deliver(device, octets);
}

Status MeterSut::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits, bool drop) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  if (is_at_home(link)) { return link_->intercept(link, flipped_bits, drop); }
  return running_->side.intercept(link, flipped_bits, drop);
}

std::optional<std::string> MeterSut::untouched() const {
  if (!running_) { return "no world is loaded"; }
  if (running_->unsent) { return running_->unsent->detail; }
  if (running_->is_touched) { return std::nullopt; }
  return "nothing went to the meter or came from it: the case is about others";
}

const std::vector<engine::Exchange>& MeterSut::exchanges() const {
  static const std::vector<engine::Exchange> kNone;
  return running_ ? running_->side.exchanges() : kNone;
}

}  // namespace enocheck::sut
