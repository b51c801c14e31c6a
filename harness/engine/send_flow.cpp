#include <algorithm>

#include <fmt/format.h>

#include "core/hex.h"
#include "engine/answer.h"
#include "engine/document_damage.h"
#include "engine/octet_mutation.h"
#include "engine/payload_check.h"
#include "engine/protection.h"
#include "engine/request_builder.h"
#include "engine/steps.h"
#include "gbcs/protection.h"
#include "transform/to_pre_command.h"

namespace enocheck::engine {
namespace {

constexpr duis::CommandVariant kSendSigned = 5;

/// The first of the elements that are about that stage; one without a stage is about the first answer.
template <class T>
const T* for_stage(const std::vector<T>& all, std::string_view stage, bool is_first) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) {
    return one.stage.empty() ? is_first : one.stage == stage;
  });
  return found == all.end() ? nullptr : &*found;
}

Stage stage_of_first(const catalogue::Send& send, bool is_critical) {
  if (is_critical) { return Stage::Transform; }
  return send.to == "DCC" ? Stage::NonDevice : Stage::Send;
}

std::optional<Stop> correlate(CaseContext& context, const SentMessage& message) {
  const auto options = context.correlation_options(message.request.header.service_reference_variant);
  const auto mismatches = transform::correlate_pre_command(message.request, message.pre_command, options);
  const auto refuse = [](const std::string& expected, const std::string& got) {
    auto stop = diverged("the pre-command does not belong to the request", expected, got);
    stop.hop = Hop::DspTransform;
    return stop;
  };
  if (!mismatches) {
    if (mismatches.error().code == ErrorCode::Unsupported) { return std::nullopt; }
    return refuse("a GBCS message", mismatches.error().detail);
  }
  context.count_check();
  if (mismatches->empty()) { return std::nullopt; }
  const auto& first = mismatches->front();
  return refuse(fmt::format("{} {}", first.field, first.expected),
                fmt::format("{} {}", first.field, first.found));
}

std::optional<Stop> take_pre_command(CaseContext& context, SentMessage& message, const PostedAnswer& answer,
                                     const std::vector<catalogue::ExpectPreCommand>& expectations) {
  const auto& body = std::get<duis::ResponseMessage>(answer.response->body);
  message.pre_command = std::get<duis::PreCommand>(body.content).octets;
  if (auto stop = correlate(context, message)) { return stop; }
  for (const auto& expected : expectations) {
    context.count_check();
    if (auto stop = judge_payload(context, message.pre_command,
                                  {expected.code, expected.vector, expected.payload, expected.payload_of})) {
      if (!stop->hop) { stop->hop = Hop::DspTransform; }
      return stop;
    }
  }
  return std::nullopt;
}

/// What a signature goes after: everything but the null signature field. Octets that do not decode any more
/// are signed as they are: a harness must be able to lie.
Bytes without_signature_field(ByteView pre_command) {
  const auto message = gbcs::decode_message(pre_command);
  return message ? gbcs::encode_unsigned(message->header, message->payload) : copy_of(pre_command);
}

/// The octets of the signed pre-command: signed by the user, but for the damage that the case asks for.
Result<Bytes> sign_pre_command(CaseContext& context, const SentMessage& message, std::string_view signer,
                               const catalogue::SignedPreCommandDamage& damage) {
  const MutationNames names{[&](std::string_view name) { return find_party(context.world(), name); },
                            [&](std::string_view text) { return context.resolve(text); }};
  auto octets = message.pre_command;
  if (damage.before_signing) {
    auto changed = mutated(octets, damage.mutations, names);
    if (!changed) { return changed; }
    octets = *std::move(changed);
  }
  if (!damage.unsigned_octets) {
    const auto party = find_party(context.world(), damage.key_of.empty() ? signer : damage.key_of);
    if (!party) { return tl::unexpected(party.error()); }
    const auto key = gbcs_signing_key(*party, context.keys());
    if (!key) { return tl::unexpected(key.error()); }
    auto done = gbcs::sign_message(without_signature_field(octets), *key);
    if (!done) { return done; }
    octets = *std::move(done);
  }
  return damage.before_signing ? Result<Bytes>(octets) : mutated(octets, damage.mutations, names);
}

/// What the second half of a critical flow is made of.
struct Submission {
  std::string user;
  catalogue::HeaderDeviations deviations;
  std::optional<Instant> execution;
  const catalogue::DocumentDamage* damage = nullptr;
  catalogue::SignedPreCommandDamage octets;
  catalogue::ExpectAnswer answer;
};

std::optional<Stop> submit(CaseContext& context, SentMessage& message, const Submission& submission) {
  const auto octets = sign_pre_command(context, message, submission.user, submission.octets);
  if (!octets) { return at_fault(octets.error().detail); }
  auto request = message.request;
  request.header.command_variant = kSendSigned;
  request.body = duis::SignedPreCommand{submission.execution, *octets};
  const auto applied = apply_deviations(context, submission.deviations, request);
  if (!applied) { return at_fault(applied.error().detail); }
  const auto document =
      signed_with_damage(context, submission.user, duis::build_request_unchecked(request), submission.damage);
  if (!document) { return at_fault(document.error().detail); }
  message.signed_pre_command = *octets;
  PostedAnswer answer;
  const auto service = service_for(submission.deviations, request.header.command_variant);
  if (auto stop = post(context, message, {"send", service, *document}, answer)) { return stop; }
  message.accepted = is_accepted(answer.seen, Stage::Send);
  return judge_answer(context, submission.answer, answer, Stage::Send, message);
}

Submission second_half(const catalogue::Send& send) {
  Submission submission;
  submission.user = send.as;
  submission.damage = for_stage(send.damages, "send", false);
  submission.octets = send.signed_pre_command.value_or(catalogue::SignedPreCommandDamage{});
  if (const auto* answer = for_stage(send.answers, "send", false)) { submission.answer = *answer; }
  return submission;
}

}  // namespace

std::optional<Stop> run_send(CaseContext& context, const catalogue::Send& send) {
  const auto request = build_request(context, send);
  if (!request) { return at_fault(request.error().detail); }
  const bool is_critical = transform::is_critical(send.srv);
  const auto stage = stage_of_first(send, is_critical);
  const auto* const name = stage == Stage::Transform ? "transform" : "send";
  const auto document = signed_with_damage(context, send.as, duis::build_request_unchecked(*request),
                                           for_stage(send.damages, name, true));
  if (!document) { return at_fault(document.error().detail); }
  context.mark_send();
  SentMessage fresh;
  fresh.id = send.id;
  fresh.user = send.as;
  fresh.request = *request;
  fresh.sent_at = context.sut().now();
  fresh.first_exchange = context.exchanges().size();
  fresh.is_critical = is_critical;
  auto& message = context.keep(std::move(fresh));
  PostedAnswer answer;
  const auto service = service_for(send.deviations, request->header.command_variant);
  if (auto stop = post(context, message, {name, service, *document}, answer)) { return stop; }
  const auto* expected = for_stage(send.answers, name, true);
  if (auto stop = judge_answer(context, expected == nullptr ? catalogue::ExpectAnswer{} : *expected, answer,
                               stage, message)) {
    return stop;
  }
  if (!is_critical) {
    message.accepted = stage == Stage::Send && is_accepted(answer.seen, stage);
    return std::nullopt;
  }
  if (!is_accepted(answer.seen, stage)) { return std::nullopt; }
  if (auto stop = take_pre_command(context, message, answer, send.pre_commands)) { return stop; }
  return send.stop_after_transform ? std::nullopt : submit(context, message, second_half(send));
}

std::optional<Stop> run_submit(CaseContext& context, const catalogue::Submit& step) {
  const auto message = context.find_message(step.of);
  if (!message) { return at_fault(message.error().detail); }
  if ((*message)->pre_command.empty()) { return at_fault("message " + step.of + " brought no pre-command"); }
  Submission submission;
  submission.user = step.as.empty() ? (*message)->user : step.as;
  submission.deviations = step.deviations;
  submission.damage = step.damage ? &*step.damage : nullptr;
  submission.octets = step.signed_pre_command.value_or(catalogue::SignedPreCommandDamage{});
  submission.answer = step.answer;
  if (!step.execution.empty()) {
    const auto execution = instant_from(step.execution, context.sut().now());
    if (!execution) { return at_fault(execution.error().detail); }
    submission.execution = *execution;
  }
  context.mark_send();
  return submit(context, **message, submission);
}

}  // namespace enocheck::engine
