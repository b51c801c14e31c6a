#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "catalogue/access_matrix.h"
#include "command.h"
#include "engine/access_table.h"
#include "engine/selection.h"

namespace CLI {
class App;
}

namespace enocheck {

/// How the access truth table is asked.
struct AccessOptions {
  std::string profile = "secmp0046";
  std::string defect;  ///< one that the simulators shall have; empty: none
  std::uint64_t seed = 46;
  std::size_t jobs = 1;
  std::vector<std::string> services;  ///< only these; empty: all
  std::vector<std::string> users;
  // Of a worker process only.
  std::string worker;
  std::filesystem::path worker_file;

  [[nodiscard]] bool is_narrowed() const { return !services.empty() || !users.empty(); }
};
/// The options that every command about the table has.
void add_access_options(CLI::App& command, AccessOptions& options);

/// The answers of all groups, a vector a group.
using AccessAnswers = std::vector<std::vector<engine::CellAnswer>>;

/// The cells that the options choose. Errors: BadValue for a service or user that the matrix does not have.
[[nodiscard]] Result<std::vector<engine::CellGroup>> chosen_cells(const AccessOptions& options,
                                                                  const catalogue::AccessMatrix& matrix);

/// Asks the embedded target all groups, in worker processes where `jobs` says so. Errors: BadValue for a
/// defect that there is none of; Timeout if it was interrupted; those of the target.
[[nodiscard]] Result<AccessAnswers> ask_embedded(const AccessOptions& options, const CommandContext& context,
                                                 const catalogue::AccessMatrix& matrix,
                                                 const std::vector<engine::CellGroup>& groups);

/// A worker's part: every `total`-th group; the answers go into the worker's file.
[[nodiscard]] Status ask_as_worker(const AccessOptions& options, const CommandContext& context,
                                   const catalogue::AccessMatrix& matrix,
                                   const std::vector<engine::CellGroup>& groups);

}  // namespace enocheck
