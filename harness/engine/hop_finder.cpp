#include "engine/hop_finder.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/hex.h"
#include "engine/han_event.h"
#include "engine/protection.h"
#include "engine/trace.h"
#include "transform/correlate.h"

namespace enocheck::engine {

/// A link, and the party that puts messages onto it.
struct HopFinder::Hops {
  std::string_view link;
  Hop sender;
};

namespace {

/// Whose doing it is what this device does.
Hop hop_of(const catalogue::World& world, const Eui64& device) {
  for (const auto& meter : world.meters) {
    if (meter.hub == device) { return Hop::CommsHub; }
    for (const auto& one : meter.switches) {
      if (one.kind == "hcalcs" && one.hcalcs == device) { return Hop::Hcalcs; }
    }
  }
  return Hop::Esme;
}

/// What a user should have been given: a document about this request with these octets in it.
bool has_content(const Exchange& exchange, const duis::RequestId& request, ByteView octets) {
  const auto response = duis::parse_response(text_of(exchange.octets));
  if (!response || response->request_id != request) { return false; }
  const auto content = duis::gbcs_octets_of(*response);
  return std::equal(content.begin(), content.end(), octets.begin(), octets.end());
}

/// The signed pre-command must be inside the command unchanged: between MAC header and MAC.
bool carries(const gbcs::Message& command, ByteView signed_pre_command) {
  const auto inner = command.maced_octets();
  return std::equal(inner.begin(), inner.end(), signed_pre_command.begin(), signed_pre_command.end());
}

std::string list(const std::vector<transform::Mismatch>& mismatches) {
  const auto& first = mismatches.front();
  return fmt::format("{}: expected {}, found {}", first.field, first.expected, first.found);
}

/// The state that the last frame to an HCALCS leaves it in; without any event it is closed.
bool demanded_closed(const std::vector<Exchange>& seen, const Eui64& hcalcs, Instant now,
                     std::optional<std::size_t>& last) {
  bool closed = true;
  for (std::size_t index = 0; index < seen.size(); ++index) {
    const auto& exchange = seen[index];
    if (exchange.link != kEsmeToHcalcs || exchange.device != hcalcs) { continue; }
    const auto event = read_han_event(exchange.octets);
    if (!event) { continue; }
    last = index;
    const bool runs = !event->is_cancel && now < exchange.at + std::chrono::minutes(event->minutes);
    closed = !runs || event->closed;
  }
  return closed;
}

}  // namespace

std::optional<Finding> HopFinder::fault_leaving_dsp(const SentMessage& message, std::size_t exchange) const {
  const auto& left = seen()[exchange];
  if (left.device != message.target()) {
    return Finding{Hop::DspRequestManagement, "the DSP sent the command to another device", exchange};
  }
  const auto command = gbcs::decode_message(left.octets);
  if (!command) { return Finding{Hop::DspRequestManagement, command.error().detail, exchange}; }
  if (message.is_critical && !message.signed_pre_command.empty() &&
      !carries(*command, message.signed_pre_command)) {
    return Finding{Hop::DspRequestManagement, "the DSP changed the signed pre-command", exchange};
  }
  if (!message.is_critical) {
    const auto options = context_->correlation_options(message.request.header.service_reference_variant);
    const auto inner = command->has_mac ? command->maced_octets() : command->octets;
    const auto mismatches = transform::correlate_pre_command(message.request, inner, options);
    if (mismatches && !mismatches->empty()) {
      return Finding{Hop::DspTransform, list(*mismatches), exchange};
    }
  }
  if (const auto fault = command_mac_fault(*command, context_->keys())) {
    return Finding{Hop::DspRequestManagement, *fault, exchange};
  }
  return std::nullopt;
}

std::optional<std::size_t> HopFinder::undelivered(const Eui64& device, std::size_t first) const {
  for (const auto index : trace_.on_link(kWanNoticeToDsp, first)) {
    if (seen()[index].device == device) { return index; }
  }
  return std::nullopt;
}

std::optional<Finding> HopFinder::fault_on_links(std::size_t from, const Hops& first,
                                                 const Hops& second) const {
  auto previous = from;
  for (const auto& hops : {first, second}) {
    const auto& put_in = seen()[previous];
    const auto candidates = trace_.on_link(hops.link, previous);
    const auto same = std::find_if(candidates.begin(), candidates.end(), [&](std::size_t index) {
      return seen()[index].octets == put_in.octets && seen()[index].device == put_in.device;
    });
    if (same != candidates.end()) {
      const auto again = std::find_if(std::next(same), candidates.end(), [&](std::size_t index) {
        return seen()[index].octets == put_in.octets;
      });
      if (again != candidates.end()) {
        return Finding{hops.sender, fmt::format("it left more than once on {}", hops.link), *again};
      }
      previous = *same;
      continue;
    }
    const auto notice = hops.sender == Hop::Wan ? undelivered(put_in.device, previous) : std::nullopt;
    if (candidates.empty() && notice) {
      return Finding{Hop::CommsHub, "the hub did not take what the WAN had for it", notice};
    }
    if (candidates.empty()) {
      return Finding{hops.sender, fmt::format("nothing left it on {}", hops.link), previous};
    }
    return Finding{hops.sender, fmt::format("what left it on {} is not what it was given", hops.link),
                   candidates.front()};
  }
  return std::nullopt;
}

std::optional<std::size_t> HopFinder::unclaimed_command(const SentMessage& message) const {
  std::set<std::size_t> claimed;
  for (const auto& sent : context_->messages()) {
    const auto commands = trace_.commands_on(kDspToWan, *sent);
    claimed.insert(commands.begin(), commands.end());
  }
  for (const auto index : trace_.on_link(kDspToWan, message.first_exchange)) {
    if (seen()[index].device == message.target() && !claimed.contains(index)) { return index; }
  }
  return std::nullopt;
}

std::optional<Finding> HopFinder::command_fault(const SentMessage& message) const {
  if (context_->is_disturbed()) { return std::nullopt; }
  const auto left = trace_.commands_on(kDspToWan, message);
  if (left.empty()) {
    const auto other = unclaimed_command(message);
    if (auto fault = other ? fault_leaving_dsp(message, *other) : std::nullopt) { return fault; }
    return Finding{Hop::DspRequestManagement, "accepted, but no command for it left the DSP", other};
  }
  if (left.size() > 1) {
    return Finding{Hop::DspRequestManagement, "the DSP sent the command more than once", left[1]};
  }
  if (auto fault = fault_leaving_dsp(message, left.front())) { return fault; }
  return fault_on_links(left.front(), {kWanToHub, Hop::Wan}, {kHubToDevice, Hop::CommsHub});
}

std::optional<Finding> HopFinder::fault_leaving_device(const SentMessage& message,
                                                       std::size_t exchange) const {
  const auto& octets = seen()[exchange].octets;
  const auto device = hop_of(context_->world(), message.target());
  const auto response = gbcs::decode_message(octets);
  if (!response) { return Finding{device, response.error().detail, exchange}; }
  const auto options = context_->correlation_options(message.request.header.service_reference_variant);
  const auto mismatches = transform::correlate_response(message.request, octets, options);
  if (mismatches && !mismatches->empty()) { return Finding{device, list(*mismatches), exchange}; }
  if (const auto fault = response_protection_fault(*response, message.is_critical, context_->keys())) {
    return Finding{device, *fault, exchange};
  }
  return std::nullopt;
}

std::optional<Finding> HopFinder::response_fault(const SentMessage& message) const {
  const auto device = hop_of(context_->world(), message.target());
  auto answers = trace_.responses_on(kDeviceToHub, message);
  answers.erase(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(
                                                       std::min(answers.size(), message.responses_taken)));
  if (answers.empty()) {
    const auto other = trace_.on_link(kDeviceToHub, message.first_exchange);
    return Finding{device, "the device gave no response to it",
                   other.empty() ? trace_.furthest_command(message) : std::optional(other.front())};
  }
  if (answers.size() > 1) { return Finding{device, "the device answered more than once", answers[1]}; }
  if (auto fault = fault_leaving_device(message, answers.front())) { return fault; }
  if (context_->is_disturbed()) { return std::nullopt; }
  if (auto fault = fault_on_links(answers.front(), {kHubToWan, Hop::CommsHub}, {kWanToDsp, Hop::Wan})) {
    return fault;
  }
  const auto documents = trace_.on_link(kDspToUser, answers.front());
  const bool handed_on = std::any_of(documents.begin(), documents.end(), [&](std::size_t index) {
    return has_content(seen()[index], message.request.header.request_id, seen()[answers.front()].octets);
  });
  if (handed_on) { return std::nullopt; }
  return Finding{Hop::DspRequestManagement, "the DSP did not hand on what the device answered",
                 answers.front()};
}

std::optional<Finding> HopFinder::earlier_fault(const SentMessage& message) const {
  for (const auto& sent : context_->messages()) {
    if (sent.get() == &message) { break; }
    if (!sent->accepted || sent->target() != message.target()) { continue; }
    if (auto fault = command_fault(*sent)) { return fault; }
  }
  return std::nullopt;
}

std::optional<Finding> HopFinder::unreported_event(const SentMessage& message) const {
  if (context_->is_disturbed()) { return std::nullopt; }
  for (const auto index : trace_.on_link(kEsmeToHcalcs, 0)) {
    const auto event = read_han_event(seen()[index].octets);
    if (!event || event->is_cancel) { continue; }
    const auto reports = [&](std::uint8_t status) {
      return std::ranges::any_of(trace_.on_link(kHcalcsToEsme, index), [&](std::size_t report) {
        const auto read = read_han_report(seen()[report].octets);
        return read && read->event_id == event->event_id && read->status == status;
      });
    };
    constexpr std::uint8_t kStarted = 2;
    constexpr std::uint8_t kCompleted = 3;
    const auto end = seen()[index].at + std::chrono::minutes(event->minutes);
    const bool has_followers =
        std::ranges::any_of(trace_.on_link(kEsmeToHcalcs, index + 1), [&](std::size_t later) {
          return seen()[later].device == seen()[index].device && seen()[later].at <= end;
        });
    if (!reports(kStarted)) {
      return Finding{Hop::Hcalcs, "the HCALCS did not report that it carried out an event", index};
    }
    if (!has_followers && end + std::chrono::seconds(2) < message.sent_at && !reports(kCompleted)) {
      return Finding{Hop::Hcalcs, "the HCALCS did not report that an event was over", index};
    }
  }
  return std::nullopt;
}

Finding HopFinder::wrong_response(const SentMessage& message) const {
  if (auto fault = command_fault(message)) { return *fault; }
  if (std::holds_alternative<duis::ReadEventOrSecurityLog>(message.request.body)) {
    if (auto fault = unreported_event(message)) { return *fault; }
  }
  auto fault = response_fault(message);
  if (!fault) { fault = earlier_fault(message); }
  const auto answers = trace_.responses_on(kDeviceToHub, message);
  const auto proof = answers.empty() ? std::nullopt : std::optional(answers.front());
  return fault.value_or(Finding{hop_of(context_->world(), message.target()),
                                "everything passed on the device's response unchanged", proof});
}

Finding HopFinder::unwanted_response(const SentMessage& message) const {
  const auto answers = trace_.responses_on(kDeviceToHub, message);
  if (answers.size() > message.responses_taken) {
    return {hop_of(context_->world(), message.target()), "the device answered",
            answers[message.responses_taken]};
  }
  return {Hop::DspRequestManagement, "the device gave no response; what came is the DSP's own", std::nullopt};
}

Finding HopFinder::wrong_failure(const SentMessage& message, std::string_view expected) const {
  constexpr std::string_view kUnreachable = "E20";
  const auto notice = undelivered(message.target(), message.first_exchange);
  if (expected == kUnreachable && !notice) {
    return {Hop::Wan, "the WAN did not tell the DSP that the hub cannot be reached", std::nullopt};
  }
  if (expected != kUnreachable && notice) {
    return {Hop::Wan, "the WAN told the DSP that the hub cannot be reached", notice};
  }
  return {Hop::DspRequestManagement, "", std::nullopt};
}

Finding HopFinder::wrong_switch(const catalogue::WorldMeter& meter, unsigned index,
                                bool expected_closed) const {
  const auto* message = context_->last_accepted_to(meter.esme);
  if (message != nullptr) {
    if (auto fault = command_fault(*message)) { return *fault; }
  }
  const auto command = message == nullptr ? std::nullopt : trace_.furthest_command(*message);
  const auto& one = meter.switches.at(index - 1);
  if (one.kind != "hcalcs") { return {Hop::Esme, "the switch is built into the meter", command}; }
  if (!context_->sut().observes().home) {
    return {Hop::Esme, "or of the HCALCS: what passes between them is not seen", command};
  }
  std::optional<std::size_t> last;
  const bool demanded = demanded_closed(seen(), one.hcalcs, context_->sut().now(), last);
  if (demanded == expected_closed) {
    return {Hop::Hcalcs, fmt::format("the last event on the HAN asks for {}", demanded ? "closed" : "open"),
            last ? last : command};
  }
  return {Hop::Esme,
          fmt::format("the meter did not ask the HCALCS for {}", expected_closed ? "closed" : "open"),
          last ? last : command};
}

Finding HopFinder::wrong_load(const catalogue::WorldMeter& meter, unsigned index, bool expects_power,
                              bool is_closed) const {
  if (is_closed != expects_power) { return wrong_switch(meter, index, expects_power); }
  const auto switched = trace_.on_link("switch-to-load", 0);
  return {Hop::Charger, fmt::format("the contacts are {}, as they should be", is_closed ? "closed" : "open"),
          switched.empty() ? std::nullopt : std::optional(switched.back())};
}

Finding HopFinder::unwanted_at_device(std::size_t exchange) const {
  const auto& arrived = seen()[exchange];
  const auto same = [&](std::string_view link, bool same_device) -> std::optional<std::size_t> {
    for (const auto index : trace_.on_link(link, 0)) {
      if (index < exchange && seen()[index].octets == arrived.octets &&
          (!same_device || seen()[index].device == arrived.device)) {
        return index;
      }
    }
    return std::nullopt;
  };
  if (const auto left = same(kDspToWan, true)) {
    return {Hop::DspRequestManagement, "the DSP sent it", left};
  }
  if (same(kWanToHub, true)) { return {Hop::Wan, "the DSP did not send this to that device", exchange}; }
  return {Hop::CommsHub, "its hub was not given this for that device", exchange};
}

}  // namespace enocheck::engine
