// ESMEs that store another label than the one sent, or one that they must not store.
#include <algorithm>
#include <cctype>

#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

class TruncatesLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    const auto label = EsmeRules::label_of(octets);
    return label ? std::optional(label->substr(0, 21)) : std::nullopt;
  }
};

class TrimsLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    auto label = EsmeRules::label_of(octets);
    if (label) { label->erase(label->find_last_not_of(' ') + 1); }
    return label;
  }
};

class PadsLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    auto label = EsmeRules::label_of(octets);
    if (label && label->size() % 2 == 1) { *label += ' '; }
    return label;
  }
};

class UpperCasesLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    auto label = EsmeRules::label_of(octets);
    if (label) {
      std::ranges::transform(*label, label->begin(),
                             [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    }
    return label;
  }
};

class AcceptsLongLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    return octets.size() > 22 ? std::optional(std::string(text_of(octets))) : EsmeRules::label_of(octets);
  }
};

class AcceptsUnprintableLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    const bool fits = !octets.empty() && octets.size() <= 22;
    return fits ? std::optional(std::string(text_of(octets))) : std::nullopt;
  }
};

class RefusesShortLabels final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    return octets.size() < 2 ? std::nullopt : EsmeRules::label_of(octets);
  }
};

class RefusesTilde final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    return std::ranges::find(octets, 0x7E) == octets.end() ? EsmeRules::label_of(octets) : std::nullopt;
  }
};

class LabelsClearOthers final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_label(EsmeState& state, std::size_t index, const std::string& label) const override {
    // The first label of a command comes with the lowest index: what stands behind it goes.
    for (std::size_t other = index; other < state.switches.size(); ++other) {
      state.switches.at(other).label.clear();
    }
    EsmeRules::write_label(state, index, label);
  }
};

class KeepsTailOfOldLabel final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_label(EsmeState& state, std::size_t index, const std::string& label) const override {
    const auto& old = state.switches.at(index).label;
    const auto tail = old.size() > label.size() ? old.substr(label.size()) : std::string();
    EsmeRules::write_label(state, index, label + tail);
  }
};

class IgnoresFifthLabel final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_label(EsmeState& state, std::size_t index, const std::string& label) const override {
    if (index != 4) { EsmeRules::write_label(state, index, label); }
  }
};

class ShowsEqualLabelsOnce final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::string shown_label(const EsmeState& state, std::size_t index) const override {
    auto label = EsmeRules::shown_label(state, index);
    for (std::size_t before = 0; before < index; ++before) {
      if (state.switches.at(before).label == label) { return {}; }
    }
    return label;
  }
};

class NamesTheUnlabelled final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::string shown_label(const EsmeState& state, std::size_t index) const override {
    const auto label = EsmeRules::shown_label(state, index);
    const bool is_unlabelled = label.empty() && state.switches.at(index).kind != SwitchKind::None;
    return is_unlabelled ? "EV CHARGER " + std::to_string(index + 1) : label;
  }
};

class AbbreviatesHeaters final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::string> label_of(ByteView octets) const override {
    constexpr std::string_view kWord = "HEATER";
    auto label = EsmeRules::label_of(octets);
    const auto at = label ? label->find(kWord) : std::string::npos;
    if (at != std::string::npos) { label->replace(at, kWord.size(), "HTR"); }
    return label;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_label_defects() {
  return {
      defect<TruncatesLabels>("esme.label-truncated", {"LBL-1", "LBL-2", "LBL-5"},
                              "keeps 21 characters of a label"),
      defect<TrimsLabels>("esme.label-trimmed", {"LBL-1"}, "drops blanks at the end of a label"),
      defect<PadsLabels>("esme.label-padded", {"LBL-1", "LBL-5"},
                         "pads a label to an even number of characters"),
      defect<UpperCasesLabels>("esme.label-upper-case", {"LBL-1", "LBL-2", "LBL-5"},
                               "writes labels in capitals"),
      defect<AcceptsLongLabels>("esme.label-accepts-23", {"LBL-2"}, "accepts labels of more than 22 octets"),
      defect<AcceptsUnprintableLabels>("esme.label-accepts-unprintable", {"LBL-2"},
                                       "accepts labels with any octets"),
      defect<RefusesShortLabels>("esme.label-refuses-one-character", {"LBL-2"},
                                 "refuses labels of one character"),
      defect<RefusesTilde>("esme.label-refuses-tilde", {"LBL-2"}, "takes the tilde for unprintable"),
      defect<LabelsClearOthers>("esme.labels-clear-others", {"LBL-7"},
                                "setting a label clears those of the switches after it"),
      defect<KeepsTailOfOldLabel>("esme.label-keeps-old-tail", {"LBL-1"},
                                  "leaves the end of a longer old label behind a new one"),
      defect<ShowsEqualLabelsOnce>("esme.shows-equal-labels-once", {"LBL-4"},
                                   "tells a label that two switches have for the first of them only"),
      defect<NamesTheUnlabelled>(
          "esme.names-the-unlabelled", {"LBL-6", "LBL-4"},
          "takes each switch without a label for a charger, and tells a label that says so"),
      defect<AbbreviatesHeaters>("esme.label-abbreviates-heaters", {"LBL-5"},
                                 "writes HTR where the standard label says HEATER"),
      defect<IgnoresFifthLabel>("esme.label-5-lost", {"LBL-1", "LBL-7"},
                                "never writes the label of switch 5"),
  };
}

}  // namespace enocheck::sim
