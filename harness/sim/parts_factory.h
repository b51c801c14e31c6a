#pragma once

#include <memory>

#include "sim/policy.h"

namespace enocheck::sim {

class ChargerRules;
class DspRules;
class EsmeRules;
class HcalcsRules;
class HubRules;
class ParserRules;
class WanRules;

/// Makes what each party decides by. These are the conformant rules; a defect (sim/defects/) derives from
/// this and replaces one of them. A party asks its rules at every decision and never knows which ones it has.
class PartsFactory {
 public:
  PartsFactory() = default;
  PartsFactory(const PartsFactory&) = delete;
  PartsFactory& operator=(const PartsFactory&) = delete;
  virtual ~PartsFactory() = default;

  [[nodiscard]] virtual std::unique_ptr<DspRules> dsp_rules(const Policy& policy) const;
  [[nodiscard]] virtual std::unique_ptr<EsmeRules> esme_rules(const Policy& policy) const;
  [[nodiscard]] virtual std::unique_ptr<HcalcsRules> hcalcs_rules() const;
  [[nodiscard]] virtual std::unique_ptr<ChargerRules> charger_rules() const;
  [[nodiscard]] virtual std::unique_ptr<HubRules> hub_rules() const;
  [[nodiscard]] virtual std::unique_ptr<WanRules> wan_rules() const;
  [[nodiscard]] virtual std::unique_ptr<ParserRules> parser_rules(const Policy& policy) const;
};

}  // namespace enocheck::sim
