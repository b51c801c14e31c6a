#include "catalogue/testbed.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"

namespace enocheck::catalogue {
namespace {

TestbedMeter read_meter(const Element& element) {
  TestbedMeter meter;
  meter.name = element.required("name");
  meter.esme = element.eui("esme").value_or(Eui64{});
  meter.hub = element.eui("hub").value_or(Eui64{});
  meter.import_mpan = element.required("import-mpan");
  meter.gbcs_version = element.required("gbcs-version");
  meter.firmware_version = element.required("firmware-version");
  meter.region = element.text("region");
  meter.may_be_disturbed = element.boolean("may-be-disturbed").value_or(true);
  meter.line = element.line();
  for (const auto& one : element.children("switch")) {
    const auto index = static_cast<unsigned>(one.integer("index").value_or(0));
    if (!meter.hcalcs.emplace(index, one.eui("hcalcs").value_or(Eui64{})).second) {
      one.fail(fmt::format("switch {} is there already", index));
    }
  }
  return meter;
}

Error wrong(const Testbed& testbed, std::size_t line, const std::string& what) {
  return {ErrorCode::Schema, fmt::format("{}:{}: {}", testbed.file, line, what)};
}

Status bind_meter(const Testbed& testbed, const TestbedMeter& real, WorldMeter& meter, World& world) {
  for (auto& registration : world.registrations) {
    if (registration.mpan == meter.import_mpan) { registration.mpan = real.import_mpan; }
  }
  meter.esme = real.esme;
  meter.hub = real.hub;
  meter.import_mpan = real.import_mpan;
  meter.gbcs_version = meter.inventory_gbcs_version = real.gbcs_version;
  meter.firmware_version = meter.inventory_firmware_version = real.firmware_version;
  if (!real.region.empty()) { meter.wan.kind = real.region; }
  for (const auto& [index, hcalcs] : real.hcalcs) {
    if (meter.switches.at(index - 1).kind != "hcalcs") {
      return tl::unexpected(
          wrong(testbed, real.line,
                fmt::format("switch {} of {} is no HCALCS in world {}", index, real.name, world.id)));
    }
  }
  for (unsigned index = 1; index <= meter.switches.size(); ++index) {
    auto& one = meter.switches.at(index - 1);
    if (one.kind != "hcalcs") { continue; }
    const auto found = real.hcalcs.find(index);
    one.hcalcs = found == real.hcalcs.end() ? Eui64{} : found->second;
    if (one.hcalcs == Eui64{}) { one = WorldSwitch{}; }
  }
  return {};
}

}  // namespace

const TestbedMeter* Testbed::find_meter(std::string_view name) const {
  const auto found =
      std::find_if(meters.begin(), meters.end(), [&](const auto& one) { return one.name == name; });
  return found == meters.end() ? nullptr : &*found;
}

Result<Testbed> load_testbed(const std::filesystem::path& file, const std::filesystem::path& data_dir) {
  const auto source = load_source(file, data_dir, "testbed.xsd");
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  Testbed testbed;
  testbed.file = (*source)->file();
  testbed.title = root.required("title");
  testbed.world = root.required("world");
  for (const auto& user : root.children("user")) {
    testbed.users.push_back({user.required("name"), user.eui("eui").value_or(Eui64{}), user.line()});
  }
  for (const auto& element : root.children("meter")) {
    auto meter = read_meter(element);
    if (testbed.find_meter(meter.name) != nullptr) { element.fail(meter.name + " is there already"); }
    testbed.meters.push_back(std::move(meter));
  }
  for (const auto& test : root.children("test")) {
    testbed.test_ids.push_back({test.required("case"), test.required("id"), test.line()});
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(testbed));
}

Result<World> bound(const World& world, const Testbed& testbed) {
  auto result = world;
  for (const auto& user : testbed.users) {
    const auto found = std::find_if(result.users.begin(), result.users.end(),
                                    [&](const auto& one) { return one.name == user.name; });
    if (found == result.users.end()) {
      return tl::unexpected(
          wrong(testbed, user.line, fmt::format("world {} has no user {}", world.id, user.name)));
    }
    found->eui = user.eui;
  }
  for (const auto& real : testbed.meters) {
    const auto found = std::find_if(result.meters.begin(), result.meters.end(),
                                    [&](const auto& one) { return one.name == real.name; });
    if (found == result.meters.end()) {
      return tl::unexpected(
          wrong(testbed, real.line, fmt::format("world {} has no meter {}", world.id, real.name)));
    }
    if (auto done = bind_meter(testbed, real, *found, result); !done) { return tl::unexpected(done.error()); }
  }
  return result;
}

Status apply_test_ids(const Testbed& testbed, std::vector<Testcase>& cases) {
  for (const auto& [testcase, id, line] : testbed.test_ids) {
    const auto found = std::find_if(cases.begin(), cases.end(), [&, name = testcase](const Testcase& one) {
      return one.id == name || std::find(one.aliases.begin(), one.aliases.end(), name) != one.aliases.end();
    });
    if (found == cases.end()) { return tl::unexpected(wrong(testbed, line, "there is no case " + testcase)); }
    found->test_id = id;
  }
  return {};
}

}  // namespace enocheck::catalogue
