#include "sim/esme/response_rules.h"

namespace enocheck::sim {

gbcs::GroupingHeader ResponseRules::response_header(const gbcs::GroupingHeader& command) const {
  auto header = command;
  header.cra = gbcs::CraFlag::Response;
  header.originator = command.target;
  header.target = command.originator;
  return header;
}

bool ResponseRules::signs_response(const UseCaseRule& rule) const { return rule.critical; }

std::uint8_t ResponseRules::result_after_failure() const { return 250; }

}  // namespace enocheck::sim
