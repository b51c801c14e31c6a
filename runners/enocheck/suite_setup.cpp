#include "suite_setup.h"

#include <set>

#include <CLI/CLI.hpp>

#include "catalogue/vector.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// The worlds that the cases need: keys are made for no others.
std::map<std::string, catalogue::World> worlds_of(const LoadedSuite& suite) {
  std::map<std::string, catalogue::World> needed;
  for (const auto& testcase : suite.cases) {
    const auto world = suite.worlds.find(testcase.world);
    if (world != suite.worlds.end()) { needed.insert(*world); }
  }
  return needed;
}

}  // namespace

Result<LoadedSuite> load_suite(const fs::path& data_dir, const std::string& profile) {
  const auto loader = catalogue::Loader::open(data_dir);
  if (!loader) { return tl::unexpected(loader.error()); }
  LoadedSuite suite;
  auto chosen = loader->profile(profile);
  if (!chosen) { return tl::unexpected(chosen.error()); }
  suite.profile = *std::move(chosen);
  auto cases = loader->testcases();
  if (!cases) { return tl::unexpected(cases.error()); }
  suite.cases = *std::move(cases);
  auto worlds = loader->worlds();
  if (!worlds) { return tl::unexpected(worlds.error()); }
  suite.worlds = *std::move(worlds);
  auto requirements = loader->requirements();
  if (!requirements) { return tl::unexpected(requirements.error()); }
  suite.requirements = *std::move(requirements);
  return suite;
}

Result<LoadedSuite> load_profile(const fs::path& data_dir, const std::string& profile) {
  const auto loader = catalogue::Loader::open(data_dir);
  if (!loader) { return tl::unexpected(loader.error()); }
  auto chosen = loader->profile(profile);
  if (!chosen) { return tl::unexpected(chosen.error()); }
  LoadedSuite suite;
  suite.profile = *std::move(chosen);
  return suite;
}

void add_selection_options(CLI::App& command, engine::Selection& selection) {
  command.add_option("--filter", selection.filter,
                     "GoogleTest patterns over case ids: 'access.*:control/*-*eis*'");
  command.add_option("--area", selection.areas, "Only cases of these areas (folders of testcases/)");
  command.add_option("--tag", selection.tags, "Only cases with one of these tags");
  command.add_option("--requirement", selection.requirements,
                     "Only cases that judge one of these requirements");
}

Result<std::unique_ptr<EmbeddedBench>> EmbeddedBench::create(const fs::path& data_dir,
                                                             const LoadedSuite& suite, std::uint64_t seed,
                                                             Logger& log, const BenchExtras& extras) {
  auto schema = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "duis_subset.xsd");
  if (!schema) { return tl::unexpected(schema.error()); }
  auto credentials = sut::Credentials::create(seed, extras.signs_repeatably);
  if (!credentials) { return tl::unexpected(credentials.error()); }
  auto worlds = worlds_of(suite);
  if (extras.besides != nullptr) { worlds.emplace(extras.besides->id, *extras.besides); }
  auto keys = (*credentials)->of_harness(worlds);
  if (!keys) { return tl::unexpected(keys.error()); }
  std::unique_ptr<EmbeddedBench> bench(
      new EmbeddedBench(suite, *std::move(credentials), *std::move(keys), *std::move(schema), log, seed));
  auto& surroundings = bench->surroundings_;
  surroundings.worlds = &suite.worlds;
  surroundings.requirements = &suite.requirements;
  surroundings.profile = &suite.profile;
  surroundings.keys = &bench->keys_;
  surroundings.duis_schema = &bench->schema_;
  surroundings.wall_clock = &bench->clock_;
  surroundings.vector = [vectors = data_dir / "vectors"](std::string_view id) -> Result<Bytes> {
    const auto vector = catalogue::load_vector(vectors / (std::string(id) + ".vector.xml"), std::string(id));
    if (!vector) { return tl::unexpected(vector.error()); }
    return catalogue::bytes_of_vector(*vector);
  };
  return bench;
}

const engine::Surroundings& EmbeddedBench::against(const sim::Defect* defect) {
  auto factory = defect == nullptr ? std::make_unique<sim::PartsFactory>() : defect->parts();
  sut_ = std::make_unique<sut::EmbeddedSut>(
      sut::EmbeddedParts{suite_->profile, credentials_, std::move(factory), schema_, *log_, seed_});
  surroundings_.sut = sut_.get();
  return surroundings_;
}

}  // namespace enocheck
