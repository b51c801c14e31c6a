#include "testbed_options.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "run_options.h"

namespace enocheck {

void add_testbed_options(CLI::App& command, TestbedOptions& options) {
  command
      .add_option(
          "--testbed", options.file,
          "dsp=: a test bed file (docs/testbed.md): which real devices stand for a world; they are checked "
          "before a case, and put back after it")
      ->check(CLI::ExistingFile);
  command.add_flag("--one-at-a-time", options.one_at_a_time,
                   "With --testbed: no case beside another, also where they are about devices behind "
                   "different hubs");
}

Status apply_testbed(RunOptions& options, const std::filesystem::path& data_dir, LoadedSuite& suite) {
  auto& own = options.testbed;
  if (own.file.empty()) { return {}; }
  if (options.target == "embedded" || options.target.starts_with("pc=") || !options.control.empty()) {
    return failure(ErrorCode::BadValue,
                   "--testbed is about real devices: it goes with --target dsp=URL without --control");
  }
  auto testbed = catalogue::load_testbed(own.file, data_dir);
  if (!testbed) { return tl::unexpected(testbed.error()); }
  const auto world = suite.worlds.find(testbed->world);
  if (world == suite.worlds.end()) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}:1: there is no world {}", testbed->file, testbed->world));
  }
  if (!options.world.empty() && options.world != testbed->world) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--world {}: {} binds {}", options.world, testbed->file, testbed->world));
  }
  auto bound = catalogue::bound(world->second, *testbed);
  if (!bound) { return tl::unexpected(bound.error()); }
  if (auto named = catalogue::apply_test_ids(*testbed, suite.cases); !named) { return named; }
  own.unbound = std::make_shared<const catalogue::World>(std::move(world->second));
  world->second = *std::move(bound);
  options.world = testbed->world;
  if (options.target.starts_with("dsp=") && !own.one_at_a_time) {
    own.lanes = engine::Lanes(*testbed, world->second);
  }
  own.testbed = std::make_shared<const catalogue::Testbed>(*std::move(testbed));
  return {};
}

void leave_out_off_testbed(const TestbedOptions& options, const LoadedSuite& suite,
                           std::map<std::string, std::string>& left_out) {
  if (!options.testbed) { return; }
  for (const auto& testcase : suite.cases) {
    if (testcase.world != options.testbed->world) { continue; }  // says so itself
    if (auto why = engine::reason_off_testbed(testcase, *options.testbed, *options.unbound)) {
      left_out.emplace(testcase.id, *std::move(why));
    }
  }
}

Result<std::unique_ptr<engine::TestbedCare>> make_care(const RunOptions& options,
                                                       const engine::Surroundings& surroundings) {
  const auto& testbed = options.testbed.testbed;
  if (!testbed) { return nullptr; }
  const auto file = options.out / fmt::format("{}.owed", options.testbed.file.stem().string());
  auto journal = engine::CleanUpJournal::open(file);
  if (!journal) { return tl::unexpected(journal.error()); }
  auto care = std::make_unique<engine::TestbedCare>(surroundings, *testbed, *std::move(journal));
  if (!care->has_debts()) { return care; }
  note(fmt::format("{}: an earlier run ended before the test bed was put back; doing it now", file.string()));
  const auto& world = surroundings.worlds->at(testbed->world);
  if (auto loaded = surroundings.sut->load(world); !loaded) { return tl::unexpected(loaded.error()); }
  if (const auto left = care->recover(world); !left.empty()) { note(left); }
  return care;
}

}  // namespace enocheck
