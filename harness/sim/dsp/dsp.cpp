#include "sim/dsp/dsp.h"

#include <algorithm>

#include <fmt/format.h>

#include "duis/xml_signature.h"
#include "gbcs/protection.h"
#include "sim/dsp/han_devices.h"

namespace enocheck::sim {
namespace {

using duis::ServiceResponse;

/// Command variants whose answer in the same call is a local command, and those that also go over the WAN.
bool wants_local_command(duis::CommandVariant variant) {
  return variant == 2 || variant == 3 || variant == 6 || variant == 7;
}
bool goes_over_wan(duis::CommandVariant variant) { return variant != 2 && variant != 6; }

void set_content(ServiceResponse& response, decltype(duis::ResponseMessage::content) content) {
  if (auto* const message = std::get_if<duis::ResponseMessage>(&response.body)) {
    message->content = std::move(content);
  }
}

/// What is wrong with a certificate that may not sign a user's requests.
std::string why_not_signer(const crypto::Certificate& signer, const Eui64& originator, Instant now) {
  const auto named =
      fmt::format("certificate {} of {}", signer.serial(),
                  signer.subject() ? to_string(*signer.subject()) : std::string("nobody with an EUI"));
  if (signer.subject() != originator) { return fmt::format("{} is not the originator's", named); }
  if (signer.role() != crypto::RemotePartyRole::XmlSigning) {
    return fmt::format("{} is not for XML signing", named);
  }
  return fmt::format("{} is valid until {}, and now is {}", named, to_iso8601(signer.not_after()),
                     to_iso8601(now));
}

/// The code of an answer to a request that Transform did not take.
std::string code_of(const Error& error, const Policy& policy) {
  return error.code == ErrorCode::Unsupported ? kNotPlayed : policy.code_content;
}

}  // namespace

Dsp::Dsp(const Setup& setup, const Eui64& dsp, std::unique_ptr<DspRules> rules, DspSurroundings surroundings,
         Deliver deliver)
    : dsp_(dsp),
      rules_(std::move(rules)),
      outside_(surroundings),
      deliver_(std::move(deliver)),
      inventory_(setup),
      checks_(*rules_, inventory_, dsp_),
      writer_(*rules_, outside_.keys, dsp_),
      anomalies_(*rules_, setup.thresholds),
      undelivered_([this](const Eui64& device, ByteView octets) { take_undelivered(device, octets); }) {}

DspAnswer Dsp::handle(WebService service, std::string_view document) {
  if (document.size() > xml::Limits{}.octets) { return {.http_status = 413, .body = {}}; }
  const auto instead = rules_->read_instead(document);
  return serve(service, instead ? std::string_view(*instead) : document);
}

DspAnswer Dsp::serve(WebService service, std::string_view document) {
  const DspAnswer unreadable{.http_status = rules_->status_of_unreadable(document), .body = {}};
  const auto parsed = xml::Document::parse(document);
  auto request = parsed ? read_request(*parsed) : tl::unexpected(parsed.error());
  if (!request) {
    outside_.log.info("document unreadable http_status={} reason={}", unreadable.http_status,
                      in_quotes(request.error().detail));
    return unreadable;
  }

  IncomingRequest incoming{.web_service = service, .request = std::move(*request)};
  auto refusal = rules_->checks_signature_of(incoming.header())
                     ? refuse_signature(*parsed, incoming.header().request_id.originator)
                     : std::nullopt;
  if (!refusal) { refusal = refuse(incoming); }
  const auto& variant = incoming.header().service_reference_variant;
  if (refusal) {
    log_refused(incoming, *refusal);
    if (rules_->counts_refused()) { anomalies_.count(incoming.header(), now()); }
  }
  const auto response = refusal ? answer(incoming, refusal->code) : accept(incoming);
  if (response.response_code.starts_with('I') || rules_->remembers_refused()) {
    const auto& id = incoming.header().request_id;
    accepted_.add(id, incoming.header().command_variant);
    auto& highest = highest_counters_[id.originator];
    highest = std::max(highest, id.counter);
  }
  return reply(response, variant);
}

/// The user learns the code alone.
void Dsp::log_refused(const IncomingRequest& incoming, const Refused& refused) const {
  const auto& header = incoming.header();
  outside_.log.info("request refused request_id={} service_reference_variant={} response_code={} reason={}",
                    duis::to_string(header.request_id), header.service_reference_variant, refused.code,
                    in_quotes(refused.why));
}

Result<duis::ServiceRequest> Dsp::read_request(const xml::Document& document) const {
  if (auto valid = outside_.schema.validate(document); !valid) { return tl::unexpected(valid.error()); }
  auto request = duis::parse_request(document);
  if (request && !rules_->supports_schema_version(request->schema_version)) {
    return failure(ErrorCode::Unsupported,
                   fmt::format("schema version {} is not supported", request->schema_version));
  }
  return request;
}

Dsp::Refusal Dsp::refuse_signature(const xml::Document& document, const Eui64& originator) const {
  const auto refused = [&](const std::string& why) {
    return Refusal({rules_->policy().code_signature, "signature: " + why});
  };
  const auto claim = duis::read_signature(document);
  if (!claim) { return refused(claim.error().detail); }
  if (!*claim) { return rules_->takes_unsigned() ? std::nullopt : refused("there is none"); }
  const auto& serial = (*claim)->signer.serial;
  const auto* const signer = outside_.keys.find_serial(serial);
  if (signer == nullptr) { return refused(fmt::format("no certificate with serial {} is known", serial)); }
  if (!rules_->may_sign_for(signer->certificate, originator, now())) {
    return refused(why_not_signer(signer->certificate, originator, now()));
  }
  const auto verified = rules_->check_xml_signature(document, signer->certificate.public_key());
  return verified ? std::nullopt : refused(verified.error().detail);
}

Dsp::Refusal Dsp::refuse(IncomingRequest& incoming) {
  if (auto code = checks_.refuse(incoming, now())) { return code; }
  const auto& header = incoming.header();
  const auto& id = header.request_id;
  const bool is_repeated =
      accepted_.contains(id, header.command_variant) && rules_->refuses_duplicate(header);
  const auto& highest = highest_counters_[id.originator];
  if (is_repeated || !rules_->takes_counter(id.counter, highest)) {
    return Refused{rules_->policy().code_duplicate,
                   is_repeated ? fmt::format("counter: a request of command variant {} with this RequestID "
                                             "was accepted before",
                                             header.command_variant)
                               : fmt::format("counter: {} is not above the last one, {}", id.counter.value(),
                                             highest.value())};
  }
  if (auto code = refuse_signed_pre_command(incoming)) { return code; }
  return checks_.refuse_local_delivery(incoming);
}

Dsp::Refusal Dsp::refuse_signed_pre_command(const IncomingRequest& incoming) const {
  const auto* const body = std::get_if<duis::SignedPreCommand>(&incoming.request.body);
  if (body == nullptr) { return std::nullopt; }
  const auto refused = [&](const std::string& why) {
    return Refusal({rules_->policy().code_pre_command, "signed pre-command: " + why});
  };
  const auto message = gbcs::decode_message(rules_->signed_pre_command(body->gbcs_payload));
  if (!message) { return refused(message.error().detail); }
  const auto expected = message_code_of(incoming);
  if (!expected) { return refused(expected.error().detail); }
  if (!rules_->belongs(*message, incoming.header(), *expected)) {
    return refused(
        fmt::format("it is not that of the request: message code {:04X}, expected {:04X}; or CRA "
                    "flag, originator, target or counter differ from the RequestID",
                    message->header.code.value(), expected->value()));
  }
  const auto& originator = incoming.header().request_id.originator;
  const auto* const signer =
      outside_.keys.find(originator, remote_party_role(incoming.role), crypto::KeyUsage::DigitalSignature);
  if (signer == nullptr) {
    return refused(fmt::format("no certificate of {} for digital signature is known", to_string(originator)));
  }
  return rules_->check_gbcs_signature(*message, signer->certificate.public_key())
             ? std::nullopt
             : refused("its signature is not that of the originator's key");
}

ServiceResponse Dsp::accept(const IncomingRequest& incoming) {
  const auto& header = incoming.header();
  if (header.command_variant == 8) { return answer_non_device(incoming); }
  if (header.command_variant == 4) {
    if (rules_->counts_transform()) { anomalies_.count(header, now()); }
    return answer_transform(incoming);
  }
  return rules_->executes_later(incoming.request) ? answer_future_dated(incoming) : answer_command(incoming);
}

ServiceResponse Dsp::answer_transform(const IncomingRequest& incoming) const {
  const auto code = message_code_of(incoming);
  const auto addressing =
      with_device_types(transform::known_remote_party(incoming.header().request_id), incoming);
  auto octets = code ? rules_->transform(incoming.request, addressing, *code) : tl::unexpected(code.error());
  if (!octets) { return answer(incoming, code_of(octets.error(), rules_->policy())); }
  auto response = answer(incoming, "I0");
  set_content(response, rules_->pre_command(std::move(*octets), *incoming.device));
  return response;
}

ServiceResponse Dsp::answer_command(const IncomingRequest& incoming) {
  if (quarantine(incoming)) { return answer(incoming, rules_->policy().code_quarantine); }
  const auto command = build_command(incoming);
  auto octets = command ? protect(*command) : tl::unexpected(command.error());
  if (!octets) {
    outside_.log.info("no command request_id={} reason={}", duis::to_string(incoming.header().request_id),
                      octets.error().detail);
    return answer(incoming, code_of(octets.error(), rules_->policy()));
  }
  const auto variant = incoming.header().command_variant;
  if (goes_over_wan(variant)) { send(incoming, *command, *octets); }
  auto response =
      answer(incoming, wants_local_command(variant) ? "I0" : rules_->acknowledgement(incoming.header()));
  if (wants_local_command(variant)) { set_content(response, duis::LocalCommand{std::move(*octets)}); }
  return response;
}

ServiceResponse Dsp::answer_future_dated(const IncomingRequest& incoming) {
  const auto execution = *duis::execution_of(incoming.request.body);
  const auto& header = incoming.header();
  if (is_cancellation(execution)) {
    std::erase_if(future_dated_, [&](const auto& stored) {
      const bool is_meant = rules_->cancels(header, stored.first);
      if (is_meant) { outside_.scheduler.cancel(stored.second); }
      return is_meant;
    });
  } else {
    const auto event = outside_.scheduler.at(execution, [this, incoming] { execute(incoming); });
    future_dated_.emplace_back(header, event);
  }
  return answer(incoming, rules_->acknowledgement(header));
}

/// The time of a future-dated request has come: what was allowed when it was accepted may not be any more.
void Dsp::execute(IncomingRequest incoming) {
  const auto header = incoming.header();
  std::erase_if(future_dated_,
                [&](const auto& stored) { return stored.first.request_id == header.request_id; });
  const auto refusal = checks_.refuse_access(incoming, now());
  if (!refusal && quarantine(incoming)) { return; }
  const auto command =
      refusal ? Result<Command>(failure(ErrorCode::BadValue, refusal->why)) : build_command(incoming);
  const auto octets = command ? protect(*command) : tl::unexpected(command.error());
  if (!octets) {
    outside_.log.info("future-dated request failed request_id={} reason={}",
                      duis::to_string(header.request_id), octets.error().detail);
    deliver(header.request_id.originator, command_failure(header, now()), {});
    return;
  }
  send(incoming, *command, *octets);
}

bool Dsp::quarantine(const IncomingRequest& incoming) {
  const auto& header = incoming.header();
  if (!anomalies_.quarantines(header, now())) { return false; }
  outside_.log.info("request quarantined request_id={}", duis::to_string(header.request_id));
  ++quarantines_;
  if (rules_->tells_of_quarantine()) {
    deliver(header.request_id.originator, quarantine_alert(header, quarantines_, now()), {});
  }
  return true;
}

Result<Dsp::Command> Dsp::build_command(const IncomingRequest& incoming) {
  const auto& id = incoming.header().request_id;
  Command command{.header = {}, .octets = {}, .is_critical = incoming.service->kind == ServiceKind::Critical};
  if (const auto* const body = std::get_if<duis::SignedPreCommand>(&incoming.request.body)) {
    command.octets = copy_of(rules_->signed_pre_command(body->gbcs_payload));
  } else {
    const auto code = message_code_of(incoming);
    if (!code) { return tl::unexpected(code.error()); }
    auto addressing = rules_->by_unknown_remote_party(incoming.role, incoming.service->variant)
                          ? transform::unknown_remote_party(id, dsp_, next_broker_counter())
                          : transform::known_remote_party(id);
    auto octets =
        rules_->transform(incoming.request, with_device_types(std::move(addressing), incoming), *code);
    if (!octets) { return tl::unexpected(octets.error()); }
    command.octets = std::move(*octets);
    gbcs::append_signature(command.octets, {});
  }
  const auto message = gbcs::decode_message(command.octets);
  if (!message) { return tl::unexpected(message.error()); }
  command.header = message->header;
  return command;
}

Result<Bytes> Dsp::protect(const Command& command) const {
  const auto secret = secret_with(command.header.target);
  if (!secret) { return tl::unexpected(secret.error()); }
  return rules_->with_mac(command.octets, *secret);
}

void Dsp::send(const IncomingRequest& incoming, const Command& command, ByteView octets) {
  const auto pending = pending_.emplace(std::pair{command.header.target, command.header.counter},
                                        PendingCommand{.request = incoming.header(),
                                                       .sent = command.header,
                                                       .is_critical = command.is_critical,
                                                       .subject = subject_of(incoming.request)});
  if (const auto limit = rules_->response_limit(pending->second)) {
    pending->second.time_out = outside_.scheduler.after(*limit, [this, pending] { time_out(pending); });
  }
  const auto wait = rules_->held_back_for(incoming.role, incoming.header());
  if (wait == Duration::zero()) { return outside_.wan.receive(command.header.target, octets); }
  outside_.scheduler.after(wait, [this, device = command.header.target, waiting = copy_of(octets)] {
    outside_.wan.receive(device, waiting);
  });
}

/// Milliseconds since 1970 as the DCC Boxed emulator does, but never the same twice.
OriginatorCounter Dsp::next_broker_counter() {
  const auto milliseconds = static_cast<std::uint64_t>(now().time_since_epoch().count());
  broker_counter_ = OriginatorCounter{std::max(broker_counter_.value() + 1, milliseconds)};
  return broker_counter_;
}

}  // namespace enocheck::sim
