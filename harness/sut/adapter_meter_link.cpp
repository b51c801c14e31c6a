#include "sut/adapter_meter_link.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/hex.h"

namespace enocheck::sut {
namespace {

tl::unexpected<Error> no_answer(std::string_view operation, std::string_view what) {
  return failure(ErrorCode::Io, fmt::format("the adapter's answer to {} has no {}", operation, what));
}

AdapterFields fields_of(const Eui64& device) { return {{"device", to_string(device)}}; }
AdapterFields fields_of(const Eui64& esme, unsigned index) {
  return {{"device", to_string(esme)}, {"index", std::int64_t{index}}};
}

/// The devices that the adapter says are there; nothing where it does not say.
Result<std::optional<std::vector<Eui64>>> devices_in(const AdapterFields& answer) {
  const auto* const texts = member<std::vector<std::string>>(answer, "devices");
  if (texts == nullptr) { return std::nullopt; }
  std::vector<Eui64> devices;
  for (const auto& text : *texts) {
    const auto device = Eui64::parse(text);
    if (!device) { return failure(ErrorCode::Io, "the adapter's devices: " + device.error().detail); }
    devices.push_back(*device);
  }
  return devices;
}

}  // namespace

bool AdapterMeterLink::offers(std::string_view operation) const {
  // Who could not be started has no operations; `load` tells why.
  if (adapter_->identity().operations.empty()) { static_cast<void>(adapter_->start()); }
  return adapter_->offers(operation);
}

Result<AdapterFields> AdapterMeterLink::call(std::string_view operation, AdapterFields fields) {
  auto answer = adapter_->call(operation, std::move(fields));
  if (!answer) { return answer; }
  if (auto collected = collect(); !collected) { return tl::unexpected(collected.error()); }
  return answer;
}

Result<AdapterFields> AdapterMeterLink::act(std::string_view operation, AdapterFields fields) {
  auto answer = call(operation, std::move(fields));
  if (!answer) { return answer; }
  const auto* const done = member<bool>(*answer, "done");
  if (done == nullptr || !*done) { return no_answer(operation, "\"done\":true"); }
  return answer;
}

Status AdapterMeterLink::just_act(std::string_view operation, AdapterFields fields) {
  const auto answer = act(operation, std::move(fields));
  return answer ? Status{} : tl::unexpected(answer.error());
}

Status AdapterMeterLink::collect() {
  for (const auto& event : adapter_->take_events()) {
    const auto* const device = member<std::string>(event, "device");
    const auto* const hex = member<std::string>(event, "hex");
    const auto from = Eui64::parse(device == nullptr ? "" : *device);
    auto octets = decode_hex(hex == nullptr ? "-" : *hex);
    if (*member<std::string>(event, "event") != "sent" || !from || !octets) {
      return failure(ErrorCode::Io, "the adapter tells of an event that is no \"sent\" with device and hex");
    }
    sent_.push_back({*from, *std::move(octets)});
  }
  return {};
}

Status AdapterMeterLink::reach() {
  if (auto started = adapter_->start(); !started) { return started; }
  if (offers("reset") || !options_.world.empty()) { return {}; }
  return tl::unexpected(adapter_->described(
      ErrorCode::BadValue,
      "has no operation reset: say with --world, and --meter, which meters it speaks for"));
}

Status AdapterMeterLink::reset(const catalogue::World& world) {
  if (!offers("reset")) {
    if (world.id == options_.world) { return {}; }
    return failure(ErrorCode::Unsupported,
                   fmt::format("the case plays in world {}; the meter's is {}", world.id, options_.world));
  }
  AdapterFields fields = {
      {"world", world.id}, {"profile", options_.profile}, {"seed", static_cast<std::int64_t>(options_.seed)}};
  if (!options_.keystore.empty()) { fields.emplace("keystore", options_.keystore); }
  const auto answer = act("reset", std::move(fields));
  if (!answer) { return tl::unexpected(answer.error()); }
  auto devices = devices_in(*answer);
  if (!devices) { return tl::unexpected(devices.error()); }
  if (*devices) { bench_ = **std::move(devices); }
  return {};
}

Status AdapterMeterLink::load(const catalogue::World& world) {
  if (auto reached = reach(); !reached) { return reached; }
  auto bench = catalogue::meters_on_bench(world, options_.meter);
  if (!bench) { return tl::unexpected(bench.error()); }
  bench_ = *std::move(bench);
  static_cast<void>(collect());  // of the case before
  if (auto done = reset(world); !done) { return done; }
  sent_.clear();
  started_really_ = clock_->now();
  started_ = moves_time() ? world.start : started_really_;
  moved_ = Duration{};
  return {};
}

Instant AdapterMeterLink::now() const {
  return started_ + (moves_time() ? moved_ : clock_->now() - started_really_);
}

bool AdapterMeterLink::leads_to(const Eui64& device) const {
  return std::find(bench_.begin(), bench_.end(), device) != bench_.end();
}

Status AdapterMeterLink::send(const Eui64& device, ByteView octets) {
  auto fields = fields_of(device);
  fields.emplace("hex", encode_hex(octets));
  return just_act(kDeliver, std::move(fields));
}

Status AdapterMeterLink::await(Duration limit) {
  if (!moves_time()) {
    if (auto waited = adapter_->await_event(limit); !waited) { return waited; }
    return collect();
  }
  const auto answer = act("advance", {{"ms", std::int64_t{limit.count()}}, {"until", std::string("sent")}});
  if (!answer) { return tl::unexpected(answer.error()); }
  const auto* const passed = member<std::int64_t>(*answer, "passed");
  if (passed != nullptr && (*passed < 0 || Duration(*passed) > limit)) {
    return no_answer("advance", "\"passed\" that it was given");
  }
  moved_ += passed == nullptr ? limit : Duration(*passed);
  return {};
}

std::vector<MeterLink::Sent> AdapterMeterLink::take() { return std::exchange(sent_, {}); }

Result<bool> AdapterMeterLink::switch_is_closed(const Eui64& esme, unsigned index) {
  if (!offers("switch")) { return MeterLink::switch_is_closed(esme, index); }
  const auto answer = call("switch", fields_of(esme, index));
  if (!answer) { return tl::unexpected(answer.error()); }
  const auto* const closed = member<bool>(*answer, "closed");
  if (closed == nullptr) { return no_answer("switch", "\"closed\" (true or false)"); }
  return *closed;
}

Result<unsigned> AdapterMeterLink::load_watts(const Eui64& esme, unsigned index) {
  if (!offers("load")) { return MeterLink::load_watts(esme, index); }
  const auto answer = call("load", fields_of(esme, index));
  if (!answer) { return tl::unexpected(answer.error()); }
  const auto* const watts = member<std::int64_t>(*answer, "watts");
  if (watts == nullptr || *watts < 0) { return no_answer("load", "\"watts\""); }
  return static_cast<unsigned>(*watts);
}

Status AdapterMeterLink::press_boost(const Eui64& esme) {
  if (!offers("press-boost")) { return MeterLink::press_boost(esme); }
  return just_act("press-boost", fields_of(esme));
}

Status AdapterMeterLink::set_power(const Eui64& device, bool on) {
  if (!offers("power")) { return MeterLink::set_power(device, on); }
  auto fields = fields_of(device);
  fields.emplace("on", on);
  return just_act("power", std::move(fields));
}

}  // namespace enocheck::sut
