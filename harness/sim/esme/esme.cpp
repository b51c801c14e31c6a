#include "sim/esme/esme.h"

#include <cassert>
#include <utility>

#include "core/byte_writer.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "gbcs/protection.h"
#include "gbcs/use_case.h"
#include "sim/esme/access_plan.h"

namespace enocheck::sim {

Result<std::unique_ptr<Esme>> Esme::start(const Eui64& eui, DeviceKeys keys, EsmeState state,
                                          const Policy& policy, const EsmeRules& rules,
                                          const Surroundings& surroundings) {
  auto anchors = read_anchors(state.anchors, keys.agreement);
  if (!anchors) { return tl::unexpected<Error>(anchors.error()); }
  // The constructor is private, so std::make_unique cannot reach it.
  std::unique_ptr<Esme> esme(
      new Esme(eui, std::move(keys), std::move(state), *std::move(anchors), policy, rules, surroundings));
  esme->switchboard_.start();
  esme->carry_out_dated();
  return esme;
}

Esme::Esme(const Eui64& eui, DeviceKeys keys, EsmeState state, std::vector<Anchor> anchors, Policy policy,
           const EsmeRules& rules, const Surroundings& surroundings)
    : eui_(eui),
      keys_(std::move(keys)),
      state_(std::move(state)),
      anchors_(std::move(anchors)),
      policy_(std::move(policy)),
      rules_(&rules),
      uplink_(surroundings.uplink),
      scheduler_(surroundings.scheduler),
      timers_(*surroundings.scheduler),
      dated_(*surroundings.scheduler),
      switchboard_(state_, rules, surroundings.switches, *surroundings.scheduler),
      joins_(eui_, state_, rules, *surroundings.switches.han, *surroundings.scheduler) {}

void Esme::receive_from_hub(ByteView octets) {
  const auto latency = rules_->latency_of_commands(state_, policy_.device_latency);
  timers_.after(latency, [this, message = copy_of(octets)] { process(message); });
}

void Esme::process(ByteView octets) {
  if (stopped_) { return; }
  if (is_firmware_image(octets)) { return take_image(octets); }
  const auto instead = rules_->read_instead(octets);
  const auto message = gbcs::decode_message(instead ? ByteView(*instead) : octets);
  if (!message) {
    stopped_ = !rules_->serves_after_malformed();
    return;
  }
  const auto admission =
      examine(*message, eui_, {state_.gbcs_version, state_.execution_counters}, anchors_, *rules_);
  const bool is_counted = admission.rule && admission.sender != nullptr && admission.rule->replay_protected;
  if (is_counted && rules_->stores_counter(admission.refusal)) {
    const auto counted = rules_->counted_under(admission.sender->role, *admission.rule);
    state_.execution_counters[counted] = message->header.counter;
  }
  if (admission.refusal) { return refuse(*message, admission); }
  assert(admission.rule && admission.sender != nullptr);  // set by the checks that passed
  execute(*message, *admission.rule, *admission.sender);
}

void Esme::execute(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender) {
  if (rule.use_case == EsmeUseCase::Join) { return execute_join(command, rule, sender); }
  if (rule.use_case == EsmeUseCase::Unjoin) { return execute_unjoin(command, rule, sender); }
  const auto payload = carry_out(command, rule, sender);
  if (!payload) { return; }
  respond(command.header, rule, sender, *payload);
  carry_out_dated();
}

std::optional<Bytes> Esme::carry_out(const gbcs::Message& command, const UseCaseRule& rule,
                                     const Anchor& sender) {
  if (rule.use_case == EsmeUseCase::ActivateFirmware) { return take_activation(command); }
  const auto request = gbcs::decode_access_request(command.payload);
  const auto& header = command.header;
  if (!request || request->invoke_id != gbcs::invoke_id_of(header.counter.value())) { return std::nullopt; }
  UseCaseContext context{state_,         switchboard_,      *rules_,          sender.role,
                         header.counter, header.originator, scheduler_->now()};
  const auto items = plan(rule.use_case, *request, context);
  return items ? std::optional(run(*items, request->invoke_id, *rules_)) : std::nullopt;
}

/// The answer waits for the other device's. Anchors stay where they are as long as the ESME has power, and
/// without power there is no answer.
void Esme::execute_join(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender) {
  const auto join = read_join(command.payload);
  if (!join) { return; }
  joins_.join(*join, command.header.code,
              [this, header = command.header, rule, from = &sender](JoinResult result) {
                if (result == JoinResult::Success) { switchboard_.start(); }
                respond(header, rule, *from, payload_of(result));
              });
}

void Esme::execute_unjoin(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender) {
  const auto other = read_unjoin(command.payload);
  if (!other) { return; }
  respond(command.header, rule, sender, payload_of(joins_.unjoin(*other)));
}

void Esme::respond(const gbcs::GroupingHeader& command, const UseCaseRule& rule, const Anchor& sender,
                   ByteView payload) {
  auto header = rules_->response_header(command);
  if (rule.answers_with_time) { header.date_time = copy_of(gbcs::to_cosem(scheduler_->now())); }
  // The sender is the known remote party, or the broker that speaks for an unknown one.
  send(protected_response(header, payload, rules_->signs_response(rule), keys_.signing, sender.secret));
}

void Esme::refuse(const gbcs::Message& message, const Admission& admission) {
  if (admission.refusal == Refusal::NotPermitted) { alert_unauthorised(); }
  if (admission.refusal == Refusal::UnknownCode) { alert_unsupported(message); }
}

void Esme::send(Result<Bytes> message) {
  if (message) { uplink_->receive(eui_, *message); }
}

}  // namespace enocheck::sim
