#include "engine/alert_check.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "engine/protection.h"
#include "engine/trace.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

/// What every alert's payload begins with.
struct AlertContent {
  std::uint64_t code = 0;
  std::optional<Instant> at;
};

std::optional<AlertContent> content_of(const gbcs::Message& alert) {
  if (const auto firmware = gbcs::decode_firmware_alert(alert.payload)) {
    return AlertContent{firmware->alert_code, firmware->at};
  }
  const auto notification = gbcs::decode_data_notification(alert.payload);
  const bool is_alert = notification && notification->members.size() >= 2 &&
                        notification->invoke_id == gbcs::invoke_id_of(alert.header.counter.value());
  if (!is_alert) { return std::nullopt; }
  const auto code = gbcs::unsigned_of(notification->members[0]);
  const auto at = gbcs::string_of(notification->members[1]);
  if (!code || !at) { return std::nullopt; }
  return AlertContent{*code, gbcs::from_cosem(*at)};
}

std::optional<AlertFault> content_fault(const gbcs::Message& alert, const std::string& alert_code,
                                        const std::optional<Instant>& left_at) {
  using std::chrono::seconds;
  constexpr auto kClockTolerance = seconds(10);  // of a device's clock
  const auto content = content_of(alert);
  if (!content) { return AlertFault{"its payload is no alert's", "code and time of the alert", "another"}; }
  const auto code = fmt::format("{:04X}", content->code);
  if (code != alert_code) { return AlertFault{"its payload has another code", alert_code, code}; }
  if (!left_at) { return std::nullopt; }
  const bool is_then =
      content->at && *content->at <= *left_at + kClockTolerance && *content->at >= *left_at - kClockTolerance;
  if (is_then) { return std::nullopt; }
  return AlertFault{"it does not say when it was sent", to_iso8601(*left_at),
                    content->at ? to_iso8601(*content->at) : "no time"};
}

/// When this alert left its device, and the highest counter of the device's alerts before.
struct Departure {
  std::optional<Instant> at;
  std::uint64_t highest_before = 0;
};

Departure departure_of(const CaseContext& context, const gbcs::Message& alert, ByteView octets) {
  Departure departure;
  for (const auto index : Trace(context).on_link(kDeviceToHub, 0)) {
    const auto& exchange = context.exchanges()[index];
    if (std::ranges::equal(exchange.octets, octets)) {
      departure.at = exchange.at;
      break;
    }
    const auto earlier = gbcs::decode_message(exchange.octets);
    if (!earlier || earlier->header.cra != gbcs::CraFlag::Alert) { continue; }
    if (earlier->header.originator != alert.header.originator) { continue; }
    departure.highest_before = std::max(departure.highest_before, earlier->header.counter.value());
  }
  return departure;
}

}  // namespace

std::optional<AlertFault> alert_fault(const CaseContext& context, ByteView octets,
                                      const std::string& alert_code) {
  const auto alert = gbcs::decode_message(octets);
  if (!alert) { return AlertFault{"it does not decode", "a GBCS alert", alert.error().detail}; }
  if (const auto fault = response_protection_fault(*alert, true, context.keys())) {
    return AlertFault{"it is not protected as an alert is", "the device's signature", *fault};
  }
  const auto departure = departure_of(context, *alert, octets);
  const auto counter = alert->header.counter.value();
  if (counter <= departure.highest_before) {
    return AlertFault{"its counter is not above that of the device's last alert",
                      fmt::format("above {}", departure.highest_before), fmt::to_string(counter)};
  }
  return content_fault(*alert, alert_code, departure.at);
}

}  // namespace enocheck::engine
