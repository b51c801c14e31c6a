#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/selection.h"
#include "ics_options.h"
#include "manual_options.h"
#include "plan_options.h"
#include "testbed_options.h"
#include "tls_options.h"

namespace CLI {
class App;
}

namespace enocheck {

/// The options of `enocheck run`.
struct RunOptions {
  std::string target = "embedded";
  std::string profile = "secmp0046";
  engine::Selection selection;
  std::filesystem::path out = "results";
  std::string defect;  ///< one that the simulators shall have; empty: none
  std::uint64_t seed = 46;
  std::string keystore;
  std::string progress = "auto";
  // Of the target `dsp=` only.
  std::string listen = "127.0.0.1:0";
  std::string respond_to;
  std::string control;
  std::string time;                ///< "virtual", "real"; empty: virtual where there is a control interface
  std::string world;               ///< that a DSP without control interface is in
  std::filesystem::path counters;  ///< where a DSP that remembers them is told from earlier runs
  TlsOptions tls;
  std::filesystem::path tls_refused;
  ManualOptions manual;
  PlanOptions plan;
  TestbedOptions testbed;
  IcsOptions ics;
  std::string trace;  ///< the one case whose messages are shown; empty: none
  bool fail_fast = false;
  std::size_t jobs = 1;
  std::string shard;
  std::filesystem::path mmc_schema;       ///< empty: the one in schemas/published, if any
  std::string adapter_timeout = "PT10S";  ///< for one answer of an adapter
  std::string gate = "standard";          ///< "strict": contested cases count as well
  // Of a worker process only.
  std::filesystem::path worker_folder;
  std::string worker;

  [[nodiscard]] bool is_worker() const { return !worker.empty(); }
};

/// For CLI11: what is wrong with the text as a span of time that somebody waits; empty if nothing.
[[nodiscard]] std::string is_timeout(const std::string& text);
void add_run_options(CLI::App& command, RunOptions& options);
/// The arguments of a worker process that does part `index` of `options.jobs` in the folder of the run.
[[nodiscard]] std::vector<std::string> worker_arguments(const RunOptions& options,
                                                        const std::filesystem::path& data_dir,
                                                        const std::filesystem::path& folder,
                                                        std::size_t index);
/// What a tester types after `enocheck run` to get the same again, the filter aside.
[[nodiscard]] std::string reproduce_suffix(const RunOptions& options);

}  // namespace enocheck
