#include "sim/parts_factory.h"

#include "sim/comms_hub/comms_hub.h"
#include "sim/esme/esme_rules.h"
#include "sim/home/charger.h"
#include "sim/home/hcalcs.h"
#include "sim/parser/parse_and_correlate.h"
#include "sim/wan/wan.h"

namespace enocheck::sim {

std::unique_ptr<EsmeRules> PartsFactory::esme_rules(const Policy& policy) const {
  return std::make_unique<EsmeRules>(policy);
}
std::unique_ptr<HcalcsRules> PartsFactory::hcalcs_rules() const { return std::make_unique<HcalcsRules>(); }
std::unique_ptr<ChargerRules> PartsFactory::charger_rules() const { return std::make_unique<ChargerRules>(); }
std::unique_ptr<HubRules> PartsFactory::hub_rules() const { return std::make_unique<HubRules>(); }
std::unique_ptr<WanRules> PartsFactory::wan_rules() const { return std::make_unique<WanRules>(); }
std::unique_ptr<ParserRules> PartsFactory::parser_rules(const Policy& policy) const {
  return std::make_unique<ParserRules>(policy);
}

}  // namespace enocheck::sim
