#include "catalogue/ics.h"

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"

namespace enocheck::catalogue {
namespace {

void read_switch(const Element& element, Ics& ics) {
  const auto index = static_cast<std::size_t>(element.integer("index").value_or(1));
  auto& one = ics.switches.at(index - 1);
  if (one.kind != "none") { element.fail(fmt::format("switch {} is there already", index)); }
  one.kind = element.one_of("kind", {"alcs", "hcalcs"}, "");
  const auto band = element.one_of("band", {"2.4GHz", "sub-GHz"}, "");
  if (!band.empty() && one.kind != "hcalcs") {
    element.fail("band goes with kind=\"hcalcs\", and only there");
  }
  if (!band.empty()) { one.band = band; }
}

/// A case around its steps, as a file of testcases/ has it.
Result<std::vector<Testcase>> made(const Ics& ics, const World& world, const std::string& id,
                                   const std::string& title, const std::string& steps) {
  auto cases = parse_testcases(
      id, ics.file,
      fmt::format(
          R"(<testcase xmlns="urn:enocheck:testcase:1" level="required" world="{}" needs="duis" contested="false" )"
          R"(title="{}"><purpose>Claims are checked where a read can.</purpose>)"
          R"(<requirement ref="ICS-1"/><evidence tool="ics"/><steps>{}</steps></testcase>)",
          world.id, title, steps));
  if (!cases) { return cases; }
  for (auto& testcase : *cases) { testcase.requirements.clear(); }  // a claim is none of the change's
  return cases;
}

std::string read(const std::string& user, const std::string& srv, const std::string& meter,
                 const std::string& more, const std::string& values) {
  return fmt::format(R"(<send as="{}" srv="{}" to="{}"{} id="read"/>)"
                     R"(<expect-response to="read" within="PT55S" outcome="success">{}</expect-response>)",
                     user, srv, meter, more, values);
}

}  // namespace

Result<Ics> load_ics(const std::filesystem::path& file, const std::filesystem::path& data_dir) {
  const auto source = load_source(file, data_dir, "ics.xsd");
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  Ics ics;
  ics.file = (*source)->file();
  ics.title = root.required("title");
  ics.gbcs_version = root.required("gbcs-version");
  ics.has_boost = root.boolean("boost").value_or(false);
  for (const auto& element : root.children("switch")) { read_switch(element, ics); }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(ics));
}

Result<std::vector<Testcase>> claim_cases(const Ics& ics, const World& world, const WorldMeter& meter) {
  std::string types;
  for (std::size_t index = 1; index <= ics.switches.size(); ++index) {
    const auto& kind = ics.switches.at(index - 1).kind;
    if (kind == "none") { continue; }
    types +=
        fmt::format(R"(<value of="type" index="{}" is="{}"/>)", index, kind == "alcs" ? "ALCS" : "HCALCS");
  }
  auto all = made(ics, world, "ics/switches/" + meter.name,
                  fmt::format("{} has the switches that {} claims", meter.name, ics.title),
                  read(meter.supplier, "7.7", meter.name, "", types));
  if (!all) { return all; }
  auto boost = made(ics, world, "ics/boost/" + meter.name,
                    fmt::format("{} has a boost button, or none, as {} claims", meter.name, ics.title),
                    read(meter.supplier, "7.11", meter.name, R"( period-start="-PT1H" period-end="now")",
                         fmt::format(R"(<value of="boost-available" is="{}"/>)", ics.has_boost)));
  if (!boost) { return boost; }
  std::move(boost->begin(), boost->end(), std::back_inserter(*all));
  return all;
}

}  // namespace enocheck::catalogue
