#include <fmt/format.h>

#include "engine/await.h"
#include "engine/hop_finder.h"
#include "engine/payload_check.h"
#include "engine/steps.h"
#include "engine/trace.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

/// Longer than a command takes to the device; without a message there is nothing else to wait for.
constexpr auto kSettle = std::chrono::seconds(10);

std::optional<Stop> judge_parties(CaseContext& context, const catalogue::ExpectAtDevice& expected,
                                  const gbcs::Message& message) {
  if (!expected.originator.empty()) {
    const auto party = find_party(context.world(), expected.originator);
    if (!party) { return at_fault(party.error().detail); }
    if (message.header.originator != *party) {
      return diverged("another party speaks in the command", to_string(*party),
                      to_string(message.header.originator));
    }
  }
  if (expected.supplementary.empty()) { return std::nullopt; }
  const auto party = find_party(context.world(), expected.supplementary);
  if (!party) { return at_fault(party.error().detail); }
  const auto& supplementary = message.header.supplementary;
  if (supplementary && supplementary->remote_party == *party) { return std::nullopt; }
  return diverged("another unknown remote party stands behind the command", to_string(*party),
                  supplementary ? to_string(supplementary->remote_party) : "none");
}

std::optional<Stop> judge_command(CaseContext& context, const catalogue::ExpectAtDevice& expected,
                                  ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return diverged("it is no GBCS message", "a GBCS command", message.error().detail); }
  if (auto stop = judge_parties(context, expected, *message)) { return stop; }
  if (expected.is_signed && *expected.is_signed == message->signature.empty()) {
    return diverged("the command is protected otherwise", *expected.is_signed ? "signed" : "not signed",
                    message->signature.empty() ? "not signed" : "signed");
  }
  return judge_payload(context, octets,
                       {expected.code, expected.vector, expected.payload, expected.payload_of});
}

/// The part at fault for a command that arrived as it should not be: who changed it on the way, else who made
/// it.
Finding maker_of(CaseContext& context, const SentMessage& message) {
  if (auto fault = HopFinder(context).command_fault(message)) { return *fault; }
  return {Hop::DspTransform, "it left the DSP like that", Trace(context).furthest_command(message)};
}

/// Whether the commands of both messages were seen on the link, the earlier message's first.
bool in_order_on(CaseContext& context, std::string_view link, const SentMessage& earlier,
                 const SentMessage& later) {
  const auto first = Trace(context).commands_on(link, earlier);
  const auto second = Trace(context).commands_on(link, later);
  return !first.empty() && !second.empty() && first.front() < second.front();
}

/// The command of message `name` has to arrive before that of `later`. At fault is who first put them onto a
/// link the other way round.
std::optional<Stop> judge_order(CaseContext& context, const std::string& name, const SentMessage& later) {
  const auto found = context.find_message(name);
  if (!found) { return at_fault(found.error().detail); }
  const auto& earlier = **found;
  if (in_order_on(context, kHubToDevice, earlier, later)) { return std::nullopt; }
  auto stop = diverged("the commands did not arrive in the order in which they were sent",
                       fmt::format("{}, then {}", earlier.id, later.id), "another order");
  stop.hop = !in_order_on(context, kDspToWan, earlier, later)   ? Hop::DspRequestManagement
             : !in_order_on(context, kWanToHub, earlier, later) ? Hop::Wan
                                                                : Hop::CommsHub;
  return stop;
}

}  // namespace

std::optional<Stop> run_expect_at_device(CaseContext& context, const catalogue::ExpectAtDevice& expected) {
  const auto found = context.find_message(expected.of);
  if (!found) { return at_fault(found.error().detail); }
  const auto& message = **found;
  const auto arrived = [&] {
    auto commands = Trace(context).commands_on(kHubToDevice, message);
    std::erase_if(commands, [&](std::size_t index) {  // what went astray is for expect-nothing-at-device
      return context.exchanges()[index].device != message.target();
    });
    return commands;
  };
  const bool none_expected = expected.count == std::size_t{0};
  const auto is_there = [&]() -> Result<bool> { return !none_expected && !arrived().empty(); };
  if (auto stop = await_state(context, kSettle, is_there)) { return stop; }
  context.count_check();
  const auto commands = arrived();
  const auto wanted = expected.count.value_or(1);
  if (expected.count ? commands.size() != wanted : commands.empty()) {
    auto stop = diverged("the command did not reach the device as often as it has to",
                         fmt::format("{} times", wanted), fmt::format("{} times", commands.size()));
    return with_hop(
        std::move(stop), expected.hop,
        none_expected ? HopFinder(context).unwanted_at_device(commands.front()) : maker_of(context, message));
  }
  if (commands.empty()) { return std::nullopt; }
  if (!expected.after.empty()) {
    if (auto stop = judge_order(context, expected.after, message)) { return stop; }
  }
  if (auto stop = judge_command(context, expected, context.exchanges()[commands.front()].octets)) {
    if (stop->verdict != Verdict::Fail) { return stop; }
    return with_hop(*std::move(stop), expected.hop, maker_of(context, message));
  }
  return std::nullopt;
}

std::optional<Stop> run_expect_nothing_at_device(CaseContext& context,
                                                 const catalogue::ExpectNothingAtDevice& expected) {
  const auto device = find_party(context.world(), expected.meter);
  if (!device) { return at_fault(device.error().detail); }
  const auto first_arrived = [&]() -> std::optional<std::size_t> {
    for (const auto index : Trace(context).on_link(kHubToDevice, context.last_send_exchange())) {
      if (context.exchanges()[index].device == *device) { return index; }
    }
    return std::nullopt;
  };
  if (auto stop =
          await_state(context, kSettle, [&]() -> Result<bool> { return first_arrived().has_value(); })) {
    return stop;
  }
  context.count_check();
  const auto index = first_arrived();
  if (!index) { return std::nullopt; }
  auto stop = diverged("a message reached " + expected.meter, "nothing",
                       fmt::format("{} octets at {}", context.exchanges()[*index].octets.size(),
                                   to_iso8601(context.exchanges()[*index].at)));
  return with_hop(std::move(stop), expected.hop, HopFinder(context).unwanted_at_device(*index));
}

}  // namespace enocheck::engine
