#pragma once

#include "sim/defects/device_parts.h"
#include "sim/defects/registry.h"
#include "sim/parser/parse_and_correlate.h"

namespace enocheck::sim {

template <class Rules>
class ParserParts final : public PartsFactory {
  [[nodiscard]] std::unique_ptr<ParserRules> parser_rules(const Policy& policy) const override {
    return std::make_unique<Rules>(policy);
  }
};

/// All of them break what Parse and Correlate is for.
template <class Rules>
[[nodiscard]] Defect parser(std::string_view id, std::string_view description) {
  return {id, "parse-and-correlate", {"IOP-4"}, description, &make<ParserParts<Rules>>};
}

}  // namespace enocheck::sim
