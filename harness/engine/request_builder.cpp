#include "engine/request_builder.h"

#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "engine/calendar_builder.h"
#include "transform/to_pre_command.h"

namespace enocheck::engine {
namespace {

template <class T, class From>
T narrowed(const From& value) {
  return static_cast<T>(value);
}

tl::unexpected<Error> missing(const catalogue::Send& send, std::string_view what) {
  return failure(ErrorCode::BadValue, fmt::format("the body of {} needs {}", send.body_of, what));
}

Result<std::optional<Instant>> execution_of(const catalogue::Send& send, Instant now) {
  if (send.body.execution.empty()) { return std::optional<Instant>{}; }
  return instant_from(send.body.execution, now).map([](Instant at) { return std::optional<Instant>(at); });
}

Result<std::array<duis::BoostFlag, 5>> flags_of(const catalogue::Send& send) {
  if (send.body.flags.size() != 5) { return missing(send, "five flags"); }
  std::array<duis::BoostFlag, 5> flags;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    flags.at(i) = {narrowed<std::uint8_t>(send.body.flags[i].first), send.body.flags[i].second};
  }
  return flags;
}

/// Errors: BadValue for a period that is not there or not a time.
Result<std::pair<Instant, Instant>> period_of(const catalogue::Send& send, Instant now) {
  const auto start = instant_from(send.body.period_start, now);
  const auto end = instant_from(send.body.period_end, now);
  if (!start || !end) { return missing(send, "period-start and period-end"); }
  return std::pair{*start, *end};
}

Result<duis::RequestBody> build_log_read(const catalogue::Send& send, Instant now) {
  const auto period = period_of(send, now);
  if (!period) { return tl::unexpected(period.error()); }
  return duis::ReadEventOrSecurityLog{std::nullopt, period->first, period->second, send.body.log};
}

Result<duis::RequestBody> build_labels(const catalogue::Send& send) {
  if (send.body.labels.empty()) { return missing(send, "a label"); }
  duis::UpdateDeviceConfigurationALCDescriptions body;
  for (const auto& [index, label] : send.body.labels) {
    body.switches.push_back({narrowed<std::uint8_t>(index), label});
  }
  return body;
}

Result<duis::RequestBody> build_boost_read(const catalogue::Send& send, Instant now) {
  const auto execution = execution_of(send, now);
  if (!execution) { return tl::unexpected(execution.error()); }
  const auto period = period_of(send, now);
  if (!period) { return tl::unexpected(period.error()); }
  return duis::ReadBoostButtonDetails{*execution, period->first, period->second};
}

Result<duis::RequestBody> build_controller_state(const catalogue::Send& send, Instant now) {
  const auto period = period_of(send, now);
  if (!period) { return tl::unexpected(period.error()); }
  if (!send.body.index || !send.body.level) { return missing(send, "index and level"); }
  return duis::SetAuxiliaryControllerState{narrowed<std::uint8_t>(*send.body.index), period->first,
                                           period->second, narrowed<std::uint8_t>(*send.body.level),
                                           send.body.input_from_load};
}

template <class Body>
Result<duis::RequestBody> build_boost_flags(const catalogue::Send& send, Instant now) {
  const auto execution = execution_of(send, now);
  if (!execution) { return tl::unexpected(execution.error()); }
  const auto flags = flags_of(send);
  if (!flags) { return tl::unexpected(flags.error()); }
  return Body{*execution, *flags};
}

template <class Body>
Result<duis::RequestBody> build_timed_switch(const catalogue::Send& send) {
  if (!send.body.index || !send.body.duration) { return missing(send, "index and duration"); }
  return Body{narrowed<std::uint8_t>(*send.body.index), narrowed<std::uint16_t>(*send.body.duration)};
}

/// A body that has nothing but the date.
template <class Body>
Result<duis::RequestBody> build_read(const catalogue::Send& send, Instant now) {
  return execution_of(send, now).map([](auto at) -> duis::RequestBody { return Body{at}; });
}

Result<duis::RequestBody> build_activation(const catalogue::Send& send, Instant now) {
  const auto execution = execution_of(send, now);
  if (!execution) { return tl::unexpected(execution.error()); }
  if (!send.body.firmware.hash) { return missing(send, "hash"); }
  return duis::ActivateFirmware{*execution, *send.body.firmware.hash};
}

Result<duis::RequestBody> build_image(const catalogue::Send& send, const catalogue::World& world) {
  const auto image = decode_base64(send.body.firmware.image);
  if (!image || image->empty()) { return missing(send, "image, in base64"); }
  duis::UpdateFirmware body{*image, send.body.firmware.version, {}};
  for (const auto& name : send.body.firmware.devices) {
    const auto device = find_party(world, name);
    if (!device) { return tl::unexpected(device.error()); }
    body.devices.push_back(*device);
  }
  return body;
}

/// Any install code will do: no key is made from it.
constexpr std::array<std::uint8_t, 16> kInstallCode = {0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37,
                                                       0x38, 0x39, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46};

Result<duis::RequestBody> build_device_log(const catalogue::Send& send, const Eui64& device, Instant now) {
  using enum duis::UpdateHANDeviceLog::RequestType;
  if (send.body.device_log.empty()) { return missing(send, "device-log"); }
  const auto execution = execution_of(send, now);
  if (!execution) { return tl::unexpected(execution.error()); }
  const bool adds = send.body.device_log == "add";
  duis::UpdateHANDeviceLog body{*execution, device, adds ? Add : Remove, std::nullopt};
  if (adds) {
    body.details = duis::AddDeviceToCHFWhitelist{
        narrowed<std::uint16_t>(send.body.join_time), copy_of(kInstallCode), {}, {}, {}};
  }
  return body;
}

Result<duis::RequestBody> build_offset_limit(const catalogue::Send& send) {
  if (!send.body.offset_limit) { return missing(send, "offset-limit"); }
  return duis::SetRandomisedOffsetLimit{narrowed<std::uint16_t>(*send.body.offset_limit)};
}

/// 8.7.1, 8.8.1 and 8.11.
Result<duis::RequestBody> build_han_body(const catalogue::Send& send, const catalogue::World& world,
                                         Instant now) {
  if (send.body.other.empty()) { return missing(send, "other"); }
  const auto other = find_party(world, send.body.other);
  if (!other) { return tl::unexpected(other.error()); }
  if (send.body_of == "8.7.1") { return duis::JoinServiceCritical{*other}; }
  if (send.body_of == "8.8.1") { return duis::UnjoinServiceCritical{*other}; }
  return build_device_log(send, *other, now);
}

Result<duis::RequestBody> build_body(const catalogue::Send& send, const catalogue::World& world,
                                     Instant now) {
  if (!send.body.raw_element.empty()) { return duis::OpaqueBody{send.body.raw_element, send.body.raw_xml}; }
  const auto& srv = send.body_of;
  if (srv == "6.13") { return build_log_read(send, now); }
  if (srv == "6.14.1") { return build_labels(send); }
  if (srv == "6.14.2") { return build_calendar(send.body, world, now); }
  if (srv == "7.5") { return build_timed_switch<duis::ActivateAuxiliaryLoad>(send); }
  if (srv == "7.6") { return build_timed_switch<duis::DeactivateAuxiliaryLoad>(send); }
  if (srv == "7.7") { return build_read<duis::ReadALCSData>(send, now); }
  if (srv == "7.8") {
    if (!send.body.index) { return missing(send, "index"); }
    return duis::ResetAuxiliaryLoad{narrowed<std::uint8_t>(*send.body.index)};
  }
  if (srv == "7.9") { return build_boost_flags<duis::AddAuxiliaryLoadToBoostButton>(send, now); }
  if (srv == "7.10") { return build_boost_flags<duis::RemoveAuxiliaryLoadFromBoostButton>(send, now); }
  if (srv == "7.11") { return build_boost_read(send, now); }
  if (srv == "7.12") { return build_offset_limit(send); }
  if (srv == "11.1") { return build_image(send, world); }
  if (srv == "11.2") { return build_read<duis::ReadFirmwareVersion>(send, now); }
  if (srv == "11.3") { return build_activation(send, now); }
  if (srv == "7.13") { return build_controller_state(send, now); }
  if (srv == "7.14") { return build_read<duis::ReadAuxiliaryControllerConfigurationData>(send, now); }
  if (srv == "7.15") { return build_read<duis::ReadAuxiliaryControllerOperationalData>(send, now); }
  if (srv == "8.7.1" || srv == "8.8.1" || srv == "8.11") { return build_han_body(send, world, now); }
  return missing(send, "a <raw> element: it is outside the subset");
}

/// The first two numbers of a service reference variant: "6.14.1" belongs to "6.14".
std::string service_reference_of(std::string_view srv) {
  const auto first = srv.find('.');
  const auto second = first == std::string_view::npos ? first : srv.find('.', first + 1);
  return std::string(srv.substr(0, second));
}

duis::CommandVariant usual_variant(const catalogue::Send& send) {
  if (send.to == "DCC") { return 8; }
  return transform::is_critical(send.srv) ? 4 : 1;
}

}  // namespace

Result<Instant> instant_from(std::string_view text, Instant now) {
  if (text == "now") { return now; }
  const bool back = text.starts_with("-P");
  if (back || text.starts_with('P')) {
    const auto span = parse_duration(back ? text.substr(1) : text);
    if (!span) { return tl::unexpected(span.error()); }
    return back ? now - *span : now + *span;
  }
  return parse_iso8601(text);
}

Status apply_deviations(CaseContext& context, const catalogue::HeaderDeviations& deviations,
                        duis::ServiceRequest& request) {
  auto& header = request.header;
  if (deviations.variant) { header.command_variant = *deviations.variant; }
  if (deviations.counter) { header.request_id.counter = OriginatorCounter{*deviations.counter}; }
  if (!deviations.counter_of.empty()) {
    const auto other = context.find_message(deviations.counter_of);
    if (!other) { return tl::unexpected(other.error()); }
    header.request_id.counter = (*other)->request_id().counter;
  }
  header.request_id.counter = OriginatorCounter{header.request_id.counter.value() +
                                                static_cast<std::uint64_t>(deviations.counter_offset)};
  for (const auto& [name, field] : {std::pair{&deviations.originator, &header.request_id.originator},
                                    {&deviations.target, &header.request_id.target}}) {
    if (name->empty()) { continue; }
    const auto party = find_party(context.world(), *name);
    if (!party) { return tl::unexpected(party.error()); }
    *field = *party;
  }
  if (!deviations.service_reference.empty()) { header.service_reference = deviations.service_reference; }
  if (!deviations.service_reference_variant.empty()) {
    header.service_reference_variant = deviations.service_reference_variant;
  }
  if (!deviations.schema_version.empty()) { request.schema_version = deviations.schema_version; }
  return {};
}

Result<duis::ServiceRequest> build_request(CaseContext& context, const catalogue::Send& send) {
  const auto user = context.find_user(send.as);
  if (!user) { return tl::unexpected(user.error()); }
  const auto target = find_party(context.world(), send.to);
  if (!target) { return tl::unexpected(target.error()); }
  auto body = build_body(send, context.world(), context.sut().now());
  if (!body) { return tl::unexpected(body.error()); }
  duis::ServiceRequest request;
  const auto& deviations = send.deviations;
  const bool own_counter = !deviations.counter && deviations.counter_of.empty();
  const auto counter = own_counter ? (*user)->next_counter() : OriginatorCounter{0};
  request.header.request_id = {(*user)->eui(), *target, counter};
  request.header.command_variant = usual_variant(send);
  request.header.service_reference = service_reference_of(send.srv);
  request.header.service_reference_variant = send.srv;
  request.body = *std::move(body);
  const auto applied = apply_deviations(context, deviations, request);
  if (!applied) { return tl::unexpected(applied.error()); }
  return request;
}

WebService service_for(const catalogue::HeaderDeviations& deviations, duis::CommandVariant variant) {
  if (deviations.url == "transform") { return WebService::Transform; }
  if (deviations.url == "send") { return WebService::Send; }
  if (deviations.url == "non-device") { return WebService::NonDevice; }
  switch (variant) {
    case 4: return WebService::Transform;
    case 2:
    case 6:
    case 8: return WebService::NonDevice;
    default: return WebService::Send;
  }
}

}  // namespace enocheck::engine
