// DSPs that distribute images wrongly, or learn the wrong version of a meter's firmware.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

class LearnsAtDelivery final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> version_after_delivery(std::string_view version) const override {
    return std::string(version);
  }
};

class LearnsNothingFromActivation final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> version_after(const gbcs::FirmwareOutcome&) const override {
    return std::nullopt;
  }
};

class LearnsNothingFromRead final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool learns_from_read() const override { return false; }
};

class TellsNoMismatch final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool tells_mismatch() const override { return false; }
};

class TakesUnlistedImages final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_image(const Inventory& inventory, const FirmwareImage& image,
                                 std::string_view version) const override {
    return inventory.find_product(version) == nullptr || DspRules::takes_image(inventory, image, version);
  }
};

class TakesAnyImageOfAVersion final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_image(const Inventory& inventory, const FirmwareImage& /*image*/,
                                 std::string_view version) const override {
    const auto* const product = inventory.find_product(version);
    return product != nullptr && product->is_active;
  }
};

class TakesRemovedProducts final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_image(const Inventory& inventory, const FirmwareImage& image,
                                 std::string_view version) const override {
    const auto* const product = inventory.find_product(version);
    return product != nullptr && product->hash == image.hash;
  }
};

class DistributesToOthersMeters final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_have_image(const Inventory& /*inventory*/, const UserSetup& /*user*/,
                                    std::string_view /*role*/, const InventoryDevice& /*device*/,
                                    Instant /*at*/) const override {
    return true;
  }
};

class SendsImageToFirstMeter final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::vector<Eui64> image_recipients(const std::vector<Eui64>& named) const override {
    return {named.front()};
  }
};

class ActivatesAnotherHash final : public DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto other = request;
    if (auto* const body = std::get_if<duis::ActivateFirmware>(&other.body)) {
      std::reverse(body->hash.begin(), body->hash.end());
    }
    return DspRules::transform(other, addressing, code);
  }
};

constexpr std::string_view kInventory = "dsp.access-control";
constexpr std::string_view kRequests = "dsp.request-management";

}  // namespace

std::vector<Defect> dsp_firmware_defects() {
  return {
      {"dsp.learns-version-at-delivery",
       kInventory,
       {"FW-3"},
       "takes a meter to run an image that was only distributed to it",
       with_dsp_rules<LearnsAtDelivery>},
      {"dsp.learns-nothing-from-activation",
       kInventory,
       {"FW-3"},
       "keeps the old version of a meter that has activated another",
       with_dsp_rules<LearnsNothingFromActivation>},
      {"dsp.learns-nothing-from-11.2",
       kInventory,
       {"FW-3"},
       "keeps the old version of a meter that says that it runs another",
       with_dsp_rules<LearnsNothingFromRead>},
      {"dsp.tells-no-firmware-mismatch",
       kRequests,
       {"FW-3"},
       "does not tell the supplier that a meter runs other firmware than the inventory had",
       with_dsp_rules<TellsNoMismatch>},
      {"dsp.takes-unlisted-images",
       kInventory,
       {"FW-3"},
       "distributes images that the Central Products List does not have",
       with_dsp_rules<TakesUnlistedImages>},
      {"dsp.takes-other-images-of-a-version",
       kInventory,
       {"FW-3"},
       "does not compare an image's hash with the Central Products List",
       with_dsp_rules<TakesAnyImageOfAVersion>},
      {"dsp.takes-removed-products",
       kInventory,
       {"FW-3"},
       "distributes images that were taken off the Central Products List",
       with_dsp_rules<TakesRemovedProducts>},
      {"dsp.distributes-to-others-meters",
       kInventory,
       {"FW-3", "ACC-7"},
       "distributes images to meters of other suppliers",
       with_dsp_rules<DistributesToOthersMeters>},
      {"dsp.sends-image-to-first-meter",
       kRequests,
       {"FW-3"},
       "distributes an image to the first of the meters that 11.1 names",
       with_dsp_rules<SendsImageToFirstMeter>},
      {"dsp.activates-another-hash",
       "dsp.transform",
       {"FW-3", "IOP-4"},
       "turns the hash of 11.3 round",
       with_dsp_rules<ActivatesAnotherHash>},
  };
}

}  // namespace enocheck::sim
