// Parse and Correlate programs that take what is not theirs, refuse what is, or say something else in MMC.
#include <algorithm>
#include <array>

#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"
#include "sim/parser/parse_and_correlate.h"
#include "xml/edit.h"

namespace enocheck::sim {
namespace {

using transform::Mismatch;

class IgnoresCounter final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return !mismatch.field.ends_with("counter") && mismatch.field != "invoke id";
  }
};

/// Of a response: which device it is from.
class IgnoresOriginator final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return mismatch.field != "originator";
  }
};

class IgnoresTarget final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override { return mismatch.field != "target"; }
};

class IgnoresMessageCode final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return mismatch.field != "message code";
  }
};

class IgnoresSupplementaryParty final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return mismatch.field != "supplementary remote party";
  }
};

/// A pre-command with the right header is taken, whatever it does.
class IgnoresValues final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    constexpr std::array<std::string_view, 10> kOfHeader = {
        "originator", "target",    "originator counter", "message code", "supplementary remote party",
        "signature",  "date-time", "CRA flag",           "MAC",          "supplementary remote party counter",
    };
    return std::find(kOfHeader.begin(), kOfHeader.end(), mismatch.field) != kOfHeader.end();
  }
};

class IgnoresDuration final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override { return mismatch.field != "duration"; }
};

class IgnoresCraFlag final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return mismatch.field != "CRA flag" && mismatch.field != "signature";
  }
};

class IgnoresMissingSignature final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool matters(const Mismatch& mismatch) const override {
    return mismatch.field != "signature" && mismatch.field != "MAC";
  }
};

class TakesUnreadable final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool takes_unreadable() const override { return true; }
};

/// The program of before the change.
class KnowsNoEnoCodes final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::vector<MessageCode> eno_codes(std::string_view /*srv*/) const override { return {}; }
};

class KnowsNoEnoBoostCodes final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::vector<MessageCode> eno_codes(std::string_view srv) const override {
    if (srv == "7.9" || srv == "7.10") { return {}; }
    return ParserRules::eno_codes(srv);
  }
};

/// Takes any code that it knows, whatever service it is of.
class MixesUpEnoCodes final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::vector<MessageCode> eno_codes(std::string_view /*srv*/) const override {
    std::vector<MessageCode> all;
    for (const auto* const srv : {"7.6", "7.9", "7.11", "7.13", "8.7.1", "8.8.1"}) {
      const auto some = ParserRules::eno_codes(srv);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }
};

class ParsesNoAlerts final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool parses_alerts() const override { return false; }
};

constexpr std::string_view kHeader = "Header/";

/// The document with another text at `path`; as it is where there is nothing.
std::string with(std::string mmc, const std::string& path, const std::string& text) {
  return xml::set_at(mmc, path, text).value_or(mmc);
}
std::string without(std::string mmc, const std::string& path) {
  return xml::remove_at(mmc, path).value_or(mmc);
}
std::string header_value(const std::string& mmc, std::string_view name) {
  return xml::value_of(mmc, "//Header/" + std::string(name)).value_or("");
}
void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

class SaysSuccessOnFailure final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    replace_all(mmc, "MessageSuccess=\"false\"", "MessageSuccess=\"true\"");
    return mmc;
  }
};

class SwapsTheParties final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    const auto originator = header_value(mmc, "BusinessOriginatorID");
    const auto target = header_value(mmc, "BusinessTargetID");
    mmc = with(std::move(mmc), "Header/BusinessOriginatorID", target);
    return with(std::move(mmc), "Header/BusinessTargetID", originator);
  }
};

class DropsMmcCounter final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    return with(std::move(mmc), "Header/OriginatorCounter", "0");
  }
};

class DropsSupplementaryParty final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    for (const auto* const name : {"SupplementaryRemotePartyID", "SupplementaryRemotePartyCounter"}) {
      mmc = without(std::move(mmc), std::string(kHeader) + name);
    }
    return mmc;
  }
};

class DropsMessageCode final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    return without(std::move(mmc), "Header/GBCSHexadecimalMessageCode");
  }
};

/// ECS47 serves three services and ECS62 two: it names the first of each.
class NamesFirstServiceOfUseCase final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    const auto named = header_value(mmc, "ServiceReferenceVariant");
    const std::string first = named == "7.6" || named == "7.8" ? "7.5" : named == "7.10" ? "7.9" : named;
    return with(std::move(mmc), "Header/ServiceReferenceVariant", first);
  }
};

class CountsSwitchesFromZero final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    for (char digit = '1'; digit <= '5'; ++digit) {
      const std::string attribute = "Index=\"";
      replace_all(mmc, attribute + digit + "\"", attribute + static_cast<char>(digit - 1) + "\"");
    }
    return mmc;
  }
};

class ShowsSwitchesUpsideDown final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    replace_all(mmc, "State>true<", "State>?<");
    replace_all(mmc, "State>false<", "State>true<");
    replace_all(mmc, "State>?<", "State>false<");
    return mmc;
  }
};

class MixesUpBoostTimes final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    replace_all(mmc, "BoostEnd>", "Boost?>");
    replace_all(mmc, "BoostStart>", "BoostEnd>");
    replace_all(mmc, "Boost?>", "BoostStart>");
    return mmc;
  }
};

class NamesNoJoinError final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    const auto status = xml::value_of(mmc, "//ASN1Status");
    if (status && *status != "success") { replace_all(mmc, ">" + *status + "<", ">otherFailure<"); }
    return mmc;
  }
};

class DropsAlertCode final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    return without(std::move(mmc), "Body/DeviceAlertMessage/DeviceAlertContent/GBCSHexAlertCode");
  }
};

template <class Rules>
class ParserParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<ParserRules> parser_rules(const Policy& policy) const override {
    return std::make_unique<Rules>(policy);
  }
};

/// All of them break what Parse and Correlate is for.
template <class Rules>
Defect parser(std::string_view id, std::string_view description) {
  return {id, "parse-and-correlate", {"IOP-4"}, description, &make<ParserParts<Rules>>};
}

}  // namespace

std::vector<Defect> parser_defects() {
  return {
      parser<IgnoresCounter>("parse-and-correlate.ignores-counter", "takes a message with any counter"),
      parser<IgnoresOriginator>("parse-and-correlate.ignores-originator",
                                "takes a message of any originator"),
      parser<IgnoresTarget>("parse-and-correlate.ignores-target", "takes a message to any target"),
      parser<IgnoresMessageCode>("parse-and-correlate.ignores-message-code",
                                 "takes a message with any message code"),
      parser<IgnoresSupplementaryParty>("parse-and-correlate.ignores-supplementary-party",
                                        "takes what the broker asked for another party"),
      parser<IgnoresValues>("parse-and-correlate.ignores-values",
                            "takes a pre-command that does something else than the request asks for"),
      parser<IgnoresDuration>("parse-and-correlate.ignores-duration",
                              "takes a pre-command for another duration"),
      parser<IgnoresCraFlag>("parse-and-correlate.ignores-cra-flag", "takes an alert for a command"),
      parser<IgnoresMissingSignature>("parse-and-correlate.ignores-missing-signature",
                                      "takes a response without the protection that its service has"),
      parser<TakesUnreadable>("parse-and-correlate.takes-unreadable", "takes octets that are no message"),
      parser<KnowsNoEnoCodes>("parse-and-correlate.knows-no-eno-codes", "knows today's message codes alone"),
      parser<KnowsNoEnoBoostCodes>("parse-and-correlate.knows-no-eno-boost-codes",
                                   "knows the ENO's message codes but for the boost button's"),
      parser<MixesUpEnoCodes>("parse-and-correlate.mixes-up-eno-codes",
                              "takes the ENO's message code of another service"),
      parser<ParsesNoAlerts>("parse-and-correlate.parses-no-alerts", "parses nothing without its request"),
      parser<SaysSuccessOnFailure>("parse-and-correlate.says-success-on-failure",
                                   "says MessageSuccess whatever the results are"),
      parser<SwapsTheParties>("parse-and-correlate.swaps-the-parties",
                              "takes originator and target of the request for those of the response"),
      parser<DropsMmcCounter>("parse-and-correlate.drops-mmc-counter", "writes 0 for the originator counter"),
      parser<DropsSupplementaryParty>("parse-and-correlate.drops-supplementary-party",
                                      "does not say for whom the broker asked"),
      parser<DropsMessageCode>("parse-and-correlate.drops-message-code", "does not write the message code"),
      parser<NamesFirstServiceOfUseCase>("parse-and-correlate.names-first-service-of-use-case",
                                         "names 7.5 for 7.6 and 7.8, 7.9 for 7.10"),
      parser<CountsSwitchesFromZero>("parse-and-correlate.counts-switches-from-zero",
                                     "numbers the switches 0 to 4"),
      parser<ShowsSwitchesUpsideDown>("parse-and-correlate.shows-switches-upside-down",
                                      "says closed for an open switch"),
      parser<MixesUpBoostTimes>("parse-and-correlate.mixes-up-boost-times",
                                "gives the start of a boost for its end"),
      parser<NamesNoJoinError>("parse-and-correlate.names-no-join-error",
                               "says otherFailure for whatever keeps devices from joining"),
      parser<DropsAlertCode>("parse-and-correlate.drops-alert-code", "does not write the code of an alert"),
  };
}

}  // namespace enocheck::sim
