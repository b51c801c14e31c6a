#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "catalogue/world.h"
#include "engine/case_result.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

/// How long an answer may take: as long as the DSP gives a device for it, and the way.
inline constexpr Duration kPatienceApart = std::chrono::seconds(55);

/// A request of the meter's supplier; its id is its service reference variant.
[[nodiscard]] catalogue::Send sent_by_supplier(const catalogue::WorldMeter& meter, const std::string& srv);
/// The request, and that the meter does what it asks, with these values in its answer.
[[nodiscard]] std::vector<catalogue::Step> done(catalogue::Send request,
                                                std::vector<catalogue::ExpectedValue> values = {});
/// Runs steps that are no case's: what is done around cases, or before them all. Nothing if all hold.
[[nodiscard]] std::optional<Stop> run_apart(const Surroundings& surroundings, const catalogue::World& world,
                                            const std::vector<catalogue::Step>& steps);
/// What did not hold, for people.
[[nodiscard]] std::string in_words(const Stop& stop);

}  // namespace enocheck::engine
