#include "suite_setup.h"

#include <charconv>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/vector.h"
#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"
#include "sut/recording_sut.h"

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

engine::SuiteFindings findings_in(const LoadedSuite& suite, const fs::path& data_dir) {
  engine::SuiteParts parts{&suite.cases, &suite.worlds, &suite.requirements, &suite.profile, {}, {}};
  for (const auto& defect : sim::all_defects()) {
    parts.defects.emplace(defect.id, std::set<std::string>(defect.breaks.begin(), defect.breaks.end()));
  }
  parts.has_vector = [vectors = data_dir / "vectors"](std::string_view id) {
    std::error_code ignored;
    return fs::exists(vectors / (std::string(id) + ".vector.xml"), ignored);
  };
  return engine::check_suite(parts);
}

Result<LoadedSuite> load_suite(const fs::path& data_dir, const std::string& profile) {
  auto suite = load_suite_unchecked(data_dir, profile);
  if (!suite) { return suite; }
  const auto faults = findings_in(*suite, data_dir).faults;
  if (faults.empty()) { return suite; }
  return failure(ErrorCode::Schema,
                 fmt::format("{}{}", faults.front(),
                             faults.size() == 1 ? ""
                                                : fmt::format("\nand {} more: `enocheck check` lists them",
                                                              faults.size() - 1)));
}

Result<LoadedSuite> load_suite_unchecked(const fs::path& data_dir, const std::string& profile) {
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

Result<xml::SchemaValidator> load_duis_schema(const fs::path& data_dir) {
  return xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "duis_subset.xsd");
}

void add_keystore_option(CLI::App& command, std::string& keystore) {
  command
      .add_option(
          "--keystore", keystore,
          "Folder with certificates and keys, or the JSON key store of ZAZ1; who is not in it gets test keys")
      ->check(CLI::ExistingPath);
}

Result<std::shared_ptr<const crypto::KeyStore>> load_keys(const std::string& keystore) {
  if (keystore.empty()) { return nullptr; }
  auto loaded = crypto::KeyStore::load(keystore);
  if (!loaded) { return tl::unexpected(loaded.error()); }
  return std::make_shared<const crypto::KeyStore>(*std::move(loaded));
}

Result<std::string> digest_of_worlds(const fs::path& data_dir, std::uint64_t seed,
                                     const std::string& keystore) {
  const auto files = files_below(data_dir / "testcases" / "worlds", ".xml");
  if (!files) { return tl::unexpected(files.error()); }
  auto all = fmt::format("seed {}\n", seed);
  const auto keys = load_keys(keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  if (*keys) {
    for (const auto& entry : (*keys)->entries()) { all += entry.certificate.serial() + "\n"; }
  }
  for (const auto& file : *files) {
    const auto text = read_text(file);
    if (!text) { return tl::unexpected(text.error()); }
    all += *text;
  }
  return encode_hex(crypto::sha256(bytes_of(all)));
}

void add_selection_options(CLI::App& command, engine::Selection& selection) {
  command.add_option("--filter", selection.filter,
                     "GoogleTest patterns over case ids: 'access.*:control/*-*eis*'");
  command.add_option("--area", selection.areas, "Only cases of these areas (folders of testcases/)");
  command.add_option("--tag", selection.tags, "Only cases with one of these tags");
  command.add_option("--requirement", selection.requirements,
                     "Only cases that judge one of these requirements");
}

void add_seed_option(CLI::App& command, std::uint64_t& seed) {
  const auto is_seed = [](const std::string& text) -> std::string {
    constexpr std::uint64_t kMost = (std::uint64_t{1} << 53U) - 1;
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return is_number && value <= kMost ? "" : fmt::format("{} is no whole number from 0 to {}", text, kMost);
  };
  command.add_option("--seed", seed, "Seed of the test keys")->check(is_seed)->capture_default_str();
}

Result<std::unique_ptr<EmbeddedBench>> EmbeddedBench::create(const fs::path& data_dir,
                                                             const LoadedSuite& suite, std::uint64_t seed,
                                                             Logger& log, const BenchExtras& extras) {
  auto schema = load_duis_schema(data_dir);
  if (!schema) { return tl::unexpected(schema.error()); }
  auto credentials = sut::Credentials::create(seed, extras.signs_repeatably, extras.keys);
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
  return aim_at(std::make_unique<sut::EmbeddedSut>(
      sut::EmbeddedParts{suite_->profile, credentials_, std::move(factory), schema_, *log_, seed_}));
}

void EmbeddedBench::use_counters(FirstCounter first_counter) {
  surroundings_.reserve_counters = [this, first = std::move(first_counter)](const Eui64& user) {
    auto counter = first(user);
    if (counter && record_ != nullptr) { record_->first_counters[user] = *counter; }
    return counter;
  };
}

void EmbeddedBench::keep_counters(const user::CounterBook& book) {
  constexpr std::uint64_t kMostOfACase = 100'000;
  use_counters([book](const Eui64& user) { return book.reserve(user, kMostOfACase); });
}

const engine::Surroundings& EmbeddedBench::aim_at(std::unique_ptr<engine::Sut> target) {
  if (decorator_) { target = decorator_(std::move(target)); }
  if (record_ != nullptr) { target = std::make_unique<sut::RecordingSut>(std::move(target), *record_); }
  sut_ = std::move(target);
  surroundings_.sut = sut_.get();
  return surroundings_;
}

void EmbeddedBench::decorate(
    std::function<std::unique_ptr<engine::Sut>(std::unique_ptr<engine::Sut>)> decorator) {
  decorator_ = std::move(decorator);
}

void EmbeddedBench::leave_out(std::map<std::string, std::string> cases) {
  left_out_ = std::move(cases);
  surroundings_.left_out = &left_out_;
}

void EmbeddedBench::set_mmc_schema(xml::SchemaValidator schema) {
  mmc_schema_ = std::move(schema);
  surroundings_.mmc_schema = &*mmc_schema_;
}

}  // namespace enocheck
