// Parse and Correlate programs whose MMC documents say something else than the message.
#include "sim/defects/defect_lists.h"
#include "sim/defects/parser_parts.h"
#include "xml/edit.h"

namespace enocheck::sim {
namespace {

class GivesAnEmptyDocument final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::optional<std::string> given_for_nothing() const override {
    return "<ra:GBCSResponse xmlns:ra=\"http://www.dccinterface.co.uk/ResponseAndAlert\" "
           "schemaVersion=\"5.4\"/>";
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

class MixesUpControllerStates final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    replace_all(mmc, "InputState>", "?State>");
    replace_all(mmc, "OutputState>", "InputState>");
    replace_all(mmc, "?State>", "OutputState>");
    return mmc;
  }
};

class MisnamesResults final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] std::string finished(std::string mmc) const override {
    replace_all(mmc, ">hardware-fault<", ">temporary-failure<");
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

}  // namespace

std::vector<Defect> mmc_defects() {
  return {
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
      parser<MixesUpControllerStates>("parse-and-correlate.mixes-up-controller-states",
                                      "gives the input of a controller for its output"),
      parser<MisnamesResults>("parse-and-correlate.misnames-results",
                              "says temporary-failure for a hardware-fault"),
      parser<GivesAnEmptyDocument>("parse-and-correlate.gives-an-empty-document",
                                   "gives an empty document for what it cannot parse"),
      parser<DropsAlertCode>("parse-and-correlate.drops-alert-code", "does not write the code of an alert"),
  };
}

}  // namespace enocheck::sim
