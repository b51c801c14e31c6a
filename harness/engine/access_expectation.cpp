#include "engine/access_expectation.h"

#include <algorithm>

namespace enocheck::engine {
namespace {

using catalogue::CellSelector;

template <class Set, class Value>
bool takes(const Set& set, const Value& value) {
  return set.empty() || set.contains(value);
}

std::string_view name_of(CellDevice device) {
  switch (device) {
    case CellDevice::Meter: return "meter";
    case CellDevice::Dcc: return "dcc";
    case CellDevice::Unknown: return "unknown";
  }
  return {};
}

bool fits_variant(const AccessCell& cell) {
  const auto& variants = cell.service->kind.variants;
  return std::ranges::find(variants, cell.variant) != variants.end();
}

bool is_refusal(const std::vector<std::string>& outcomes) {
  return std::none_of(outcomes.begin(), outcomes.end(), [](const std::string& outcome) {
    return outcome == "accepted" || outcome == "passed";
  });
}

}  // namespace

std::string_view accepted_answer(std::uint8_t variant) {
  switch (variant) {
    case 1:
    case 5: return "I99 sent";
    case 2:
    case 6: return "I0 local-command";
    case 3:
    case 7: return "I0 local-command sent";
    case 4: return "I0 pre-command";
    default: return "I0";
  }
}

Result<std::vector<std::string>> AccessExpectations::resolved(const std::vector<std::string>& outcomes,
                                                              const catalogue::Profile& profile) {
  constexpr std::string_view kProfile = "profile:";
  std::vector<std::string> words;
  for (const auto& outcome : outcomes) {
    if (!outcome.starts_with(kProfile)) {
      words.push_back(outcome);
      continue;
    }
    const auto value = profile.value_of(outcome.substr(kProfile.size()));
    if (!value) {
      return failure(ErrorCode::BadValue,
                     "profile " + profile.name + " has no " + outcome.substr(kProfile.size()));
    }
    words.push_back(*value);
  }
  return words;
}

Result<AccessExpectations> AccessExpectations::create(const catalogue::AccessMatrix& matrix,
                                                      const catalogue::Profile& profile) {
  AccessExpectations expectations(matrix);
  for (const auto& grant : matrix.grants) {
    const auto holds = grant.condition.holds_in(profile);
    if (!holds) { return tl::unexpected(holds.error()); }
    if (*holds) { expectations.grants_.push_back(&grant); }
  }
  for (const auto& rule : matrix.rules) {
    const auto holds = rule.cells.condition.holds_in(profile);
    if (!holds) { return tl::unexpected(holds.error()); }
    auto outcomes = resolved(rule.outcomes, profile);
    if (!outcomes) { return tl::unexpected(outcomes.error()); }
    if (*holds) { expectations.rules_.push_back({&rule, *std::move(outcomes)}); }
  }
  return expectations;
}

bool AccessExpectations::has_right(const AccessCell& cell) const {
  const auto& today = cell.service->roles;
  const auto& roles = cell.user->roles;
  return std::find_first_of(roles.begin(), roles.end(), today.begin(), today.end()) != roles.end() ||
         std::any_of(grants_.begin(), grants_.end(), [&](const auto* grant) {
           return grant->services.contains(cell.service->srv) && grant->users.contains(cell.user->id);
         });
}

bool AccessExpectations::fits(const CellSelector& selector, const AccessCell& cell,
                              const Premises& premises) const {
  // What only a meter has is asked of meters only.
  const bool of_meter =
      !selector.firmware.empty() || !selector.registrations.empty() || !selector.statuses.empty();
  if (of_meter && premises.device != CellDevice::Meter) { return false; }
  return takes(selector.services, cell.service->srv) && takes(selector.users, cell.user->id) &&
         takes(selector.variants, cell.variant) &&
         (selector.device.empty() || selector.device == name_of(premises.device)) &&
         (selector.firmware.empty() || selector.firmware.contains(premises.firmware->id)) &&
         (selector.registrations.empty() || selector.registrations.contains(premises.registration->id)) &&
         takes(selector.statuses, premises.status) &&
         (!selector.fits || *selector.fits == fits_variant(cell)) &&
         (!selector.right || *selector.right == has_right(cell));
}

ExpectedCell AccessExpectations::of(const AccessCell& cell, const Premises& premises) const {
  const auto first = std::ranges::find_if(
      rules_, [&](const ActiveRule& rule) { return fits(rule.rule->cells, cell, premises); });
  // The reader sees to it that the last rule fits every cell.
  ExpectedCell expected{first->rule, first->outcomes};
  if (!matrix_->ordered && is_refusal(expected.outcomes)) {
    add_codes_of_other_faults(expected, cell, premises);
  }
  return expected;
}

void AccessExpectations::add_codes_of_other_faults(ExpectedCell& expected, const AccessCell& cell,
                                                   const Premises& premises) const {
  for (const auto& rule : rules_) {
    if (rule.rule != expected.rule && is_refusal(rule.outcomes) && fits(rule.rule->cells, cell, premises)) {
      expected.outcomes.insert(expected.outcomes.end(), rule.outcomes.begin(), rule.outcomes.end());
    }
  }
}

bool AccessExpectations::holds(const std::vector<std::string>& outcomes, const AccessCell& cell,
                               const CellAnswer& answer) const {
  // A non-device request is answered with data, or, where there is none, with I99 (DUIS brief 6.1).
  constexpr std::uint8_t kNonDevice = 8;
  const bool is_accepted =
      answer.text == accepted_answer(cell.variant) || (cell.variant == kNonDevice && answer.text == "I99");
  const bool is_bare_error = answer.text.starts_with('E') && answer.text.find(' ') == std::string::npos;
  return std::any_of(outcomes.begin(), outcomes.end(), [&](const std::string& outcome) {
    if (outcome == "accepted") { return is_accepted; }
    if (outcome == "passed") {
      return is_accepted || (is_bare_error && !matrix_->access_codes.contains(answer.text));
    }
    return answer.text == outcome;
  });
}

}  // namespace enocheck::engine
