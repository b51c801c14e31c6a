#include "sim/dsp/rights.h"

#include <algorithm>
#include <array>

#include "sim/dsp/service_table.h"

namespace enocheck::sim {
namespace {

struct Right {
  std::string_view variant;
  std::string_view roles;
};

constexpr std::string_view kEverybody = "IS ES GS RSA ED GT OU";

/// Who may send what today, of all 129 variants. Source: DUIS brief 5.1; the public service request matrix of
/// duis-parser.
constexpr std::array kToday = {
    Right{"1.1.1", "IS GS"},
    Right{"1.1.2", "IS"},
    Right{"1.2.1", "IS GS"},
    Right{"1.2.2", "IS"},
    Right{"1.5", "IS GS"},
    Right{"1.6", "IS GS"},
    Right{"1.7", "IS"},
    Right{"2.1", "IS GS"},
    Right{"2.2", "IS GS"},
    Right{"2.3", "IS GS"},
    Right{"2.5", "IS GS"},
    Right{"3.1", "IS GS"},
    Right{"3.2", "IS GS"},
    Right{"3.3", "IS GS"},
    Right{"3.4", "IS GS"},
    Right{"3.5", "IS GS"},
    Right{"4.1.1", "IS GS ED GT"},
    Right{"4.1.2", "IS GS ED GT"},
    Right{"4.1.3", "IS ED"},
    Right{"4.1.4", "GS"},
    Right{"4.2", "ES ED"},
    Right{"4.3", "IS GS"},
    Right{"4.4.2", "IS GS"},
    Right{"4.4.3", "IS GS"},
    Right{"4.4.4", "IS GS"},
    Right{"4.4.5", "IS GS"},
    Right{"4.6.1", "IS GS"},
    Right{"4.6.2", "ES"},
    Right{"4.8.1", "IS GS ED GT OU"},
    Right{"4.8.2", "IS ED OU"},
    Right{"4.8.3", "ES ED OU"},
    Right{"4.10", "IS GS ED GT"},
    Right{"4.11.1", "IS GS OU"},
    Right{"4.11.2", "IS OU"},
    Right{"4.12.1", "IS ED"},
    Right{"4.12.2", "ES ED"},
    Right{"4.13", "IS GS"},
    Right{"4.14", "IS GS"},
    Right{"4.15", "IS ED"},
    Right{"4.16", "IS ED"},
    Right{"4.17", "IS GS ED GT OU"},
    Right{"4.18", "IS GS"},
    Right{"5.1", "IS ES GS ED GT OU"},
    Right{"5.2", "IS ES GS ED GT OU"},
    Right{"5.3", "IS ES GS ED GT OU"},
    Right{"6.2.1", "IS RSA ED"},
    Right{"6.2.2", "IS RSA ED"},
    Right{"6.2.3", "IS GS RSA"},
    Right{"6.2.4", kEverybody},
    Right{"6.2.5", "IS RSA"},
    Right{"6.2.7", kEverybody},
    Right{"6.2.8", "GS RSA GT"},
    Right{"6.2.9", "IS GS RSA"},
    Right{"6.2.10", "IS GS ED"},
    Right{"6.4.1", "IS"},
    Right{"6.4.2", "IS"},
    Right{"6.5", "ED"},
    Right{"6.6", "GS"},
    Right{"6.7", "GS"},
    Right{"6.8", "IS GS"},
    Right{"6.11", "IS GS"},
    Right{"6.12", "IS"},
    Right{"6.13", "IS GS RSA ED GT"},
    Right{"6.14.1", "IS"},
    Right{"6.14.2", "IS"},
    Right{"6.14.3", "IS"},
    Right{"6.15.1", "IS GS ED GT"},
    Right{"6.15.2", "IS GS"},
    Right{"6.17", "IS GS"},
    Right{"6.18.1", "ED"},
    Right{"6.18.2", "ED"},
    Right{"6.20.1", "IS GS"},
    Right{"6.20.2", "ES"},
    Right{"6.21", "IS GS"},
    Right{"6.22", "IS GS ED"},
    Right{"6.23", "IS GS"},
    Right{"6.24.1", "IS GS ED GT"},
    Right{"6.24.2", "IS GS"},
    Right{"6.25", "IS"},
    Right{"6.26", "IS"},
    Right{"6.27", "ED"},
    Right{"6.28", "IS GS"},
    Right{"6.29", "IS GS"},
    Right{"6.30", "IS GS RSA"},
    Right{"6.31", "IS GS RSA"},
    Right{"6.32", "IS GS RSA"},
    Right{"7.1", "IS"},
    Right{"7.2", "IS GS"},
    Right{"7.3", "IS GS"},
    Right{"7.4", "IS ES GS RSA ED GT"},
    Right{"7.5", "IS"},
    Right{"7.6", "IS"},
    Right{"7.7", "IS ED OU"},
    Right{"7.8", "IS"},
    Right{"7.9", "IS"},
    Right{"7.10", "IS"},
    Right{"7.11", "IS OU"},
    Right{"7.12", "IS"},
    Right{"7.13", "IS"},
    Right{"7.14", "IS ED OU"},
    Right{"7.15", "IS ED OU"},
    Right{"7.16", ""},
    Right{"8.1.1", "IS GS"},
    Right{"8.2", kEverybody},
    Right{"8.3", "IS GS"},
    Right{"8.4", kEverybody},
    Right{"8.5", ""},
    Right{"8.6", ""},
    Right{"8.7.1", "IS GS"},
    Right{"8.7.2", "IS GS OU"},
    Right{"8.8.1", "IS GS"},
    Right{"8.8.2", "IS GS OU"},
    Right{"8.9", "IS GS OU"},
    Right{"8.11", "IS GS OU"},
    Right{"8.12.1", "IS GS"},
    Right{"8.12.2", "IS GS"},
    Right{"8.13", "IS GS"},
    Right{"8.14.1", "IS GS"},
    Right{"8.14.2", "IS GS"},
    Right{"8.14.3", "IS GS"},
    Right{"8.14.4", "IS GS"},
    Right{"9.1", "OU"},
    Right{"11.1", "IS GS"},
    Right{"11.2", kEverybody},
    Right{"11.3", "IS GS"},
    Right{"11.4", "IS GS"},
    Right{"12.1", kEverybody},
    Right{"12.2", kEverybody},
    Right{"14.1", "GT"},
};

/// What SECMP0046 gives the distributor (Requirements 2 and 4).
constexpr std::string_view kChange = "7.6 7.8 7.9 7.10 7.11";

/// What Requirement 3 adds.
constexpr std::string_view kRequirement3 = "8.7.1 8.8.1 8.11";

}  // namespace

bool has_right(std::string_view role, std::string_view variant, const RightsInForce& in_force) {
  const auto* const row = std::ranges::find(kToday, variant, &Right::variant);
  if (row != kToday.end() && is_among(role, row->roles)) { return true; }
  if (role != "ED") { return false; }
  return (in_force.change && is_among(variant, kChange)) ||
         (in_force.change && in_force.eno_controllers && variant == "7.13") ||
         (in_force.eno_labels && variant == "6.14.1") || (in_force.joins && is_among(variant, kRequirement3));
}

}  // namespace enocheck::sim
