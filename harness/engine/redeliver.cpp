#include <algorithm>

#include <fmt/format.h>

#include "engine/answer.h"
#include "engine/octet_mutation.h"
#include "engine/protection.h"
#include "engine/steps.h"
#include "engine/trace.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

/// The command of a message as the DSP sent it: further on, what the case had dropped is missing and what it
/// had flipped is damaged.
Result<Bytes> captured_command(CaseContext& context, const std::string& id) {
  const auto message = context.find_message(id);
  if (!message) { return tl::unexpected(message.error()); }
  for (const auto link : {kDspToWan, kWanToHub, kHubToDevice}) {
    const auto seen = Trace(context).commands_on(link, **message);
    if (!seen.empty()) { return context.exchanges()[seen.front()].octets; }
  }
  return failure(ErrorCode::BadValue, fmt::format("no command of message {} has been seen on its way", id));
}

Result<Bytes> protect(CaseContext& context, const catalogue::Deliver& step, const Eui64& device,
                      Bytes octets) {
  if (step.protect == catalogue::Protect::None) { return octets; }
  if (step.protect == catalogue::Protect::Mac) {
    return protected_again(octets, device, context.keys(), nullptr);
  }
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  const auto signer = step.key_of.empty() ? Result<Eui64>(message->header.originator)
                                          : find_party(context.world(), step.key_of);
  if (!signer) { return tl::unexpected(signer.error()); }
  const auto key = gbcs_signing_key(*signer, context.keys());
  if (!key) { return tl::unexpected(key.error()); }
  return protected_again(octets, device, context.keys(), &*key);
}

/// A message for expectations about what was delivered: its request id is that of the octets, where they
/// decode, else that of the message it was made from.
SentMessage delivered_message(CaseContext& context, const catalogue::Deliver& step, ByteView octets,
                              const Eui64& device) {
  SentMessage fresh;
  if (const auto origin = context.find_message(step.message)) { fresh = **origin; }
  fresh.id = step.id;
  fresh.posted.clear();
  fresh.accepted = false;
  if (const auto message = gbcs::decode_message(octets)) {
    const auto& header = message->header;
    auto& id = fresh.request.header.request_id;
    id = {header.originator, device, header.counter};
    if (header.supplementary) {
      id.originator = header.supplementary->remote_party;
      id.counter = header.supplementary->remote_party_counter.value_or(header.counter);
    }
  }
  fresh.sent_at = context.sut().now();
  fresh.first_exchange = context.exchanges().size();
  return fresh;
}

std::optional<Stop> replay_document(CaseContext& context, SentMessage& message,
                                    const catalogue::Replay& step) {
  const auto found = std::find_if(message.posted.rbegin(), message.posted.rend(),
                                  [&](const Posted& posted) { return posted.stage == step.at; });
  if (found == message.posted.rend()) {
    return at_fault(fmt::format("message {} had no document of stage {}", step.message, step.at));
  }
  const auto again = *found;
  context.mark_send();
  PostedAnswer answer;
  if (auto stop = post(context, message, again, answer)) { return stop; }
  const auto stage = again.stage == "transform" ? Stage::Transform : Stage::Send;
  return judge_answer(context, step.answer, answer, stage, message);
}

}  // namespace

std::optional<Stop> run_replay(CaseContext& context, const catalogue::Replay& replay) {
  const auto message = context.find_message(replay.message);
  if (!message) { return at_fault(message.error().detail); }
  if (replay.at != "device") { return replay_document(context, **message, replay); }
  const auto octets = captured_command(context, replay.message);
  if (!octets) { return at_fault(octets.error().detail); }
  const auto delivered = context.inject((*message)->target(), *octets);
  if (!delivered) { return stop_of(delivered.error()); }
  return std::nullopt;
}

std::optional<Stop> run_deliver(CaseContext& context, const catalogue::Deliver& step) {
  const auto device = find_party(context.world(), step.to);
  if (!device) { return at_fault(device.error().detail); }
  const auto source = step.vector.empty() ? captured_command(context, step.message)
                                          : context.surroundings().vector(step.vector);
  if (!source) { return at_fault(source.error().detail); }
  const MutationNames names{[&](std::string_view name) { return find_party(context.world(), name); },
                            [&](std::string_view text) { return context.resolve(text); }};
  auto octets = mutated(*source, step.mutations, names);
  if (!octets) { return at_fault(octets.error().detail); }
  octets = protect(context, step, *device, *std::move(octets));
  if (!octets) { return at_fault(octets.error().detail); }
  context.keep(delivered_message(context, step, *octets, *device));
  const auto delivered = context.inject(*device, *octets);
  if (!delivered) { return stop_of(delivered.error()); }
  return std::nullopt;
}

}  // namespace enocheck::engine
