#include "report_writer.h"

#include "core/files.h"
#include "history_record.h"
#include "report/report_page.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// The way from the page to the run's folder: empty where it lies in it, else with a slash at its end.
std::string way_to(const fs::path& run_folder, const fs::path& file) {
  std::error_code ignored;
  const auto to = fs::weakly_canonical(run_folder, ignored);
  const auto from = fs::weakly_canonical(fs::absolute(file, ignored), ignored).parent_path();
  const auto way = to.lexically_relative(from);
  return way.empty() || way == "." ? "" : way.generic_string() + "/";
}

/// What the profile says of the system under test, for people.
std::vector<std::pair<std::string, std::string>> facts_of(const catalogue::Profile& profile) {
  return {{"Profile says", profile.title},
          {"The change is in force", profile.change_in_force ? "yes" : "no"},
          {"ENO's use cases from GBCS version", profile.eno_variants_from},
          {"Controllers (7.13) from GBCS version", profile.controllers_from}};
}

}  // namespace

Status write_report(const report::RunRecord& record, const LoadedSuite& suite, const RunOptions& options,
                    const fs::path& run_folder, const fs::path& file, bool is_whole,
                    const ReportMatrices& matrices) {
  report::ReportSource source;
  source.record = &record;
  source.requirements = &suite.requirements;
  for (const auto& testcase : suite.cases) { source.purposes.emplace(testcase.id, testcase.purpose); }
  source.facts = facts_of(suite.profile);
  source.run_folder = run_folder;
  source.evidence_base = way_to(run_folder, file);
  source.reproduce_command = reproduce_command(options);
  source.reproduce_suffix = reproduce_suffix(options);
  source.is_whole = is_whole;
  source.previous = previous_run(history_file(options.history, run_folder.parent_path()), record.run);
  source.access_matrix = matrices.access;
  source.kill_matrix = matrices.kills;
  const auto page = to_report_html(source);
  return write_file(file, bytes_of(page));
}

}  // namespace enocheck
