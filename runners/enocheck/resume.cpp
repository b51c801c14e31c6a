#include "resume.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/fingerprint.h"
#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"
#include "report/results_json.h"
#include "report/salvage.h"
#include "report/seal.h"
#include "sut_option.h"
#include "version.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGtestFilter = "GTEST_FILTER";

tl::unexpected<Error> refused(const fs::path& folder, std::string_view why) {
  return failure(ErrorCode::BadValue, fmt::format("--resume {}: {}", folder.string(), why));
}

/// Why the run cannot be gone on with; empty if it can.
std::string objection_to(const report::RunFolder& folder, const report::RunInfo& run) {
  if (!run.rejudged.empty()) {
    return fmt::format("is what judging {} again came to; `enocheck rejudge` does that anew", run.rejudged);
  }
  if (run.invocation.options.empty()) {
    return "does not say with which options it was started: it is of an earlier enocheck";
  }
  if (run.tool_version != kVersion) {
    return fmt::format("is of enocheck {}, this is {}: half a run of each would be none; start it anew",
                       run.tool_version, kVersion);
  }
  if (report::is_sealed(folder.path()) && folder.is_whole()) {
    return "the run has come to its end: there is nothing to go on with";
  }
  return "";
}

/// Workers whose leader was killed are at a case yet.
std::chrono::seconds patience_with(const report::Invocation& how) {
  const bool has_workers = std::any_of(how.options.begin(), how.options.end(), [](const std::string& option) {
    return option.starts_with("--jobs=") && option != "--jobs=1";
  });
  return std::chrono::seconds(has_workers ? 10 : 0);
}

/// What the run was given, read as from a command line.
Result<RunOptions> read_options(const report::Invocation& how, const fs::path& data_dir) {
  CLI::App command("run");
  RunOptions options;
  add_run_options(command, options);
  std::vector<std::string> words(how.options.rbegin(), how.options.rend());  // CLI11 takes them from the back
  try {
    command.parse(std::move(words));
  } catch (const CLI::Error& error) {
    return failure(ErrorCode::BadValue,
                   fmt::format("the run's options do not hold any more: {}", error.what()));
  }
  if (auto described = apply_sut(command, options, data_dir); !described) {
    return tl::unexpected(described.error());
  }
  options.given = how.options;
  return options;
}

/// Goes where the run was started: its paths are relative to that.
Status enter(const report::Invocation& how, CommandContext& context) {
  std::error_code failed;
  fs::current_path(how.folder, failed);
  if (failed) {
    return failure(ErrorCode::Io,
                   fmt::format("{}, where the run was started: {}", how.folder, failed.message()));
  }
  if (fs::is_directory(how.data, failed)) { context.data_dir = how.data; }
  if (!how.gtest_filter.empty()) {
    setenv(kGtestFilter, how.gtest_filter.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  return {};
}

Status expect_nothing_else(const RunOptions& given) {
  for (const auto& option : given.given) {
    if (option.starts_with("--progress=") || option.starts_with("--resume=")) { continue; }
    return failure(ErrorCode::BadValue,
                   fmt::format("--resume goes on with the run as it was started; leave out {}",
                               option.substr(0, option.find('='))));
  }
  return {};
}

std::set<std::string> ids_of(const std::vector<report::CaseRecord>& records) {
  std::set<std::string> ids;
  for (const auto& record : records) { ids.insert(record.id); }
  return ids;
}

}  // namespace

std::vector<std::string> given_options(const CLI::App& command) {
  std::vector<std::string> given;
  for (const auto* const option : command.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) { continue; }
    for (const auto& value : option->results()) {
      given.push_back(fmt::format("--{}={}", option->get_lnames().front(), value));
    }
  }
  return given;
}

Result<RunOptions> options_of_resumed(const RunOptions& given, CommandContext& context) {
  if (auto alone = expect_nothing_else(given); !alone) { return tl::unexpected(alone.error()); }
  std::error_code failed;
  const auto path = fs::canonical(given.resume, failed);
  if (failed) { return refused(given.resume, failed.message()); }
  auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto info = folder->info();
  if (!info) { return tl::unexpected(info.error()); }
  auto lock = report::RunLock::alone(path, patience_with(info->invocation));
  if (!lock) { return tl::unexpected(lock.error()); }
  if (const auto objection = objection_to(*folder, *info); !objection.empty()) {
    return refused(given.resume, objection);
  }
  if (auto entered = enter(info->invocation, context); !entered) { return tl::unexpected(entered.error()); }
  auto options = read_options(info->invocation, context.data_dir);
  if (!options) { return tl::unexpected(options.error()); }
  options->progress = given.progress;
  options->resume = path;
  options->resumption =
      std::make_shared<Resumption>(Resumption{*std::move(folder), *std::move(info), *std::move(lock)});
  return options;
}

Result<std::string> fingerprint_of(const RunOptions& options, const LoadedSuite& suite) {
  auto all = catalogue::fingerprint("", suite.profile.values) + "\n";
  for (const auto& testcase : suite.cases) {
    all += fmt::format("{} {}\n", testcase.id, testcase.fingerprint);
  }
  for (const auto& [id, world] : suite.worlds) { all += fmt::format("{} {}\n", id, world.fingerprint); }
  for (const auto& file : {options.testbed.file, options.ics.file, options.plan.requirements}) {
    if (file.empty()) { continue; }
    const auto text = read_text(file);
    if (!text) { return tl::unexpected(text.error()); }
    all += *text;
  }
  const auto keys = load_keys(options.keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  if (*keys) {
    for (const auto& entry : (*keys)->entries()) { all += entry.certificate.serial() + "\n"; }
  }
  return encode_hex(crypto::sha256(bytes_of(all))).substr(0, 32);
}

Result<OpenRun> begin_run(const RunOptions& options, report::RunInfo info) {
  const char* const filter = std::getenv(kGtestFilter);  // NOLINT(concurrency-mt-unsafe): one thread
  info.invocation.gtest_filter = filter == nullptr ? "" : filter;
  auto folder = report::RunFolder::create(options.out, info);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto lock = report::RunLock::alone(folder->path(), std::chrono::seconds(0));
  if (!lock) { return tl::unexpected(lock.error()); }
  if (auto shared = lock->share(); !shared) { return tl::unexpected(shared.error()); }
  return OpenRun{*std::move(folder), std::move(info), *std::move(lock), {}};
}

Result<OpenRun> go_on_with_run(const RunOptions& options, const LoadedSuite& suite,
                               const std::string& suite_fingerprint) {
  auto& from = *options.resumption;
  if (from.info.suite_fingerprint != suite_fingerprint) {
    return refused(from.folder.path(),
                   "the suite has changed since (test cases, worlds, profile, or a file or key that the "
                   "options name); start the run anew");
  }
  std::set<std::string> known;
  for (const auto& testcase : suite.cases) { known.insert(testcase.id); }
  if (auto done = report::salvage_run(from.folder, known); !done) { return tl::unexpected(done.error()); }
  const auto now = SystemClock().now();
  const auto line = report::resumed_journal_line(now);
  if (auto done = append_to_file(from.folder.journal(0), line); !done) {
    return tl::unexpected(done.error());
  }
  from.info.resumed.push_back(now);
  const auto records = from.folder.collected();
  if (!records) { return tl::unexpected(records.error()); }
  auto done = ids_of(*records);
  const bool has_failed = std::any_of(records->begin(), records->end(), [](const auto& record) {
    return record.verdict == engine::Verdict::Fail;
  });
  if (options.fail_fast && has_failed) { done = std::move(known); }
  if (auto logged = from.folder.log(now, fmt::format("run resumed done={}", records->size())); !logged) {
    return tl::unexpected(logged.error());
  }
  if (auto shared = from.lock.share(); !shared) { return tl::unexpected(shared.error()); }
  return OpenRun{from.folder, from.info, std::move(from.lock), std::move(done)};
}

}  // namespace enocheck
