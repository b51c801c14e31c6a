#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "sim/defects/defect_lists.h"
#include "sim/dsp/rules.h"

namespace enocheck::sim {

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
