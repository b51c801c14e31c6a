#include "ics_options.h"

#include <CLI/CLI.hpp>

#include "engine/ics_scope.h"
#include "run_options.h"

namespace enocheck {

void add_ics_options(CLI::App& command, IcsOptions& options) {
  command
      .add_option("--ics", options.file,
                  "An implementation conformance statement (docs/testbed.md): cases that need what the meter "
                  "does not claim are skipped; on a test bed claims are read")
      ->check(CLI::ExistingFile);
}

Status apply_ics(IcsOptions& options, const TestbedOptions& testbed, const std::filesystem::path& data_dir,
                 LoadedSuite& suite) {
  if (options.file.empty()) { return {}; }
  auto ics = catalogue::load_ics(options.file, data_dir);
  if (!ics) { return tl::unexpected(ics.error()); }
  options.ics = std::make_shared<const catalogue::Ics>(*std::move(ics));
  if (!testbed.testbed) { return {}; }
  const auto& world = suite.worlds.at(testbed.testbed->world);
  for (const auto& real : testbed.testbed->meters) {
    auto cases = catalogue::claim_cases(*options.ics, world, *world.find_meter(real.name));
    if (!cases) { return tl::unexpected(cases.error()); }
    std::move(cases->begin(), cases->end(), std::back_inserter(suite.cases));
  }
  return {};
}

Status apply_equipment(RunOptions& options, const std::filesystem::path& data_dir, LoadedSuite& suite) {
  if (auto bound = apply_testbed(options, data_dir, suite); !bound) { return bound; }
  return apply_ics(options.ics, options.testbed, data_dir, suite);
}

void leave_out_unclaimed(const IcsOptions& options, const LoadedSuite& suite,
                         std::map<std::string, std::string>& left_out) {
  if (!options.ics) { return; }
  for (const auto& testcase : suite.cases) {
    const auto world = suite.worlds.find(testcase.world);
    if (world == suite.worlds.end() || testcase.area() == "ics") { continue; }
    if (auto why = engine::reason_not_claimed(testcase, *options.ics, world->second)) {
      left_out.emplace(testcase.id, *std::move(why));
    }
  }
}

}  // namespace enocheck
