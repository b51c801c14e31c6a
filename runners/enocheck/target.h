#pragma once

#include <filesystem>

#include "core/clock.h"
#include "core/entropy.h"
#include "core/result.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// What a target besides the embedded one needs; clock and entropy outlive it.
struct TargetSurroundings {
  const Clock& clock;                 // NOLINT(*-ref-data-members): lives for one call
  EntropySource& entropy;             // NOLINT(*-ref-data-members)
  std::filesystem::path errors_file;  ///< what an adapter says on its standard error; empty: not kept
  Logger& log;                        // NOLINT(*-ref-data-members)
  std::filesystem::path data_dir;     ///< whose worlds a simulator has to have
  std::string profile;                ///< name of the one that it has to play
};

/// Makes what `--target` names; null for `embedded`, which the bench makes itself. Nothing is started or
/// reached yet. A new form of target is a row in the table there. Errors: BadValue, with what to do.
[[nodiscard]] Result<std::unique_ptr<engine::Sut>> make_target(const RunOptions& options,
                                                               const TargetSurroundings& surroundings);

/// Does what the options say about the target hold together? Errors: BadValue.
[[nodiscard]] Status check_target(const RunOptions& options, const std::filesystem::path& data_dir);
/// Tries whether the target is there, before anything is recorded. Errors: Timeout, with what to do.
[[nodiscard]] Status try_target(const RunOptions& options, const std::filesystem::path& data_dir,
                                const std::string& profile);

/// Reads the MMC schema, if there is one. Errors: those of reading it.
[[nodiscard]] Status use_mmc_schema(const RunOptions& options, EmbeddedBench& bench,
                                    const std::filesystem::path& data_dir);
/// Where the counters are kept that a target which remembers them has seen.
[[nodiscard]] user::CounterBook counter_book(const RunOptions& options, const Clock& clock);
/// Aims the bench at the target; valid as long as the bench. Errors: as make_target.
[[nodiscard]] Result<const engine::Surroundings*> aim(const RunOptions& options, EmbeddedBench& bench,
                                                      const TargetSurroundings& surroundings);

}  // namespace enocheck
