#include "report/database.h"

#include <sqlite3.h>

#include <chrono>
#include <thread>

#include <fmt/format.h>

namespace enocheck::report {
namespace {

/// What SQLite says, and what mends it.
tl::unexpected<Error> failed(sqlite3* database, const std::string& file) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const auto said = fmt::format("{}: {}", file, sqlite3_errmsg(database));
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
    return failure(ErrorCode::Schema,
                   said + "; move it away: `enocheck history --add RUN...` makes it anew from run folders");
  }
  if (code == SQLITE_BUSY) { return failure(ErrorCode::Io, said + ": another process keeps writing to it"); }
  return failure(ErrorCode::Io, said);
}

/// Looks often: SQLite's own time-out looks ever more seldom, and others get in between.
int look_again(void* /*unused*/, int looked) {
  constexpr auto kEvery = std::chrono::milliseconds(2);
  constexpr auto kPatience = std::chrono::seconds(10);
  if (looked * kEvery >= kPatience) { return 0; }
  std::this_thread::sleep_for(kEvery);
  return 1;
}

tl::unexpected<Error> failed(sqlite3_stmt* statement, const std::string& file) {
  return failed(sqlite3_db_handle(statement), file);
}

}  // namespace

void FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
void CloseDatabase::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

Status Statement::restart() {
  sqlite3_reset(statement_.get());  // the failure of an earlier run was told then
  sqlite3_clear_bindings(statement_.get());
  return {};
}

Status Statement::bind_one(int index, std::string_view value) {
  const auto* const text = value.data() == nullptr ? "" : value.data();
  if (sqlite3_bind_text(statement_.get(), index, text, static_cast<int>(value.size()), SQLITE_TRANSIENT) !=
      SQLITE_OK) {
    return failed(statement_.get(), file_);
  }
  return {};
}

Status Statement::bind_one(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), index, value) != SQLITE_OK) {
    return failed(statement_.get(), file_);
  }
  return {};
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW || code == SQLITE_DONE) { return code == SQLITE_ROW; }
  return failed(statement_.get(), file_);
}

Status Statement::finish() {
  while (true) {
    const auto more = step();
    if (!more) { return tl::unexpected(more.error()); }
    if (!*more) { return {}; }
  }
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string Statement::text(int column) const {
  const auto* const text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): SQLite's UTF-8 is unsigned
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

Result<Database> Database::open(const std::filesystem::path& file, bool may_create) {
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (may_create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  Database database(std::unique_ptr<sqlite3, CloseDatabase>(opened), file.string());
  if (opened == nullptr) { return failure(ErrorCode::Io, file.string() + ": no memory to open it"); }
  if (code != SQLITE_OK) { return failed(opened, file.string()); }
  sqlite3_busy_handler(opened, look_again, nullptr);
  // A file that somebody else made runs no code of its own, and cannot be damaged by what we ask.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr) !=
      SQLITE_OK) {
    return failed(database_.get(), file_);
  }
  return Statement(std::unique_ptr<sqlite3_stmt, FinalizeStatement>(prepared), file_);
}

Status Database::run(std::string_view sql) const {
  if (sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failed(database_.get(), file_);
  }
  return {};
}

Result<std::int64_t> Database::number(std::string_view sql) const {
  auto statement = prepare(sql);
  if (!statement) { return tl::unexpected(statement.error()); }
  const auto row = statement->step();
  if (!row) { return tl::unexpected(row.error()); }
  return *row ? statement->number(0) : 0;
}

std::int64_t Database::last_key() const { return sqlite3_last_insert_rowid(database_.get()); }

Result<Transaction> Transaction::begin(const Database& database) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) { return tl::unexpected(begun.error()); }
  return Transaction(database);
}

Status Transaction::commit() {
  auto committed = database_->run("COMMIT");
  if (committed) { database_ = nullptr; }
  return committed;
}

Transaction::~Transaction() {
  if (database_ == nullptr) { return; }
  static_cast<void>(database_->run("ROLLBACK"));  // why it came to this was told already
}

}  // namespace enocheck::report
