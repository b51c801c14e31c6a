#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/selection.h"
#include "gate_options.h"
#include "ics_options.h"
#include "manual_options.h"
#include "plan_options.h"
#include "testbed_options.h"
#include "tls_options.h"

namespace CLI {
class App;
}

namespace enocheck {

struct Resumption;

/// The options of `enocheck run`.
struct RunOptions {
  std::string target = "embedded";
  std::string sut;    ///< of the registry runners/suts, or a file: where the target's options come from
  std::string start;  ///< from there: how to start it
  std::string profile = "secmp0046";
  engine::Selection selection;
  std::filesystem::path out = "results";
  std::string defect;  ///< one that the simulators shall have; empty: none
  std::uint64_t seed = 46;
  std::string keystore;
  std::string progress = "auto";
  // Of the targets `dsp=` and `esme=` only.
  std::string listen = "127.0.0.1:0";
  std::string respond_to;
  std::string service_s = "/api/v1/serviceS";  ///< paths below the DSP's URL
  std::string service_t = "/api/v1/serviceT";
  std::string service_d = "/api/v1/serviceD";
  std::string control;
  std::string time;                ///< "virtual", "real"; empty: virtual where there is a control interface
  std::string world;               ///< that a target without control interface is in
  std::string meter;               ///< of that world: the one on the bench
  std::filesystem::path counters;  ///< where a DSP that remembers them is told from earlier runs
  std::optional<std::uint64_t> first_counter;  ///< none: by the clock
  unsigned rate = 0;                           ///< requests a second at most; 0: no limit
  TlsOptions tls;
  std::filesystem::path tls_refused;
  ManualOptions manual;
  PlanOptions plan;
  TestbedOptions testbed;
  IcsOptions ics;
  std::string trace;    ///< the one case whose messages are shown; empty: none
  bool is_dry = false;  ///< say what would be sent, and send nothing
  bool fail_fast = false;
  std::size_t jobs = 1;
  std::string shard;
  std::filesystem::path mmc_schema;       ///< empty: the one in schemas/published, if any
  std::string adapter_timeout = "PT10S";  ///< for one answer of an adapter
  std::string capture = "all";     ///< of which cases messages and calls are kept besides: "failed", "none"
  std::filesystem::path rejudged;  ///< the folder of an earlier run that answers instead of the target
  GateOptions gating;
  std::string history;                     ///< where runs are kept; empty: history.db in `out`; "none"
  std::filesystem::path resume;            ///< the folder of a run to go on with; all else is as it was then
  std::filesystem::path sign_key;          ///< of the manifest; empty: one made for the run
  std::vector<std::string> given;          ///< these options, as the run record keeps them
  std::shared_ptr<Resumption> resumption;  ///< of a run that is gone on with; else null
  // Of a worker process only.
  std::filesystem::path worker_folder;
  std::string worker;
  long leader = 0;  ///< the process that has started it

  [[nodiscard]] bool is_worker() const { return !worker.empty(); }
};

/// For CLI11: what is wrong with the text as a span of time that somebody waits; empty if nothing.
[[nodiscard]] std::string is_timeout(const std::string& text);
/// Those that say what is under test and how it is reached.
void add_target_options(CLI::App& command, RunOptions& options);
void add_run_options(CLI::App& command, RunOptions& options);
/// Those of them that say how to go about it and what to tell, whatever is judged.
void add_reporting_options(CLI::App& command, RunOptions& options);
void add_mmc_schema_option(CLI::App& command, RunOptions& options);
/// The arguments of a worker process that does part `index` of `options.jobs` in the folder of the run.
[[nodiscard]] std::vector<std::string> worker_arguments(const RunOptions& options,
                                                        const std::filesystem::path& data_dir,
                                                        const std::filesystem::path& folder,
                                                        std::size_t index);
/// Is there a terminal to draw progress on, and shall it be?
[[nodiscard]] bool draws_progress(const RunOptions& options);
/// The width of standard output's terminal; 80 where there is none.
[[nodiscard]] std::size_t terminal_columns();
/// What a tester types after `enocheck` to get the same again: "run", or "rejudge 'results/…'".
[[nodiscard]] std::string reproduce_command(const RunOptions& options);
/// What follows, the filter aside.
[[nodiscard]] std::string reproduce_suffix(const RunOptions& options);

}  // namespace enocheck
