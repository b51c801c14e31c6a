#include "sim/comms_hub/han_control.h"

#include <utility>

#include "core/byte_writer.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "sim/esme/access_plan.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {
namespace {

using gbcs::AccessKind;

constexpr MessageCode kDeviceLogChanged{0x0018};  // CS14
constexpr std::uint16_t kDeviceLogChangedAlert = 0x8F12;
constexpr gbcs::Obis kControlObject = {0, 0, 30, 3, 0, 255};
constexpr ObjectAttribute kRegister{104, kControlObject, 1};
constexpr ObjectAttribute kUnregister{104, kControlObject, 2};
constexpr ObjectAttribute kJoinTime{104, kControlObject, 3};
constexpr ObjectAttribute kJoiningOpen{104, kControlObject, 2};

std::optional<Eui64> device_of(ByteView item) {
  const auto octets = gbcs::tag_of(item) == gbcs::DataTag::OctetString ? gbcs::string_of(item) : std::nullopt;
  const auto device = octets ? Eui64::from_octets(*octets) : failure(ErrorCode::BadTag, "no octet string");
  return device ? std::optional(*device) : std::nullopt;
}

/// EUI-64, kind of key, install code, device type. The install code's use, the link key, is not played.
std::optional<DeviceLogEntry> entry_of(ByteView item) {
  const auto members = gbcs::members_of(item);
  if (gbcs::tag_of(item) != gbcs::DataTag::Structure || !members || members->size() != 4) {
    return std::nullopt;
  }
  const auto device = device_of(members->at(0));
  const auto code = gbcs::string_of(members->at(2));
  const auto type = gbcs::unsigned_of(members->at(3));
  if (!device || !code || code->empty() || !type) { return std::nullopt; }
  return DeviceLogEntry{*device, static_cast<std::uint8_t>(*type)};
}

/// What is there to do with the log: in place of it comes what `changed` gives, if anything.
AccessItem change(DeviceLog& log, std::function<std::optional<DeviceLog>()> changed, std::uint8_t refusal) {
  return {AccessKind::Action, [&log, changed = std::move(changed), refusal]() -> ItemOutcome {
            auto next = changed();
            if (!next) { return {refusal, {}}; }
            log = *std::move(next);
            return {};
          }};
}

AccessPlan plan_addition(const gbcs::AccessRequest& request, DeviceLog& log, const HubRules& rules) {
  const auto& asked = request.specifications;
  if (asked.size() != 3 || !names(asked[0], AccessKind::Action, kRegister) ||
      !names(asked[1], AccessKind::Set, kJoinTime) || !names(asked[2], AccessKind::Set, kJoiningOpen)) {
    return std::nullopt;
  }
  const auto entry = entry_of(request.data[0]);
  if (!entry || !gbcs::unsigned_of(request.data[1]) || !gbcs::boolean_of(request.data[2])) {
    return std::nullopt;
  }
  // A listed device joins the HAN at once: for how long joining is open makes no difference here.
  const auto take = [] { return ItemOutcome{}; };
  return std::vector<AccessItem>{
      change(
          log, [&log, &rules, entry = *entry] { return rules.with(log, entry); }, kOtherReason),
      {AccessKind::Set, take},
      {AccessKind::Set, take}};
}

AccessPlan plan_removal(const gbcs::AccessRequest& request, DeviceLog& log, const HubRules& rules) {
  if (request.specifications.size() != 1 ||
      !names(request.specifications[0], AccessKind::Action, kUnregister)) {
    return std::nullopt;
  }
  const auto device = device_of(request.data[0]);
  if (!device) { return std::nullopt; }
  return std::vector<AccessItem>{change(
      log, [&log, &rules, device = *device] { return rules.without(log, device); }, kHardwareFault)};
}

/// Structure: time, PAN (the hub's EUI-64 names it), all entries with their hashed link keys, which are
/// empty: no key is made.
Bytes listing_of(const DeviceLog& log, const Eui64& hub, Instant now) {
  Bytes listing;
  ByteWriter out(listing);
  gbcs::put_structure(out, 3);
  gbcs::put_octet_string(out, gbcs::to_cosem(now));
  gbcs::put_octet_string(out, hub.octets());
  gbcs::put_array(out, log.size());
  for (const auto& device : log) {
    gbcs::put_structure(out, 2);
    gbcs::put_octet_string(out, device.octets());
    gbcs::put_octet_string(out, {});
  }
  return listing;
}

}  // namespace

HanControl::HanControl(GbcsEnd end, DeviceLog log, const HubRules& rules, OctetSink& uplink,
                       Scheduler& scheduler, Duration latency)
    : end_(std::move(end)),
      log_(std::move(log)),
      rules_(&rules),
      uplink_(&uplink),
      scheduler_(&scheduler),
      timers_(scheduler),
      latency_(latency) {}

void HanControl::receive(ByteView octets) {
  if (!is_powered_) { return; }
  timers_.after(latency_, [this, message = copy_of(octets)] { process(message); });
}

void HanControl::set_power(bool on) {
  is_powered_ = on;
  if (on) { return; }
  timers_.clear();
  log_ = rules_->after_power_loss(log_);
}

void HanControl::process(ByteView octets) {
  const auto before = log_;
  const auto response = end_.answer(
      octets, [this](const gbcs::Message& command, const UseCaseRule& /*rule*/) { return execute(command); });
  if (response) { uplink_->receive(end_.eui(), *response); }
  if (rules_->tells_of(before, log_)) { tell_change(); }
}

std::optional<Bytes> HanControl::execute(const gbcs::Message& command) {
  constexpr std::uint16_t kAddDevice = 0x0001;
  const auto request = gbcs::decode_access_request(command.payload);
  if (!request || request->invoke_id != gbcs::invoke_id_of(command.header.counter.value())) {
    return std::nullopt;
  }
  const auto items = command.header.code.value() == kAddDevice ? plan_addition(*request, log_, *rules_)
                                                               : plan_removal(*request, log_, *rules_);
  return items ? std::optional(run(*items, request->invoke_id, ResponseRules())) : std::nullopt;
}

void HanControl::tell_change() {
  const auto now = scheduler_->now();
  const auto alert =
      end_.alert_to_broker(kDeviceLogChanged, kDeviceLogChangedAlert, now, listing_of(log_, end_.eui(), now));
  if (alert) { uplink_->receive(end_.eui(), *alert); }
}

}  // namespace enocheck::sim
