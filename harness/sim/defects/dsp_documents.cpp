// Defects of the DSP's request management: what it reads, what it believes signed, what it remembers.
#include <optional>
#include <string>

#include "duis/service_reference.h"
#include "sim/defects/dsp_defects.h"
#include "sim/dsp/service_table.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.request-management";
constexpr std::string_view kEnd = "</sr:Request>";

bool is_about(std::string_view document, std::string_view variant) {
  return document.find("<sr:ServiceReferenceVariant>" + std::string(variant) + "<") != std::string_view::npos;
}

/// Says 200 to what it cannot read, where it is about one of these services.
template <Text Variants>
struct AnswersFaultyWith200 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] int status_of_unreadable(std::string_view document) const override {
    const bool is_whole = document.ends_with(kEnd) && document.starts_with("<sr:");
    for (const auto variant : {"6.14.1", "7.5", "7.6", "7.7", "7.8", "7.9", "7.10", "7.11", "7.13"}) {
      if (is_whole && is_among(variant, Variants.view()) && is_about(document, variant)) { return 200; }
    }
    return DspRules::status_of_unreadable(document);
  }
};

struct AnswersBrokenWith200 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] int status_of_unreadable(std::string_view document) const override {
    return document.find(kEnd) == std::string_view::npos ? 200 : DspRules::status_of_unreadable(document);
  }
};

struct SkipsDoctype : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> read_instead(std::string_view document) const override {
    const auto root = document.find("<sr:Request");
    return document.starts_with("<!DOCTYPE") && root != std::string_view::npos
               ? std::optional(std::string(document.substr(root)))
               : std::nullopt;
  }
};

struct IgnoresTail : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> read_instead(std::string_view document) const override {
    const auto end = document.find(kEnd);
    return end == std::string_view::npos ? std::nullopt
                                         : std::optional(std::string(document.substr(0, end + kEnd.size())));
  }
};

struct RefusesOlderSchemaVersion : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool supports_schema_version(std::string_view version) const override {
    return version == "5.4";
  }
};

struct ChecksDocumentAtTransformOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool checks_signature_of(const duis::RequestHeader& header) const override {
    return header.command_variant != 5;
  }
};

/// Whatever the header calls itself: what is in the body is done.
struct GoesByTheBody : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool header_fits(const Service& service, const duis::ServiceRequest& request) const override {
    const auto* const named = duis::find_variant(service.variant);
    return DspRules::header_fits(service, request) ||
           (named != nullptr && request.header.service_reference == named->service_reference());
  }
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto renamed = request;
    if (const auto* const done = duis::find_variant_of_element(duis::element_of(request.body))) {
      renamed.header.service_reference_variant = done->number;
      renamed.header.service_reference = done->service_reference();
    }
    return DspRules::transform(renamed, addressing, code);
  }
};

/// Of several entries for one switch, the last counts for the others' places too.
struct TakesRepeatedIndex : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                            Instant now) const override {
    return DspRules::fault_in_content(without_repetition(request), now);
  }
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    return DspRules::transform(without_repetition(request), addressing, code);
  }

 private:
  static void renumber(std::array<duis::BoostFlag, 5>& flags) {
    for (std::uint8_t i = 0; i < flags.size(); ++i) { flags.at(i).index = i + 1; }
  }
  static duis::ServiceRequest without_repetition(duis::ServiceRequest request) {
    if (auto* add = std::get_if<duis::AddAuxiliaryLoadToBoostButton>(&request.body)) { renumber(add->flags); }
    if (auto* remove = std::get_if<duis::RemoveAuxiliaryLoadFromBoostButton>(&request.body)) {
      renumber(remove->flags);
    }
    if (auto* labels = std::get_if<duis::UpdateDeviceConfigurationALCDescriptions>(&request.body)) {
      auto& all = labels->switches;
      const auto is_same = [](const auto& a, const auto& b) { return a.index == b.index; };
      all.erase(std::unique(all.begin(), all.end(), is_same), all.end());
    }
    return request;
  }
};

struct RemembersRefused : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool remembers_refused() const override { return true; }
};

struct AcceptsUnsignedPreCommand : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool belongs(const gbcs::Message& signed_pre_command, const duis::RequestHeader& header,
                             MessageCode code) const override {
    auto as_if_signed = signed_pre_command;
    as_if_signed.signature_form = gbcs::SignatureForm::Present;
    return DspRules::belongs(as_if_signed, header, code);
  }
  [[nodiscard]] bool check_gbcs_signature(const gbcs::Message& message,
                                          const crypto::PublicKey& key) const override {
    return message.signature.empty() || DspRules::check_gbcs_signature(message, key);
  }
};

/// What is one octet too long is made to fit.
struct CutsOffTail : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] ByteView signed_pre_command(ByteView carried) const override {
    const auto whole = gbcs::decode_message(carried);
    return !whole && !carried.empty() ? carried.first(carried.size() - 1) : carried;
  }
};

struct CancelsEveryService : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool cancels(const duis::RequestHeader& cancellation,
                             const duis::RequestHeader& stored) const override {
    auto same_service = cancellation;
    same_service.service_reference_variant = stored.service_reference_variant;
    return DspRules::cancels(same_service, stored);
  }
};

/// A response under another message code than the command's is handed on without a look at it.
struct BelievesAnyResponse : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool answers(const gbcs::GroupingHeader& response,
                             const PendingCommand& command) const override {
    auto renamed = response;
    renamed.code = command.sent.code;
    return DspRules::answers(renamed, command);
  }
  [[nodiscard]] bool check_response_signature(const gbcs::Message& response,
                                              const crypto::PublicKey& device) const override {
    const bool is_switch_command =
        response.header.code == MessageCode{0x0055} || response.header.code == policy().ecs47_eno;
    return !is_switch_command || DspRules::check_response_signature(response, device);
  }
};

std::vector<Defect> unreadable_documents() {
  return {
      {"dsp.answers-faulty-labels-with-200",
       kComponent,
       {"LBL-2", "ACC-11"},
       "answers 200 to a 6.14.1 that does not fit the schema",
       with_dsp_rules<AnswersFaultyWith200<"6.14.1">>},
      {"dsp.answers-faulty-switch-commands-with-200",
       kComponent,
       {"CTL-9", "ACC-11", "TIM-4"},
       "answers 200 to a 7.5, 7.6 or 7.8 that does not fit the schema",
       with_dsp_rules<AnswersFaultyWith200<"7.5 7.6 7.8">>},
      {"dsp.answers-faulty-boost-requests-with-200",
       kComponent,
       {"ACC-11"},
       "answers 200 to a 7.9, 7.10 or 7.11 that does not fit the schema",
       with_dsp_rules<AnswersFaultyWith200<"7.9 7.10 7.11">>},
      {"dsp.answers-faulty-controller-states-with-200",
       kComponent,
       {"CTL-9", "ACC-11"},
       "answers 200 to a 7.13 that does not fit the schema",
       with_dsp_rules<AnswersFaultyWith200<"7.13">>},
      {"dsp.answers-faulty-reads-with-200",
       kComponent,
       {"SEC-1", "SEC-6", "ACC-11"},
       "answers 200 to a 7.7 that does not fit the schema",
       with_dsp_rules<AnswersFaultyWith200<"7.7">>},
      {"dsp.answers-broken-xml-with-200",
       kComponent,
       {"SEC-6"},
       "answers 200 to a document that breaks off",
       with_dsp_rules<AnswersBrokenWith200>},
      {"dsp.skips-doctype",
       kComponent,
       {"SEC-6"},
       "serves a request behind a document type declaration",
       with_dsp_rules<SkipsDoctype>},
      {"dsp.ignores-what-follows-the-document",
       kComponent,
       {"SEC-6"},
       "serves a request with something behind it",
       with_dsp_rules<IgnoresTail>},
      {"dsp.refuses-older-schema-version",
       kComponent,
       {"ACC-12"},
       "serves the newest schema version only",
       with_dsp_rules<RefusesOlderSchemaVersion>},
  };
}

std::vector<Defect> beliefs() {
  return {
      {"dsp.checks-document-at-transform-only",
       kComponent,
       {"SEC-1"},
       "does not check the XML signature around a signed pre-command",
       with_dsp_rules<ChecksDocumentAtTransformOnly>},
      {"dsp.goes-by-the-body",
       kComponent,
       {"ACC-4", "ACC-9"},
       "judges rights by the header and carries out the body",
       with_dsp_rules<GoesByTheBody>},
      {"dsp.takes-repeated-index",
       kComponent,
       {"ACC-9", "LBL-2"},
       "takes two entries for one switch",
       with_dsp_rules<TakesRepeatedIndex>},
      {"dsp.remembers-refused-requests",
       kComponent,
       {"ACC-9"},
       "takes a RequestID that it refused for a duplicate later",
       with_dsp_rules<RemembersRefused>},
      {"dsp.accepts-unsigned-pre-command",
       kComponent,
       {"SEC-1", "CTL-7"},
       "takes a pre-command that comes back unsigned",
       with_dsp_rules<AcceptsUnsignedPreCommand>},
      {"dsp.cuts-off-trailing-octets",
       kComponent,
       {"SEC-6", "CTL-11"},
       "cuts an octet off a signed pre-command that is too long",
       with_dsp_rules<CutsOffTail>},
      {"dsp.cancels-every-service",
       kComponent,
       {"TIM-5"},
       "takes a cancellation for all that the user has in store",
       with_dsp_rules<CancelsEveryService>},
      {"dsp.believes-any-response",
       kComponent,
       {"SEC-2", "IOP-4"},
       "hands on a response under another message code unverified",
       with_dsp_rules<BelievesAnyResponse>},
  };
}

}  // namespace

std::vector<Defect> dsp_document_defects() {
  auto all = unreadable_documents();
  for (const auto& defect : beliefs()) { all.push_back(defect); }
  return all;
}

}  // namespace enocheck::sim
