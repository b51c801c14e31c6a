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

constexpr std::array kToday = {
    Right{"6.2.4", kEverybody},
    Right{"6.14.1", "IS"},
    Right{"6.14.2", "IS"},
    Right{"6.14.3", "IS"},
    Right{"6.15.1", "IS GS ED GT"},
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
    Right{"8.1.1", "IS GS"},
    Right{"8.2", kEverybody},
    Right{"8.4", kEverybody},
    Right{"8.7.1", "IS GS"},
    Right{"8.7.2", "IS GS OU"},
    Right{"8.8.1", "IS GS"},
    Right{"8.8.2", "IS GS OU"},
    Right{"8.11", "IS GS OU"},
    Right{"11.2", kEverybody},
    Right{"11.3", "IS GS"},
    Right{"12.2", kEverybody},
};

/// What else the distributor may send today; who else may is outside the sources at hand.
constexpr std::string_view kDistributorToday =
    "4.1.1 4.1.2 4.1.3 4.2 4.8.1 4.8.2 4.8.3 4.10 4.12.1 4.12.2 4.15 4.16 4.17 5.1 5.2 5.3 6.2.1 6.2.2 6.2.7 "
    "6.2.10 6.5 6.13 6.18.1 6.18.2 6.22 6.24.1 6.27 7.4 12.1";

/// What SECMP0046 gives the distributor (Requirements 2 and 4).
constexpr std::string_view kChange = "7.6 7.8 7.9 7.10 7.11";

}  // namespace

bool has_right(std::string_view role, std::string_view variant, const RightsInForce& in_force) {
  const auto* const row = std::ranges::find(kToday, variant, &Right::variant);
  if (row != kToday.end() && is_among(role, row->roles)) { return true; }
  if (role != "ED") { return false; }
  return is_among(variant, kDistributorToday) || (in_force.change && is_among(variant, kChange)) ||
         (in_force.eno_labels && variant == "6.14.1");
}

}  // namespace enocheck::sim
