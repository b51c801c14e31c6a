#include "engine/response_value.h"

#include <array>

#include <fmt/format.h>

#include "transform/mmc_output.h"
#include "xml/edit.h"

namespace enocheck::engine {
namespace {

/// Names of values, and where they are in the MMC document; `#` is the index. Source: DUIS brief 8.2.
struct NamedValue {
  std::string_view name;
  bool is_indexed;
  std::string_view path;
};
constexpr std::array<NamedValue, 15> kValues = {{
    {"label", true, "//AuxiliaryLoadControlSwitch[@Index=#]/Description"},
    {"hcalcs", true, "//AuxiliaryLoadControlSwitch[@Index=#]/TypeAndIdentifier/HCALCS"},
    {"type", true, "name(//AuxiliaryLoadControlSwitch[@Index=#]/TypeAndIdentifier/*)"},
    {"state", true, "//AuxiliaryLoadControlSwitch[@Index=#]/State"},
    {"boost", true, "//BoostFunctionControl#Value"},
    {"boost-available", false, "//BoostFunctionAvailability"},
    {"boost-entries", false, "count(//EventLogEntry)"},
    {"firmware-version", false, "//FirmwareVersion"},
    {"output-state", true, "//AuxiliaryControllerOperationalData[@auxiliaryControllerN=#]//OutputState"},
    {"input-state", true, "//AuxiliaryControllerOperationalData[@auxiliaryControllerN=#]//InputState"},
    {"controller-type", true,
     "//AuxiliaryControllerOperationalData[@auxiliaryControllerN=#]//AuxiliaryControllerType"},
    {"controller-label", true,
     "//AuxiliaryControllerDescription[@auxiliaryControllerN=#]/AuxiliaryControlDescription"},
    {"log-entries", false, "count(//ALCSEventLogEntry)"},
    {"activation", false, "//ASN1Status"},
    {"success", false, "//@MessageSuccess"},
}};

}  // namespace

Result<std::string> path_of(const catalogue::ExpectedValue& value) {
  if (!value.path.empty()) { return value.path; }
  for (const auto& named : kValues) {
    if (named.name != value.of) { continue; }
    if (named.is_indexed != value.index.has_value()) {
      return failure(ErrorCode::BadValue,
                     fmt::format("value {} {} an index", value.of, named.is_indexed ? "needs" : "has no"));
    }
    std::string path(named.path);
    const auto at = path.find('#');
    if (at != std::string::npos) { path.replace(at, 1, fmt::format("{}", *value.index)); }
    return path;
  }
  return failure(ErrorCode::BadValue, fmt::format("no response has a value called {}", value.of));
}

std::optional<Stop> judge_values(CaseContext& context, const std::vector<catalogue::ExpectedValue>& expected,
                                 const SentMessage& message, ByteView octets) {
  if (expected.empty()) { return std::nullopt; }
  const auto mmc = transform::mmc_output(&message.request, octets);
  if (!mmc) { return diverged("the response cannot be parsed", "an MMC document", mmc.error().detail); }
  return judge_values(context, expected, *mmc);
}

std::optional<Stop> judge_values(CaseContext& context, const std::vector<catalogue::ExpectedValue>& expected,
                                 std::string_view document) {
  for (const auto& value : expected) {
    context.count_check();
    const auto path = path_of(value);
    if (!path) { return at_fault(path.error().detail); }
    const auto got = xml::value_of(document, *path);
    const auto name = value.of.empty() ? value.path
                      : value.index    ? fmt::format("{} {}", value.of, *value.index)
                                       : value.of;
    if (!got) {
      return diverged("the response lacks a value", fmt::format("{} \"{}\"", name, value.is), "nothing");
    }
    if (*got != value.is) {
      return diverged("the response has another value", fmt::format("{} \"{}\"", name, value.is),
                      fmt::format("\"{}\"", *got));
    }
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
