#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalogue/loader.h"
#include "core/logger.h"
#include "crypto/key_store.h"
#include "engine/recorded_call.h"
#include "engine/selection.h"
#include "engine/suite_check.h"
#include "engine/surroundings.h"
#include "sim/defects/registry.h"
#include "sut/credentials.h"
#include "sut/embedded_sut.h"
#include "user/counter_book.h"

namespace CLI {
class App;
}

namespace enocheck {

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

/// All that `testcases/` holds, with one profile.
struct LoadedSuite {
  std::vector<catalogue::Testcase> cases;
  std::map<std::string, catalogue::World> worlds;
  catalogue::Requirements requirements;
  catalogue::Profile profile;
};
/// Errors: those of reading; Schema for a reference that leads nowhere, as `enocheck check` lists them: what
/// misses its requirement or its world must not look like a smaller suite.
[[nodiscard]] Result<LoadedSuite> load_suite(const std::filesystem::path& data_dir,
                                             const std::string& profile);
/// The same, whatever it refers to.
[[nodiscard]] Result<LoadedSuite> load_suite_unchecked(const std::filesystem::path& data_dir,
                                                       const std::string& profile);
/// What does not hold together in it.
[[nodiscard]] engine::SuiteFindings findings_in(const LoadedSuite& suite,
                                                const std::filesystem::path& data_dir);
/// The same without cases and worlds: what is asked under the profile stands elsewhere.
[[nodiscard]] Result<LoadedSuite> load_profile(const std::filesystem::path& data_dir,
                                               const std::string& profile);

[[nodiscard]] Result<xml::SchemaValidator> load_duis_schema(const std::filesystem::path& data_dir);

/// `--keystore`: whose certificates and keys are used before test keys are made.
void add_keystore_option(CLI::App& command, std::string& keystore);
/// Null where no key store was named.
[[nodiscard]] Result<std::shared_ptr<const crypto::KeyStore>> load_keys(const std::string& keystore);
/// Tells whether two programs have the same worlds and the same keys: a digest of what both come from.
[[nodiscard]] Result<std::string> digest_of_worlds(const std::filesystem::path& data_dir, std::uint64_t seed,
                                                   const std::string& keystore);

/// The options that say which cases a command is about.
void add_selection_options(CLI::App& command, engine::Selection& selection);
/// `--seed`: a whole number that JSON can carry, 0 to 2^53 - 1.
void add_seed_option(CLI::App& command, std::uint64_t& seed);

struct BenchExtras {
  /// A world that needs keys besides those of the suite's cases.
  const catalogue::World* besides = nullptr;
  /// The same octets get the same signature: what is the same on the wire can be told.
  bool signs_repeatably = false;
  /// Whose keys are used before test keys are made; null: nobody's.
  std::shared_ptr<const crypto::KeyStore> keys;
};

/// The embedded target and what its cases are given, for one suite. Keys come from `seed`.
class EmbeddedBench {
 public:
  [[nodiscard]] static Result<std::unique_ptr<EmbeddedBench>> create(const std::filesystem::path& data_dir,
                                                                     const LoadedSuite& suite,
                                                                     std::uint64_t seed, Logger& log,
                                                                     const BenchExtras& extras = {});
  /// What cases are given; `defect` null is the conformant target. Valid until the next call.
  [[nodiscard]] const engine::Surroundings& against(const sim::Defect* defect);
  /// The same, with another target in the place of the simulators.
  [[nodiscard]] const engine::Surroundings& aim_at(std::unique_ptr<engine::Sut> target);
  /// What is aimed at from now on gets this around it.
  void decorate(std::function<std::unique_ptr<engine::Sut>(std::unique_ptr<engine::Sut>)> decorator);
  /// These cases are skipped, by id, with their reason.
  void leave_out(std::map<std::string, std::string> cases);
  /// Who looks after the equipment; may be null. It outlives the run.
  void care_by(engine::CaseCare* care) { surroundings_.care = care; }
  [[nodiscard]] const crypto::KeyStore& keys() const { return keys_; }
  /// Writes down what is called from now on; `record` outlives the bench.
  void record_calls(engine::CallRecord& record) { record_ = &record; }
  using FirstCounter = std::function<Result<std::uint64_t>(const Eui64& user)>;
  /// Each user of a case begins with the counter that this gives. For a target that remembers earlier cases.
  void use_counters(FirstCounter first_counter);
  /// The one that each begins with where the target remembers nothing.
  [[nodiscard]] std::uint64_t first_counter() const { return surroundings_.first_counter; }
  /// The users of a case go on from where the book says.
  void keep_counters(const user::CounterBook& book);
  /// Holds MMC documents against this schema from now on.
  void set_mmc_schema(xml::SchemaValidator schema);

 private:
  EmbeddedBench(const LoadedSuite& suite, std::shared_ptr<sut::Credentials> credentials,
                crypto::KeyStore keys, xml::SchemaValidator schema, Logger& log, std::uint64_t seed)
      : suite_(&suite),
        credentials_(std::move(credentials)),
        keys_(std::move(keys)),
        schema_(std::move(schema)),
        log_(&log),
        seed_(seed) {}

  const LoadedSuite* suite_;
  std::shared_ptr<sut::Credentials> credentials_;
  crypto::KeyStore keys_;
  xml::SchemaValidator schema_;
  Logger* log_;
  std::uint64_t seed_;
  SystemClock clock_;
  std::optional<xml::SchemaValidator> mmc_schema_;
  std::function<std::unique_ptr<engine::Sut>(std::unique_ptr<engine::Sut>)> decorator_;
  std::map<std::string, std::string> left_out_;
  engine::CallRecord* record_ = nullptr;
  std::unique_ptr<engine::Sut> sut_;
  engine::Surroundings surroundings_;
};

}  // namespace enocheck
