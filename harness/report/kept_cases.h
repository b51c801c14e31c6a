#pragma once

#include <optional>
#include <string_view>

#include "engine/verdict.h"

namespace enocheck::report {

/// Of which cases something is kept.
enum class KeptCases {
  All,
  Failed,  ///< all that are neither pass nor skip
  None
};

/// "all", "failed", "none"
[[nodiscard]] constexpr std::optional<KeptCases> parse_kept_cases(std::string_view text) {
  if (text == "all") { return KeptCases::All; }
  if (text == "failed") { return KeptCases::Failed; }
  if (text == "none") { return KeptCases::None; }
  return std::nullopt;
}

[[nodiscard]] constexpr bool is_kept(KeptCases kept, engine::Verdict verdict) {
  if (kept != KeptCases::Failed) { return kept == KeptCases::All; }
  return verdict != engine::Verdict::Pass && verdict != engine::Verdict::Skip;
}

}  // namespace enocheck::report
