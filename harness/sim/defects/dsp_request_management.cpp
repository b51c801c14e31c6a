// Defects of the DSP's request management: documents, signatures, duplicates, dates, responses.
#include "duis/xml_signature.h"
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.request-management";

struct AcceptsUnsigned : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_unsigned() const override { return true; }
};

struct AcceptsAnySigner : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_sign_for(const crypto::Certificate& signer, const Eui64& /*originator*/,
                                  Instant now) const override {
    return signer.role() == crypto::RemotePartyRole::XmlSigning && signer.is_valid_at(now);
  }
};

struct AcceptsAnyRoleOfSigner : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_sign_for(const crypto::Certificate& signer, const Eui64& originator,
                                  Instant now) const override {
    return signer.subject() == originator && signer.is_valid_at(now);
  }
};

struct SkipsXmlSignature : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Status check_xml_signature(const xml::Document& /*document*/,
                                           const crypto::PublicKey& /*key*/) const override {
    return {};
  }
};

/// Content that was changed after signing passes; a signature that is not the key's does not.
struct SkipsDigest : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Status check_xml_signature(const xml::Document& document,
                                           const crypto::PublicKey& key) const override {
    auto status = DspRules::check_xml_signature(document, key);
    const bool only_content_changed = !status && status.error().detail.find("digest") != std::string::npos;
    return only_content_changed ? Status{} : status;
  }
};

struct AcceptsWrongUrl : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_served_by(WebService /*service*/, duis::CommandVariant /*variant*/) const override {
    return true;
  }
};

struct AcceptsAnyCommandVariant : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool variant_fits(const Service& /*service*/,
                                  const duis::ServiceRequest& /*request*/) const override {
    return true;
  }
};

struct AcceptsForeignBody : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool header_fits(const Service& /*service*/,
                                 const duis::ServiceRequest& /*request*/) const override {
    return true;
  }
};

struct AcceptsAnySchemaVersion : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool supports_schema_version(std::string_view /*version*/) const override { return true; }
};

struct AcceptsDuplicate : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool refuses_duplicate(const duis::RequestHeader& /*header*/) const override { return false; }
};

struct SkipsContentChecks : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& /*request*/,
                                                            Instant /*now*/) const override {
    return std::nullopt;
  }
};

struct AcceptsForeignPreCommand : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool belongs(const gbcs::Message& /*signed_pre_command*/,
                             const duis::RequestHeader& /*header*/, MessageCode /*code*/) const override {
    return true;
  }
};

/// Compares who, to whom and which code, but not what the command does.
struct TakesActivationForDeactivation : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool belongs(const gbcs::Message& signed_pre_command, const duis::RequestHeader& header,
                             MessageCode code) const override {
    auto any_switch_command = header;
    for (const auto* const variant : {"7.5", "7.6", "7.8"}) {
      any_switch_command.service_reference_variant = variant;
      if (DspRules::belongs(signed_pre_command, any_switch_command, code)) { return true; }
    }
    return DspRules::belongs(signed_pre_command, header, code);
  }
};

struct TakesAnythingForJoin : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool belongs(const gbcs::Message& signed_pre_command, const duis::RequestHeader& header,
                             MessageCode code) const override {
    auto unread = header;
    const auto& variant = header.service_reference_variant;
    if (variant == "8.7.1" || variant == "8.8.1") { unread.service_reference_variant.clear(); }
    return DspRules::belongs(signed_pre_command, unread, code);
  }
};

struct SkipsGbcsSignature : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool check_gbcs_signature(const gbcs::Message& /*message*/,
                                          const crypto::PublicKey& /*key*/) const override {
    return true;
  }
};

template <Text Variant>
struct AcknowledgesAsDone : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::string acknowledgement(const duis::RequestHeader& header) const override {
    return header.service_reference_variant == Variant.view() ? "I0" : DspRules::acknowledgement(header);
  }
};

struct ExecutesFutureDatedAtOnce : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool executes_later(const duis::ServiceRequest& /*request*/) const override { return false; }
};

struct IgnoresCancellation : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool cancels(const duis::RequestHeader& /*cancellation*/,
                             const duis::RequestHeader& /*stored*/) const override {
    return false;
  }
};

struct CancelsForAnybody : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool cancels(const duis::RequestHeader& cancellation,
                             const duis::RequestHeader& stored) const override {
    auto same_originator = cancellation;
    same_originator.request_id.originator = stored.request_id.originator;
    return DspRules::cancels(same_originator, stored);
  }
};

struct ForwardsUnverifiedResponse : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool check_response_signature(const gbcs::Message& /*response*/,
                                              const crypto::PublicKey& /*device*/) const override {
    return true;
  }
};

struct ForwardsResponseWithBadMac : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool check_response_mac(const gbcs::Message& /*response*/,
                                        const crypto::SharedSecret& /*z*/) const override {
    return true;
  }
};

struct MatchesResponseByCounter : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool answers(const gbcs::GroupingHeader& response,
                             const PendingCommand& command) const override {
    return response.counter == command.sent.counter;
  }
};

/// Puts the broker's counter into the ids that the user sees.
struct ShowsBrokersCounter : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] duis::ServiceResponse service_response(const PendingCommand& command, ByteView octets,
                                                       Instant now) const override {
    auto response = DspRules::service_response(command, octets, now);
    const bool is_boost_read = command.request.service_reference_variant == "7.11";
    if (is_boost_read && response.response_id) { response.response_id->counter = command.sent.counter; }
    return response;
  }
};

template <Text Variant>
struct NamesAnotherUser : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] duis::ServiceResponse service_response(const PendingCommand& command, ByteView octets,
                                                       Instant now) const override {
    auto response = DspRules::service_response(command, octets, now);
    if (command.request.service_reference_variant == Variant.view() && response.request_id) {
      response.request_id->originator = Eui64{response.request_id->originator.value() + 1};
      response.response_id = duis::answer_to(*response.request_id);
    }
    return response;
  }
};

template <Text Variant>
struct SignsWithWrongRole : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] crypto::RemotePartyRole signing_role(std::string_view variant) const override {
    return variant == Variant.view() ? crypto::RemotePartyRole::AccessControlBroker
                                     : DspRules::signing_role(variant);
  }
};

template <bool Critical>
struct NeverTimesOut : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<Duration> response_limit(const PendingCommand& command) const override {
    return command.is_critical == Critical ? std::nullopt : DspRules::response_limit(command);
  }
};

struct TimesOutEarly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<Duration> response_limit(const PendingCommand& /*command*/) const override {
    return policy().response_limit / 2;
  }
};

struct TakesUnreachableForSilent : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> code_of_undelivered() const override { return "E21"; }
};

struct IgnoresUndelivered : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> code_of_undelivered() const override { return std::nullopt; }
};

std::vector<Defect> documents() {
  return {
      {"dsp.accepts-unsigned",
       kComponent,
       {"SEC-1"},
       "takes documents without signature",
       with_dsp_rules<AcceptsUnsigned>},
      {"dsp.accepts-any-signer",
       kComponent,
       {"ACC-8", "SEC-1"},
       "takes documents signed by another user",
       with_dsp_rules<AcceptsAnySigner>},
      {"dsp.accepts-any-role-of-signer",
       kComponent,
       {"ACC-8", "SEC-1"},
       "takes documents signed with the user's GBCS key",
       with_dsp_rules<AcceptsAnyRoleOfSigner>},
      {"dsp.skips-xml-signature",
       kComponent,
       {"SEC-1"},
       "does not verify the XML signature",
       with_dsp_rules<SkipsXmlSignature>},
      {"dsp.skips-digest",
       kComponent,
       {"SEC-1"},
       "does not notice content changed after signing",
       with_dsp_rules<SkipsDigest>},
      {"dsp.accepts-wrong-url",
       kComponent,
       {"ACC-9"},
       "takes any command variant at any web service",
       with_dsp_rules<AcceptsWrongUrl>},
      {"dsp.accepts-any-command-variant",
       kComponent,
       {"ACC-9"},
       "takes command variants that do not fit",
       with_dsp_rules<AcceptsAnyCommandVariant>},
      {"dsp.accepts-foreign-body",
       kComponent,
       {"ACC-9"},
       "takes the body of another service request",
       with_dsp_rules<AcceptsForeignBody>},
      {"dsp.accepts-any-schema-version",
       kComponent,
       {"ACC-12"},
       "takes schema versions to come",
       with_dsp_rules<AcceptsAnySchemaVersion>},
      {"dsp.accepts-duplicate",
       kComponent,
       {"CTL-11", "ACC-9"},
       "carries out the same request twice",
       with_dsp_rules<AcceptsDuplicate>},
      {"dsp.skips-content-checks",
       kComponent,
       {"BST-8", "ACC-9", "TIM-5"},
       "checks nothing that the schema does not",
       with_dsp_rules<SkipsContentChecks>},
      {"dsp.accepts-foreign-pre-command",
       kComponent,
       {"CTL-11"},
       "takes a signed pre-command of another request",
       with_dsp_rules<AcceptsForeignPreCommand>},
      {"dsp.takes-activation-for-deactivation",
       kComponent,
       {"ACC-4", "CTL-11"},
       "lets an activation through under the header of 7.6",
       with_dsp_rules<TakesActivationForDeactivation>},
      {"dsp.takes-anything-for-a-join",
       kComponent,
       {"ACC-4", "JOI-6"},
       "carries a signed 8.7.1 or 8.8.1 whose payload joins or unjoins no device",
       with_dsp_rules<TakesAnythingForJoin>},
      {"dsp.skips-gbcs-signature",
       kComponent,
       {"SEC-1", "CTL-7", "SEC-2"},
       "does not verify the signature of a pre-command",
       with_dsp_rules<SkipsGbcsSignature>},
  };
}

std::vector<Defect> flow() {
  return {
      {"dsp.acknowledges-7.10-as-done",
       kComponent,
       {"ACC-2", "ACC-5"},
       "answers 7.10 with I0 before the device has",
       with_dsp_rules<AcknowledgesAsDone<"7.10">>},
      {"dsp.executes-future-dated-at-once",
       kComponent,
       {"TIM-5"},
       "does not wait for the execution date",
       with_dsp_rules<ExecutesFutureDatedAtOnce>},
      {"dsp.ignores-cancellation",
       kComponent,
       {"TIM-5"},
       "executes what was cancelled",
       with_dsp_rules<IgnoresCancellation>},
      {"dsp.cancels-for-anybody",
       kComponent,
       {"TIM-5"},
       "lets a user cancel another's request",
       with_dsp_rules<CancelsForAnybody>},
      {"dsp.forwards-unverified-response",
       kComponent,
       {"SEC-2"},
       "hands on responses with a bad signature",
       with_dsp_rules<ForwardsUnverifiedResponse>},
      {"dsp.forwards-response-with-bad-mac",
       kComponent,
       {"SEC-2"},
       "hands on responses to the broker with a bad MAC",
       with_dsp_rules<ForwardsResponseWithBadMac>},
      {"dsp.matches-response-by-counter",
       kComponent,
       {"SEC-2"},
       "takes any message with the counter for the response",
       with_dsp_rules<MatchesResponseByCounter>},
      {"dsp.shows-brokers-counter",
       kComponent,
       {"IOP-4", "ACC-2"},
       "numbers 7.11's response with the broker's counter",
       with_dsp_rules<ShowsBrokersCounter>},
      {"dsp.answers-7.10-to-another-user",
       kComponent,
       {"ACC-2"},
       "names another user in 7.10's response",
       with_dsp_rules<NamesAnotherUser<"7.10">>},
      {"dsp.signs-7.10-with-wrong-role",
       kComponent,
       {"SEC-1"},
       "signs answers to 7.10 with the broker's GBCS key",
       with_dsp_rules<SignsWithWrongRole<"7.10">>},
      {"dsp.never-times-out-critical",
       kComponent,
       {"TIM-6", "FW-9"},
       "says nothing when the device does not answer a critical command",
       with_dsp_rules<NeverTimesOut<true>>},
      {"dsp.never-times-out-non-critical",
       kComponent,
       {"TIM-6"},
       "says nothing when the device does not answer another command",
       with_dsp_rules<NeverTimesOut<false>>},
      {"dsp.takes-unreachable-for-silent",
       kComponent,
       {"TIM-6"},
       "says E21 where the WAN could not reach the hub",
       with_dsp_rules<TakesUnreachableForSilent>},
      {"dsp.ignores-undelivered",
       kComponent,
       {"TIM-6"},
       "does not heed what the WAN gives back, and waits for its limit",
       with_dsp_rules<IgnoresUndelivered>},
      {"dsp.times-out-early",
       kComponent,
       {"TIM-6"},
       "gives up after half the time",
       with_dsp_rules<TimesOutEarly>},
  };
}

}  // namespace

std::vector<Defect> dsp_request_management_defects() {
  auto all = documents();
  for (const auto& defect : flow()) { all.push_back(defect); }
  return all;
}

}  // namespace enocheck::sim
