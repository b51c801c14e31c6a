// ESMEs that treat firmware images and their activation wrongly.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

class KeepsOldGbcsVersion final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void activate(EsmeState& state) const override {
    const auto before = state.gbcs_version;
    EsmeRules::activate(state);
    state.gbcs_version = before;
  }
};

class ActivatesAnyHash final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] gbcs::FirmwareResult result_of_activation(const EsmeState& state,
                                                          ByteView /*hash*/) const override {
    return state.image ? gbcs::FirmwareResult::Success : gbcs::FirmwareResult::NoImageHeld;
  }
};

class ActivatesWithoutImage final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] gbcs::FirmwareResult result_of_activation(const EsmeState& state,
                                                          ByteView hash) const override {
    return state.image ? EsmeRules::result_of_activation(state, hash) : gbcs::FirmwareResult::Success;
  }
};

class ActivatesAtDelivery final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void keep_image(EsmeState& state, const FirmwareImage& image) const override {
    EsmeRules::keep_image(state, image);
    EsmeRules::activate(state);
  }
};

class ConfirmsNoImage final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool confirms_image() const override { return false; }
};

class NamesVersionOfHeldImage final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::string named_version(const EsmeState& state) const override {
    return state.image ? state.image->firmware.version : EsmeRules::named_version(state);
  }
};

class ActivatesAtOnce final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant time_of_activation(Instant /*asked*/, Instant now) const override { return now; }
};

class KeepsCancelledActivation final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool cancels_activation() const override { return false; }
};

class TellsNoOutcome final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool tells_outcome() const override { return false; }
};

class ForgetsImage final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    state.image.reset();
    return state;
  }
};

/// Runs from the bank that it ran from before: the image slot holds the old firmware after an activation.
class ForgetsActivation final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void activate(EsmeState& state) const override {
    const FirmwareImage before{{state.firmware_version, state.gbcs_version}, {}};
    EsmeRules::activate(state);
    state.image = before;
  }
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    if (state.image && state.image->hash.empty()) { EsmeRules::activate(state); }
    return state;
  }
};

class ForgetsDatedActivation final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    state.dated_firmware.reset();
    return state;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_firmware_defects() {
  return {
      defect<KeepsOldGbcsVersion>("esme.keeps-old-use-cases-after-activation", {"FW-3"},
                                  "runs new firmware with the use cases of the old one"),
      defect<ActivatesAnyHash>("esme.activates-any-hash", {"FW-3"},
                               "activates the image that it holds, whatever hash is named"),
      defect<ActivatesWithoutImage>("esme.activates-without-image", {"FW-3"},
                                    "says that it activated an image that it does not hold"),
      defect<ActivatesAtDelivery>("esme.activates-at-delivery", {"FW-3"},
                                  "runs a new image as soon as it is distributed"),
      defect<ConfirmsNoImage>("esme.confirms-no-image", {"FW-3"}, "sends no alert 8F72 for a new image"),
      defect<NamesVersionOfHeldImage>("esme.names-version-of-held-image", {"FW-3"},
                                      "gives the version of the image that it holds for the one that runs"),
      defect<ActivatesAtOnce>("esme.activates-dated-firmware-at-once", {"FW-3"},
                              "does not wait with a future-dated activation"),
      defect<KeepsCancelledActivation>("esme.keeps-cancelled-activation", {"FW-3"},
                                       "carries out a future-dated activation that was cancelled"),
      defect<TellsNoOutcome>("esme.tells-no-outcome", {"FW-3", "CTL-3"},
                             "sends no alert about what it was to do later"),
      defect<ForgetsImage>("esme.forgets-image-on-power-loss", {"FW-3", "CTL-12"},
                           "holds no image after a power cut"),
      defect<ForgetsActivation>("esme.forgets-firmware-on-power-loss", {"FW-3", "CTL-12"},
                                "runs the old firmware after a power cut"),
      defect<ForgetsDatedActivation>("esme.forgets-dated-firmware-on-power-loss", {"FW-3", "CTL-12"},
                                     "forgets a future-dated activation with its power"),
  };
}

}  // namespace enocheck::sim
