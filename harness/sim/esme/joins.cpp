#include "sim/esme/joins.h"

#include <utility>

#include "sim/home/key_establishment.h"

namespace enocheck::sim {
namespace {

/// How long the other device may take. No source tells; longer than any HAN latency.
constexpr auto kPatience = std::chrono::seconds(10);

}  // namespace

Joins::Joins(const Eui64& eui, EsmeState& state, const JoinRules& rules, OctetSink& han, Scheduler& scheduler)
    : eui_(eui), state_(&state), rules_(&rules), han_(&han), timers_(scheduler) {}

void Joins::join(const JoinCommand& command, MessageCode code, Answer answer) {
  if (waiting_) { finish(JoinResult::NoCbkeResponse); }
  const auto refusal = rules_->examine_join(command, code, *state_);
  if (refusal != JoinResult::Success) { return answer(refusal); }
  if (rules_->joins_without_answer()) { keep(command.other_device); }
  waiting_ = Waiting{command.other_device, std::move(answer)};
  timers_.after(kPatience, [this] { finish(JoinResult::NoCbkeResponse); });
  han_->receive(command.other_device, encode(KeyEstablishmentRequest{eui_}, sequence_++));
}

UnjoinResult Joins::unjoin(const Eui64& other) {
  auto* const known = find_hcalcs(*state_, other);
  if (known == nullptr || !known->is_joined) { return UnjoinResult::NotInDeviceLog; }
  if (rules_->forgets_unjoined()) {
    known->is_joined = false;
    known->override_.reset();
    known->issued.reset();
  }
  return UnjoinResult::Success;
}

void Joins::receive_from_han(const Eui64& device, ByteView octets) {
  const auto answer = decode_key_establishment_answer(octets);
  if (answer && waiting_ && waiting_->other == device && answer->responder == device) {
    keep(device);
    finish(JoinResult::Success);
  }
}

void Joins::keep(const Eui64& other) {
  if (auto* const known = find_hcalcs(*state_, other)) { known->is_joined = true; }
}

void Joins::finish(JoinResult result) {
  timers_.clear();
  const auto done = std::exchange(waiting_, std::nullopt);
  done->answer(result);
}

}  // namespace enocheck::sim
