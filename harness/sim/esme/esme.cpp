#include "sim/esme/esme.h"

#include <cassert>
#include <utility>

#include "core/byte_writer.h"
#include "gbcs/dlms.h"
#include "gbcs/protection.h"
#include "gbcs/use_case.h"
#include "sim/alert_payload.h"
#include "sim/esme/access_plan.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

constexpr MessageCode kGenericCriticalAlert{0x1000};
constexpr MessageCode kCommandNotSupported{0x0120};  // ECS100
constexpr std::uint16_t kUnauthorised = 0x8F30;
constexpr std::uint16_t kUnsupported = 0x8F85;
constexpr std::size_t kSecurityLogEntries = 100;

}  // namespace

Result<std::unique_ptr<Esme>> Esme::start(const Eui64& eui, DeviceKeys keys, EsmeState state,
                                          const Policy& policy, const EsmeRules& rules,
                                          const Surroundings& surroundings) {
  auto anchors = read_anchors(state.anchors, keys.agreement);
  if (!anchors) { return tl::unexpected<Error>(anchors.error()); }
  // The constructor is private, so std::make_unique cannot reach it.
  std::unique_ptr<Esme> esme(
      new Esme(eui, std::move(keys), std::move(state), *std::move(anchors), policy, rules, surroundings));
  esme->switchboard_.start();
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
      switchboard_(state_, rules, surroundings.switches, *surroundings.scheduler),
      joins_(eui_, state_, rules, *surroundings.switches.han, *surroundings.scheduler) {}

void Esme::receive_from_hub(ByteView octets) {
  timers_.after(policy_.device_latency, [this, message = copy_of(octets)] { process(message); });
}

void Esme::process(ByteView octets) {
  if (stopped_) { return; }
  const auto instead = rules_->read_instead(octets);
  const auto message = gbcs::decode_message(instead ? ByteView(*instead) : octets);
  if (!message) {
    stopped_ = !rules_->serves_after_malformed();
    return log(name_of(Refusal::Malformed));
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
  const auto request = gbcs::decode_access_request(command.payload);
  if (!request || request->invoke_id != gbcs::invoke_id_of(command.header.counter.value())) {
    return log("payload is not the use case's");
  }
  UseCaseContext context{state_, switchboard_, *rules_, sender.role, command.header.counter};
  const auto items = plan(rule.use_case, *request, context);
  if (!items) { return log("payload is not the use case's"); }
  respond(command.header, rule, sender, run(*items, request->invoke_id, *rules_));
}

/// The answer waits for the other device's. Anchors stay where they are as long as the ESME has power, and
/// without power there is no answer.
void Esme::execute_join(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender) {
  const auto join = read_join(command.payload);
  if (!join) { return log("payload is not the use case's"); }
  joins_.join(*join, command.header.code,
              [this, header = command.header, rule, from = &sender](JoinResult result) {
                if (result == JoinResult::Success) { switchboard_.start(); }
                respond(header, rule, *from, payload_of(result));
              });
}

void Esme::execute_unjoin(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender) {
  const auto other = read_unjoin(command.payload);
  if (!other) { return log("payload is not the use case's"); }
  respond(command.header, rule, sender, payload_of(joins_.unjoin(*other)));
}

void Esme::respond(const gbcs::GroupingHeader& command, const UseCaseRule& rule, const Anchor& sender,
                   ByteView payload) {
  send(protected_response(rules_->response_header(command), payload, rules_->signs_response(rule),
                          keys_.signing, sender.secret));
}

void Esme::refuse(const gbcs::Message& message, const Admission& admission) {
  log(name_of(*admission.refusal));
  if (admission.refusal == Refusal::NotPermitted) { alert_unauthorised(); }
  if (admission.refusal == Refusal::UnknownCode) { alert_unsupported(message); }
}

void Esme::alert_unauthorised() {
  const auto* supplier = find_anchor(anchors_, RemotePartyRole::Supplier);
  if (supplier == nullptr) { return; }
  gbcs::GroupingHeader header;
  header.target = supplier->subject;
  header.code = kGenericCriticalAlert;
  send_critical_alert(header, kUnauthorised, {});
}

void Esme::alert_unsupported(const gbcs::Message& command) {
  if (gbcs::compare_versions(state_.gbcs_version, policy_.alert_on_unsupported_from) < 0) { return; }
  const auto* sender = rules_->sender_of(command.header, anchors_);
  const auto* broker = find_anchor(anchors_, RemotePartyRole::AccessControlBroker);
  if (sender == nullptr || broker == nullptr || !rules_->mac_holds(command, broker->secret)) { return; }
  gbcs::GroupingHeader header;
  header.target = command.header.originator;
  header.code = kCommandNotSupported;
  header.supplementary = command.header.supplementary;
  Bytes refused;
  ByteWriter(refused).u16(command.header.code.value()).u64(command.header.counter.value());
  Bytes member;
  ByteWriter out(member);
  gbcs::put_octet_string(out, refused);
  send_critical_alert(header, kUnsupported, member);
}

void Esme::send_critical_alert(gbcs::GroupingHeader header, std::uint16_t alert_code,
                               ByteView further_member) {
  state_.alert_counter = OriginatorCounter{state_.alert_counter.value() + 1};
  header.cra = gbcs::CraFlag::Alert;
  header.counter = state_.alert_counter;
  header.originator = eui_;
  const auto payload = alert_payload(header.counter, alert_code, scheduler_->now(), further_member);
  send(gbcs::sign_message(gbcs::encode_unsigned(header, payload), keys_.signing));
}

void Esme::send(Result<Bytes> message) {
  if (!message) { return log("own message not protected: " + message.error().detail); }
  uplink_->receive(eui_, *message);
}

void Esme::log(std::string_view reason) {
  auto& entries = state_.security_log;
  if (entries.size() >= kSecurityLogEntries) { entries.erase(entries.begin()); }
  entries.push_back({scheduler_->now(), std::string(reason)});
}

}  // namespace enocheck::sim
