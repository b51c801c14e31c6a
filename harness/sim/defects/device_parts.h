#pragma once

#include <memory>

#include "sim/comms_hub/comms_hub.h"
#include "sim/esme/esme_rules.h"
#include "sim/home/charger.h"
#include "sim/home/hcalcs.h"
#include "sim/parts_factory.h"
#include "sim/wan/wan.h"

namespace enocheck::sim {

/// Parts that are conformant but for one component, which decides by `Rules`.
template <class Rules>
class EsmeParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<EsmeRules> esme_rules(const Policy& policy) const override {
    return std::make_unique<Rules>(policy);
  }
};
template <class Rules>
class HcalcsParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<HcalcsRules> hcalcs_rules() const override {
    return std::make_unique<Rules>();
  }
};
template <class Rules>
class ChargerParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<ChargerRules> charger_rules() const override {
    return std::make_unique<Rules>();
  }
};
template <class Rules>
class HubParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<HubRules> hub_rules() const override { return std::make_unique<Rules>(); }
};
template <class Rules>
class WanParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<WanRules> wan_rules() const override { return std::make_unique<Rules>(); }
};

/// `&make<EsmeParts<Rules>>` is what a Defect holds.
template <class Parts>
[[nodiscard]] std::unique_ptr<PartsFactory> make() {
  return std::make_unique<Parts>();
}

}  // namespace enocheck::sim
