#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "engine/alert_check.h"
#include "engine/await.h"
#include "engine/hop_finder.h"
#include "engine/steps.h"
#include "engine/trace.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// A device's alert as a user gets it: in a document of its own, or about a future-dated request.
struct AlertSeen {
  std::string_view code;
  ByteView octets;
};

std::optional<AlertSeen> alert_in(const duis::ServiceResponse& response) {
  if (const auto* alert = std::get_if<duis::DeviceAlertMessage>(&response.body)) {
    return AlertSeen{alert->alert_code, alert->octets};
  }
  const auto* message = std::get_if<duis::ResponseMessage>(&response.body);
  const auto* dated =
      message == nullptr ? nullptr : std::get_if<duis::FutureDatedDeviceAlert>(&message->content);
  return dated == nullptr ? std::nullopt : std::optional(AlertSeen{dated->alert_code, dated->octets});
}

/// Whom a device alert is from and for, by its GBCS header: an alert about an unknown remote party's command
/// goes to the access control broker, and names the party.
bool is_between(ByteView octets, const std::optional<Eui64>& device, const std::optional<Eui64>& recipient) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return false; }
  const auto& header = message->header;
  const auto reached = header.supplementary ? header.supplementary->remote_party : header.target;
  return (!device || header.originator == *device) && (!recipient || reached == *recipient);
}

/// The first delivery not yet taken for which `fits` holds; null if there is none.
template <class Fits>
Delivery* find_untaken(CaseContext& context, const Fits& fits) {
  for (auto& delivery : context.deliveries()) {
    if (!delivery.taken && fits(delivery.received.response)) { return &delivery; }
  }
  return nullptr;
}

bool is_alert(ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  return message && message->header.cra == gbcs::CraFlag::Alert;
}

/// Where an alert that left its device since `first` got lost.
Finding lost_alert(const CaseContext& context, std::size_t first) {
  struct Way {
    std::string_view link;
    Hop sender;
  };
  constexpr std::array kWay = {Way{kDeviceToHub, Hop::Esme}, Way{kHubToWan, Hop::CommsHub},
                               Way{kWanToDsp, Hop::Wan}};
  std::optional<std::size_t> proof;
  for (const auto& [link, sender] : kWay) {
    const auto passed = Trace(context).on_link(link, first);
    const auto alert = std::find_if(passed.begin(), passed.end(), [&](std::size_t index) {
      return is_alert(context.exchanges()[index].octets);
    });
    if (alert == passed.end()) { return {sender, fmt::format("no alert left it on {}", link), proof}; }
    proof = *alert;
  }
  return {Hop::DspRequestManagement, "the DSP was given an alert", proof};
}

}  // namespace

std::optional<Stop> run_expect_alert(CaseContext& context, const catalogue::ExpectAlert& expected) {
  const auto code = context.resolve(expected.code);
  if (!code) { return at_fault(code.error().detail); }
  std::optional<Eui64> device;
  std::optional<Eui64> recipient;
  for (const auto& [name, party] : {std::pair{&expected.meter, &device}, {&expected.at, &recipient}}) {
    if (name->empty()) { continue; }
    const auto eui = find_party(context.world(), *name);
    if (!eui) { return at_fault(eui.error().detail); }
    *party = *eui;
  }
  const auto fits = [&](const duis::ServiceResponse& response) {
    const auto alert = alert_in(response);
    return alert && upper(std::string(alert->code)) == upper(*code) &&
           is_between(alert->octets, device, recipient);
  };
  const auto first = context.exchanges().size();
  if (auto stop =
          await_delivery(context, expected.within, [&] { return find_untaken(context, fits) != nullptr; })) {
    return stop;
  }
  context.count_check();
  if (auto* const delivery = find_untaken(context, fits)) {
    delivery->taken = true;
    const auto alert = *alert_in(delivery->received.response);
    const auto fault = alert_fault(context, alert.octets, upper(*code));
    if (!fault) { return std::nullopt; }
    return with_hop(diverged("the alert came, but " + fault->what, fault->expected, fault->got), expected.hop,
                    {Hop::Esme, "", std::nullopt});
  }
  return with_hop(
      diverged("no such alert came", "device alert " + *code, "none within " + to_iso8601(expected.within)),
      expected.hop, lost_alert(context, first));
}

std::optional<Stop> run_expect_dcc_alert(CaseContext& context, const catalogue::ExpectDccAlert& expected) {
  std::optional<std::string> about;
  if (!expected.message.empty()) {
    const auto message = context.find_message(expected.message);
    if (!message) { return at_fault(message.error().detail); }
    about = to_string((*message)->request_id());
  }
  const auto code = context.resolve(expected.code);
  if (!code) { return at_fault(code.error().detail); }
  const auto fits = [&](const duis::ServiceResponse& response) {
    const auto* alert = std::get_if<duis::DccAlertMessage>(&response.body);
    if (alert == nullptr || alert->element != expected.element) { return false; }
    if (!code->empty() && alert->code != *code) { return false; }
    return !about || upper(alert->xml).find(upper(*about)) != std::string::npos;
  };
  if (auto stop =
          await_delivery(context, expected.within, [&] { return find_untaken(context, fits) != nullptr; })) {
    return stop;
  }
  context.count_check();
  if (auto* const delivery = find_untaken(context, fits)) {
    delivery->taken = true;
    return std::nullopt;
  }
  return with_hop(diverged("no such DCC alert came", "DCC alert " + expected.element,
                           "none within " + to_iso8601(expected.within)),
                  expected.hop, {Hop::DspRequestManagement, "", std::nullopt});
}

}  // namespace enocheck::engine
