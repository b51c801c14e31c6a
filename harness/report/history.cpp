#include "report/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/history_schema.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kApplication = 0x656E6F63;  // "enoc"
constexpr std::int64_t kVersion = 1;

std::int64_t milliseconds(Instant at) { return at.time_since_epoch().count(); }

/// Is the file a history that this program can read? `is_new`: an empty one.
Status check_kind(const Database& database, const fs::path& file, bool& is_new) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) { return tl::unexpected(application.error()); }
  const auto version = database.number("PRAGMA user_version");
  if (!version) { return tl::unexpected(version.error()); }
  const auto objects = database.number("SELECT count(*) FROM sqlite_master");
  if (!objects) { return tl::unexpected(objects.error()); }
  is_new = *application == 0 && *version == 0 && *objects == 0;
  if (is_new) { return {}; }
  if (*application != kApplication) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}: is a database, and no history of enocheck; name another "
                               "file with --history",
                               file.string()));
  }
  if (*version > kVersion) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}: was written by a newer enocheck (version {} of the history, this one "
                               "knows {}); use that one, or another file with --history",
                               file.string(), *version, kVersion));
  }
  return {};
}

/// Brings an empty or older file to today's schema. A later version adds its step here.
Status migrate(const Database& database, const fs::path& file) {
  auto transaction = Transaction::begin(database);
  if (!transaction) { return tl::unexpected(transaction.error()); }
  bool is_new = false;
  if (auto known = check_kind(database, file, is_new); !known) { return known; }
  if (!is_new) { return {}; }
  if (auto made = database.run(kHistorySchema); !made) { return made; }
  const auto marks =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplication, kVersion);
  if (auto marked = database.run(marks); !marked) { return marked; }
  return transaction->commit();
}

}  // namespace

Subject subject_of(const RunInfo& run) { return {run.target, run.profile, run.defect, run.testbed}; }

std::string to_text(const Subject& subject) {
  return fmt::format("{}, profile {}{}{}", subject.target, subject.profile,
                     subject.defect.empty() ? "" : fmt::format(", defect {}", subject.defect),
                     subject.testbed.empty() ? "" : fmt::format(", test bed {}", subject.testbed));
}

Totals PastRun::totals() const {
  Totals totals;
  for (const auto& one : verdicts) { totals.add(one.verdict); }
  return totals;
}

const PastVerdict* PastRun::find(std::string_view testcase) const {
  const auto found =
      std::lower_bound(verdicts.begin(), verdicts.end(), testcase,
                       [](const PastVerdict& one, std::string_view id) { return one.testcase < id; });
  return found == verdicts.end() || found->testcase != testcase ? nullptr : &*found;
}

Result<History> History::open_to_write(const fs::path& file) {
  auto database = Database::open(file, true);
  if (!database) { return tl::unexpected(database.error()); }
  if (auto ready = database->run("PRAGMA foreign_keys = ON"); !ready) {
    return tl::unexpected(ready.error());
  }
  if (auto ready = migrate(*database, file); !ready) { return tl::unexpected(ready.error()); }
  return History(*std::move(database));
}

Result<History> History::open_to_read(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return failure(ErrorCode::Io,
                   file.string() +
                       ": there is no history; `enocheck run` writes one beside its run folders, `enocheck "
                       "history --add RUN...` makes one from those that there are");
  }
  auto database = Database::open(file, false);
  if (!database) { return tl::unexpected(database.error()); }
  bool is_new = false;
  if (auto known = check_kind(*database, file, is_new); !known) { return tl::unexpected(known.error()); }
  if (is_new) { return failure(ErrorCode::Schema, file.string() + ": is empty, and no history of enocheck"); }
  return History(*std::move(database));
}

Status History::add(const RunRecord& record, const fs::path& folder, bool is_whole) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) { return tl::unexpected(transaction.error()); }
  const auto& run = record.run;
  auto remove = database_.prepare("DELETE FROM run WHERE id = ? AND folder = ?");
  if (!remove) { return tl::unexpected(remove.error()); }
  if (auto bound = remove->bind(run.id, folder.string()); !bound) { return bound; }
  if (auto removed = remove->finish(); !removed) { return removed; }
  auto insert = database_.prepare(
      "INSERT INTO run (id, folder, started, finished, tool_version, target, profile, profile_fingerprint, "
      "defect, testbed, seed, host, simulated, is_whole) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!insert) { return tl::unexpected(insert.error()); }
  if (auto bound =
          insert->bind(run.id, folder.string(), milliseconds(run.started), milliseconds(run.finished),
                       run.tool_version, run.target, run.profile, run.profile_fingerprint, run.defect,
                       run.testbed, run.seed, run.host, run.simulated, is_whole);
      !bound) {
    return bound;
  }
  if (auto inserted = insert->finish(); !inserted) { return inserted; }
  if (auto added = add_verdicts(database_.last_key(), record.cases); !added) { return added; }
  return transaction->commit();
}

Status History::add_verdicts(std::int64_t run, const std::vector<CaseRecord>& cases) const {
  auto name = database_.prepare("INSERT OR IGNORE INTO testcase (id) VALUES (?)");
  if (!name) { return tl::unexpected(name.error()); }
  auto insert = database_.prepare(
      "INSERT OR REPLACE INTO verdict (run, testcase, verdict, hop, reason, fingerprint, wall_ms) "
      "VALUES (?, (SELECT key FROM testcase WHERE id = ?), ?, ?, ?, ?, ?)");
  if (!insert) { return tl::unexpected(insert.error()); }
  for (const auto& one : cases) {
    if (auto bound = name->bind(one.id); !bound) { return bound; }
    if (auto named = name->finish(); !named) { return named; }
    const auto hop = one.hop ? name_of(*one.hop) : std::string_view();
    if (auto bound =
            insert->bind(run, one.id, name_of(one.verdict), hop, one.reason, one.fingerprint, one.wall_ms);
        !bound) {
      return bound;
    }
    if (auto inserted = insert->finish(); !inserted) { return inserted; }
  }
  return {};
}

Status History::read_verdicts(std::int64_t run, std::vector<PastVerdict>& verdicts) const {
  auto select = database_.prepare(
      "SELECT testcase.id, verdict, hop, reason, fingerprint, wall_ms FROM verdict JOIN testcase ON "
      "testcase.key = verdict.testcase WHERE run = ? ORDER BY testcase.id");
  if (!select) { return tl::unexpected(select.error()); }
  if (auto bound = select->bind(run); !bound) { return bound; }
  while (true) {
    const auto row = select->step();
    if (!row) { return tl::unexpected(row.error()); }
    if (!*row) { return {}; }
    const auto verdict = engine::parse_verdict(select->text(1)).value_or(engine::Verdict::Error);
    verdicts.push_back(
        {select->text(0), verdict, select->text(2), select->text(3), select->text(4), select->number(5)});
  }
}

Result<std::vector<std::pair<std::int64_t, PastRun>>> History::read_runs() const {
  auto select = database_.prepare(
      "SELECT key, id, folder, started, finished, tool_version, target, profile, profile_fingerprint, "
      "defect, "
      "testbed, seed, host, simulated, is_whole FROM run ORDER BY started, key");
  if (!select) { return tl::unexpected(select.error()); }
  std::vector<std::pair<std::int64_t, PastRun>> found;
  while (true) {
    const auto row = select->step();
    if (!row) { return tl::unexpected(row.error()); }
    if (!*row) { return found; }
    PastRun past;
    past.run.id = select->text(1);
    past.folder = select->text(2);
    past.run.started = Instant(Duration(select->number(3)));
    past.run.finished = Instant(Duration(select->number(4)));
    past.run.tool_version = select->text(5);
    past.run.target = select->text(6);
    past.run.profile = select->text(7);
    past.run.profile_fingerprint = select->text(8);
    past.run.defect = select->text(9);
    past.run.testbed = select->text(10);
    past.run.seed = static_cast<std::uint64_t>(select->number(11));
    past.run.host = select->text(12);
    past.run.simulated = select->number(13) != 0;
    past.is_whole = select->number(14) != 0;
    found.emplace_back(select->number(0), std::move(past));
  }
}

Result<std::vector<PastRun>> History::runs() const {
  auto found = read_runs();
  if (!found) { return tl::unexpected(found.error()); }
  std::vector<PastRun> all;
  for (auto& [key, past] : *found) { all.push_back(std::move(past)); }
  return all;
}

Result<std::vector<PastRun>> History::runs(const Subject& subject, std::size_t most) const {
  auto found = read_runs();
  if (!found) { return tl::unexpected(found.error()); }
  std::erase_if(*found, [&](const auto& one) { return subject_of(one.second.run) != subject; });
  const auto left_out = found->size() > most ? found->size() - most : 0;
  std::vector<PastRun> chosen;
  for (auto at = found->begin() + static_cast<std::ptrdiff_t>(left_out); at != found->end(); ++at) {
    if (auto read = read_verdicts(at->first, at->second.verdicts); !read) {
      return tl::unexpected(read.error());
    }
    chosen.push_back(std::move(at->second));
  }
  return chosen;
}

}  // namespace enocheck::report
