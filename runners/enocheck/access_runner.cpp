#include "access_runner.h"

#include <algorithm>
#include <charconv>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/files.h"
#include "interrupt.h"
#include "suite_setup.h"
#include "worker_pool.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Asks the groups of one shard in this process; the others' answers stay empty.
Result<AccessAnswers> ask_here(const AccessOptions& options, const CommandContext& context,
                               const catalogue::AccessMatrix& matrix,
                               const std::vector<engine::CellGroup>& groups, const engine::Shard& shard) {
  const auto* const defect = options.defect.empty() ? nullptr : sim::find_defect(options.defect);
  if (defect == nullptr && !options.defect.empty()) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect {}: `enocheck defects list` has no such defect", options.defect));
  }
  const auto suite = load_profile(context.data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  SilentLogger log;
  const auto parties = engine::world_of(matrix, {});
  const auto bench = EmbeddedBench::create(context.data_dir, *suite, options.seed, log,
                                           {.besides = &parties, .signs_repeatably = false, .keys = nullptr});
  if (!bench) { return tl::unexpected(bench.error()); }
  engine::AccessTable table(matrix, (*bench)->against(defect));
  AccessAnswers answers(groups.size());
  for (std::size_t g = shard.index; g < groups.size(); g += shard.total) {
    if (was_interrupted()) { return failure(ErrorCode::Timeout, "interrupted"); }
    auto asked = table.ask(groups[g]);
    if (!asked) { return tl::unexpected(asked.error()); }
    answers[g] = *std::move(asked);
  }
  return answers;
}

/// A line a cell: group, cell, fingerprint, answer.
std::string to_lines(const AccessAnswers& answers) {
  std::string lines;
  for (std::size_t g = 0; g < answers.size(); ++g) {
    for (std::size_t c = 0; c < answers[g].size(); ++c) {
      lines += fmt::format("{} {} {} {}\n", g, c, answers[g][c].wire, answers[g][c].text);
    }
  }
  return lines;
}

/// Takes a number and the blank after it off the front.
std::uint64_t take_number(std::string_view& line) {
  std::uint64_t value = 0;
  const auto* const end = line.data() + line.size();  // NOLINT(*-pointer-arithmetic): from_chars wants it
  const auto [rest, fault] = std::from_chars(line.data(), end, value);
  line.remove_prefix(std::min(line.size(), static_cast<std::size_t>(rest - line.data()) + 1));
  return value;
}

Status read_lines(const fs::path& file, AccessAnswers& answers) {
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto group = take_number(line);
    const auto cell = take_number(line);
    const auto wire = take_number(line);
    if (group >= answers.size() || cell != answers[group].size()) {
      return failure(ErrorCode::Io, file.string() + ": a worker wrote what was not asked");
    }
    answers[group].push_back({std::string(line), wire});
  }
  return {};
}

std::vector<std::string> worker_arguments(const AccessOptions& options, const fs::path& data_dir,
                                          const fs::path& file, std::size_t index) {
  std::vector<std::string> arguments = {"--data", data_dir.string(), "matrix"};
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) { arguments.push_back(fmt::format("{}={}", name, value)); }
  };
  add("--profile", options.profile);
  add("--defect", options.defect);
  add("--seed", fmt::format("{}", options.seed));
  for (const auto& service : options.services) { add("--service", service); }
  for (const auto& user : options.users) { add("--user", user); }
  add("--worker", fmt::format("{}/{}", index, options.jobs));
  add("--worker-file", file.string());
  return arguments;
}

/// Files of the workers, gone with it.
class WorkerFiles {
 public:
  explicit WorkerFiles(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      files_.push_back(fs::temp_directory_path() / fmt::format("enocheck-matrix-{}-{}", getpid(), i));
    }
  }
  WorkerFiles(const WorkerFiles&) = delete;
  WorkerFiles& operator=(const WorkerFiles&) = delete;
  ~WorkerFiles() {
    std::error_code ignored;
    for (const auto& file : files_) { fs::remove(file, ignored); }
  }
  [[nodiscard]] const std::vector<fs::path>& all() const { return files_; }

 private:
  std::vector<fs::path> files_;
};

Result<AccessAnswers> ask_in_workers(const AccessOptions& options, const CommandContext& context,
                                     std::size_t groups) {
  const WorkerFiles files(options.jobs);
  WorkerPool pool;
  for (std::size_t i = 0; i < options.jobs; ++i) {
    const auto started = pool.start(i, worker_arguments(options, context.data_dir, files.all()[i], i));
    if (!started) { return tl::unexpected(started.error()); }
  }
  bool all_well = true;
  while (!pool.is_empty()) {
    const auto end = pool.wait();
    if (!end) { return tl::unexpected(end.error()); }
    all_well &= end->signal == 0 && end->exit_code == 0;
  }
  if (was_interrupted()) { return failure(ErrorCode::Timeout, "interrupted"); }
  if (!all_well) { return failure(ErrorCode::Crypto, "a worker process did not come to its end"); }
  AccessAnswers answers(groups);
  for (const auto& file : files.all()) {
    const auto read = read_lines(file, answers);
    if (!read) { return tl::unexpected(read.error()); }
  }
  return answers;
}

}  // namespace

void add_access_options(CLI::App& command, AccessOptions& options) {
  command.add_option("--service", options.services, "Only cells of these service reference variants");
  command.add_option("--user", options.users, "Only cells of these users of the matrix (ED, IS, none, …)");
  add_seed_option(command, options.seed);
  command.add_option("--jobs", options.jobs, "Worker processes")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
}

Result<std::vector<engine::CellGroup>> chosen_cells(const AccessOptions& options,
                                                    const catalogue::AccessMatrix& matrix) {
  catalogue::CellSelector only;
  only.services = {options.services.begin(), options.services.end()};
  only.users = {options.users.begin(), options.users.end()};
  for (const auto& srv : only.services) {
    if (matrix.find_service(srv) == nullptr) {
      return failure(ErrorCode::BadValue, "there is no service " + srv);
    }
  }
  for (const auto& user : only.users) {
    if (matrix.find_user(user) == nullptr) {
      return failure(ErrorCode::BadValue, "the matrix has no user " + user);
    }
  }
  return engine::enumerate_cells(matrix, only);
}

Result<AccessAnswers> ask_embedded(const AccessOptions& options, const CommandContext& context,
                                   const catalogue::AccessMatrix& matrix,
                                   const std::vector<engine::CellGroup>& groups) {
  auto answers = options.jobs > 1 ? ask_in_workers(options, context, groups.size())
                                  : ask_here(options, context, matrix, groups, {});
  if (!answers) { return answers; }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if ((*answers)[g].size() != groups[g].cells.size()) {
      return failure(ErrorCode::Crypto, "not every cell was asked");
    }
  }
  return answers;
}

Status ask_as_worker(const AccessOptions& options, const CommandContext& context,
                     const catalogue::AccessMatrix& matrix, const std::vector<engine::CellGroup>& groups) {
  const auto shard = engine::parse_shard(options.worker);
  if (!shard) { return tl::unexpected(shard.error()); }
  const auto answers = ask_here(options, context, matrix, groups, *shard);
  if (!answers) { return tl::unexpected(answers.error()); }
  const auto lines = to_lines(*answers);
  return write_file(options.worker_file, bytes_of(lines));
}

}  // namespace enocheck
