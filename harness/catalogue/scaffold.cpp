#include "catalogue/scaffold.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enocheck::catalogue {
namespace {

constexpr std::string_view kMark = "FILL-IN";

/// Who asks, which meter, which switch: names that the world has.
struct Parties {
  std::string user = "ENO";
  std::string meter = "ESME1";
  std::size_t index = 1;
};

Parties parties_of(const World& world) {
  Parties parties;
  if (!world.users.empty()) { parties.user = world.users.front().name; }
  for (const auto& user : world.users) {
    if (std::find(user.roles.begin(), user.roles.end(), "ED") != user.roles.end()) {
      parties.user = user.name;
      break;
    }
  }
  if (world.meters.empty()) { return parties; }
  const auto& meter = world.meters.front();
  parties.meter = meter.name;
  const auto has_hcalcs = std::find_if(meter.switches.begin(), meter.switches.end(),
                                       [](const auto& one) { return one.kind == "hcalcs"; });
  if (has_hcalcs != meter.switches.end()) {
    parties.index = static_cast<std::size_t>(has_hcalcs - meter.switches.begin()) + 1;
  }
  return parties;
}

}  // namespace

std::string scaffold_testcase(const Scaffold& scaffold) {
  const auto parties = parties_of(*scaffold.world);
  std::string requirements;
  for (const auto& id : scaffold.requirements) {
    requirements += fmt::format("  <requirement ref=\"{}\"/>\n", id);
  }
  std::string defects;
  for (const auto& id : scaffold.defects) { defects += fmt::format("  <catches defect=\"{}\"/>\n", id); }
  if (defects.empty()) {
    defects =
        "  <!-- <catches defect=\"...\"/>: what must make this case fail; `enocheck defects list` has them. "
        "-->\n";
  }
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<testcase xmlns="urn:enocheck:testcase:1" level="required" world="{world}" needs="duis device clock"
          title="{mark}: what holds, in one sentence">
  <purpose>{mark}: the one thing that this case is about, and what a target does that gets it wrong.</purpose>
{requirements}  <evidence source="secmp0046" section="{mark}: where the expectation comes from"/>
{defects}  <steps>
    <!-- What happens, and what has to be seen: testcases/README.md has all steps and expectations. -->
    <send as="{user}" srv="7.6" to="{meter}" index="{index}" duration="30" id="cut"/>
    <expect-response to="cut" within="PT1M" outcome="success"/>
    <expect-switch meter="{meter}" index="{index}" state="open"/>
    <advance by="PT31M"/>
    <expect-switch meter="{meter}" index="{index}" state="closed"/>
  </steps>
</testcase>
)",
      fmt::arg("mark", kMark), fmt::arg("world", scaffold.world->id), fmt::arg("requirements", requirements),
      fmt::arg("defects", defects), fmt::arg("user", parties.user), fmt::arg("meter", parties.meter),
      fmt::arg("index", parties.index));
}

std::vector<std::size_t> lines_to_fill(std::string_view text) {
  std::vector<std::size_t> lines;
  for (auto at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + kMark.size())) {
    const auto line = static_cast<std::size_t>(
                          std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
                      1;
    if (lines.empty() || lines.back() != line) { lines.push_back(line); }
  }
  return lines;
}

Status check_filled(const std::string& file, std::string_view text) {
  const auto lines = lines_to_fill(text);
  if (lines.empty()) { return {}; }
  std::string others;
  if (lines.size() > 1) {
    others = fmt::format("; so it does on line{} {}", lines.size() == 2 ? "" : "s",
                         fmt::join(lines.begin() + 1, lines.end(), ", "));
  }
  return failure(ErrorCode::Schema, fmt::format("{}:{}: still says {}: write there what is asked for{}", file,
                                                lines.front(), kMark, others));
}

Status check_case_path(std::string_view path) {
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == '/';
  };
  const auto slash = path.find('/');
  const bool has_parts = slash != std::string_view::npos && slash > 0 && !path.ends_with('/');
  if (!has_parts || !std::all_of(path.begin(), path.end(), is_letter) ||
      path.find("//") != std::string_view::npos || path.find("..") != std::string_view::npos ||
      path.front() == '.') {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{}: a case is AREA/STEM, in letters, digits, _ and .: control/opens_at_once", path));
  }
  const auto area = path.substr(0, slash);
  if (area == "worlds" || area == "profiles") {
    return failure(ErrorCode::BadValue, fmt::format("{}: {} holds no cases", path, area));
  }
  return {};
}

}  // namespace enocheck::catalogue
