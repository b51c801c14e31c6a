// Parse and Correlate programs that take what is not theirs, or refuse what is.
#include <algorithm>
#include <array>

#include "sim/defects/defect_lists.h"
#include "sim/defects/parser_parts.h"

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

class FindsNoResets final : public ParserRules {
  using ParserRules::ParserRules;
  [[nodiscard]] bool knows(std::string_view srv) const override { return srv != "7.8"; }
};

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
      parser<FindsNoResets>("parse-and-correlate.finds-no-resets", "correlates nothing with a 7.8"),
  };
}

}  // namespace enocheck::sim
