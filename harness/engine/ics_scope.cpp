#include "engine/ics_scope.h"

#include <fmt/format.h>

#include "engine/case_devices.h"

namespace enocheck::engine {
namespace {

std::string cite(const catalogue::Ics& ics, const std::string& item, const std::string& claimed,
                 const std::string& needed) {
  return fmt::format("{}, item {}: claims {}; the case needs {}", ics.file, item, claimed, needed);
}

std::optional<std::string> of_switch(const catalogue::Ics& ics, unsigned index,
                                     const catalogue::WorldSwitch& needed) {
  const auto& claimed = ics.switches.at(index - 1);
  const auto item = fmt::format("switch {}", index);
  if (claimed.kind != needed.kind) { return cite(ics, item, claimed.kind, needed.kind); }
  if (needed.kind == "hcalcs" && claimed.band != needed.band) {
    return cite(ics, item + " band", claimed.band, needed.band);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> reason_not_claimed(const catalogue::Testcase& testcase, const catalogue::Ics& ics,
                                              const catalogue::World& world) {
  for (const auto& [name, use] : meters_used(testcase.steps, world)) {
    const auto& meter = *world.find_meter(name);
    if (meter.gbcs_version != ics.gbcs_version) {
      return cite(ics, "gbcs-version", ics.gbcs_version, meter.gbcs_version);
    }
    if (use.is_boosted && meter.has_boost_button != ics.has_boost) {
      return cite(ics, "boost", ics.has_boost ? "a button" : "none",
                  meter.has_boost_button ? "a button" : "none");
    }
    for (const auto index : use.switches) {
      if (auto why = of_switch(ics, index, meter.switches.at(index - 1))) { return why; }
    }
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
