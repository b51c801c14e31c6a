#include "gbcs/use_case.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace enocheck::gbcs {
namespace {

using enum Tristate;

/// In the order of the codes.
constexpr auto kUseCases = std::to_array<UseCase>({
#define GBCS_USE_CASE(code, name, title, category, roles, replay_protected, gbcs_from, gbcs_before) \
  UseCase{MessageCode(code), name, title, category, roles, replay_protected, gbcs_from, gbcs_before},
#include "gbcs/use_case_table.inc"
#undef GBCS_USE_CASE
});

static_assert(std::is_sorted(kUseCases.begin(), kUseCases.end(),
                             [](const UseCase& a, const UseCase& b) { return a.code < b.code; }));

/// The next component of a version, and moves past it and its point. Nothing if there is no number.
std::optional<unsigned> next_component(std::string_view& version) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), value);
  if (error != std::errc{}) { return std::nullopt; }
  version.remove_prefix(static_cast<std::size_t>(end - version.data()));
  if (version.size() > 1 && version.front() == '.') { version.remove_prefix(1); }
  return value;
}

bool is_version(std::string_view text) {
  if (text.empty()) { return false; }
  while (!text.empty()) {
    if (!next_component(text)) { return false; }
  }
  return true;
}

}  // namespace

const UseCase* find_use_case(MessageCode code) {
  const auto* const found =
      std::lower_bound(kUseCases.begin(), kUseCases.end(), code,
                       [](const UseCase& row, MessageCode wanted) { return row.code < wanted; });
  return found != kUseCases.end() && found->code == code ? found : nullptr;
}

std::span<const UseCase> all_use_cases() { return kUseCases; }

std::string_view display_name(const UseCase& use_case) {
  return use_case.name.empty() ? use_case.title : use_case.name;
}

int compare_versions(std::string_view a, std::string_view b) {
  const bool a_is_version = is_version(a);
  const bool b_is_version = is_version(b);
  if (!a_is_version || !b_is_version) { return int{a_is_version} - int{b_is_version}; }
  while (!a.empty() || !b.empty()) {
    const auto left = next_component(a).value_or(0);
    const auto right = next_component(b).value_or(0);
    if (left != right) { return left < right ? -1 : 1; }
  }
  return 0;
}

}  // namespace enocheck::gbcs
