#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/defects/registry.h"
#include "sim/dsp/rules.h"

namespace enocheck::sim {

/// Seeded defects of the DSP, by what they break: who may do what, the way to GBCS, and the rest.
[[nodiscard]] std::vector<Defect> dsp_access_control_defects();
[[nodiscard]] std::vector<Defect> dsp_transform_defects();
[[nodiscard]] std::vector<Defect> dsp_request_management_defects();
[[nodiscard]] std::vector<Defect> dsp_rights_defects();
[[nodiscard]] std::vector<Defect> dsp_document_defects();
[[nodiscard]] std::vector<Defect> dsp_command_defects();

/// A text as template argument: a family of defects differs in a role or a service reference variant.
template <std::size_t Size>
struct Text {
  std::array<char, Size> characters{};
  // NOLINTNEXTLINE(google-explicit-constructor,*-avoid-c-arrays): a literal has to convert
  constexpr Text(const char (&literal)[Size]) { std::copy_n(literal, Size, characters.begin()); }
  [[nodiscard]] constexpr std::string_view view() const { return {characters.data(), Size - 1}; }
};

/// Conformant parts but for a DSP that decides by `Rules`.
template <class Rules>
class WithDspRules final : public PartsFactory {
 public:
  [[nodiscard]] std::unique_ptr<DspRules> dsp_rules(const Policy& policy) const override {
    return std::make_unique<Rules>(policy);
  }
};
template <class Rules>
std::unique_ptr<PartsFactory> with_dsp_rules() {
  return std::make_unique<WithDspRules<Rules>>();
}

}  // namespace enocheck::sim
