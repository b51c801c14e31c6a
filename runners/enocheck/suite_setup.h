#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalogue/loader.h"
#include "core/logger.h"
#include "engine/selection.h"
#include "engine/surroundings.h"
#include "sim/defects/registry.h"
#include "sut/credentials.h"
#include "sut/embedded_sut.h"

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
[[nodiscard]] Result<LoadedSuite> load_suite(const std::filesystem::path& data_dir,
                                             const std::string& profile);
/// The same without cases and worlds: what is asked under the profile stands elsewhere.
[[nodiscard]] Result<LoadedSuite> load_profile(const std::filesystem::path& data_dir,
                                               const std::string& profile);

/// The options that say which cases a command is about.
void add_selection_options(CLI::App& command, engine::Selection& selection);

struct BenchExtras {
  /// A world that needs keys besides those of the suite's cases.
  const catalogue::World* besides = nullptr;
  /// The same octets get the same signature: what is the same on the wire can be told.
  bool signs_repeatably = false;
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
  std::unique_ptr<sut::EmbeddedSut> sut_;
  engine::Surroundings surroundings_;
};

}  // namespace enocheck
