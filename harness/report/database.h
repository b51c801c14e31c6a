#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace enocheck::report {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept;
};
struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept;
};

/// One prepared statement. Values are bound, never written into its text.
class Statement {
 public:
  /// Starts again with these values for its parameters, from the first on. Errors: those of the database.
  template <class... Values>
  [[nodiscard]] Status bind(const Values&... values) {
    auto done = restart();
    int index = 0;
    static_cast<void>(((++index, done = done ? bind_one(index, values) : done, done.has_value()) && ...));
    return done;
  }
  /// Goes to the next row; false when there is none. Errors: those of the database.
  [[nodiscard]] Result<bool> step();
  /// Runs it to its end. Errors: those of the database.
  [[nodiscard]] Status finish();

  // Of the row that step() went to; columns count from 0.
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  friend class Database;
  Statement(std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement, std::string file)
      : statement_(std::move(statement)), file_(std::move(file)) {}
  [[nodiscard]] Status restart();
  [[nodiscard]] Status bind_one(int index, std::string_view value);
  [[nodiscard]] Status bind_one(int index, std::int64_t value);
  template <class Number>
  [[nodiscard]] Status bind_one(int index, Number value) requires std::is_integral_v<Number> {
    return bind_one(index, static_cast<std::int64_t>(value));
  }

  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
  std::string file_;
};

/// A file of SQLite, with a rollback journal: it needs nothing of the file system but locks. Who is killed
/// while writing leaves a journal from which the next one to open it puts the file back as it was.
class Database {
 public:
  /// Opens the file; `may_create`: makes it where there is none. Who finds it locked, now or later, waits for
  /// ten seconds at most. Errors: Io.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, bool may_create);
  /// Errors: Io for a file that cannot be read, written or is locked too long; Schema for one that is no
  /// database, or damaged. They name the file.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
  /// Runs statements that give no rows. Errors: the same.
  [[nodiscard]] Status run(std::string_view sql) const;
  /// The first column of the first row, 0 without one. Errors: the same.
  [[nodiscard]] Result<std::int64_t> number(std::string_view sql) const;
  [[nodiscard]] std::int64_t last_key() const;

 private:
  Database(std::unique_ptr<sqlite3, CloseDatabase> database, std::string file)
      : database_(std::move(database)), file_(std::move(file)) {}
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::string file_;
};

/// Everything until commit() or nothing: what is not committed is undone.
class Transaction {
 public:
  /// Waits for other writers. Errors: those of the database.
  [[nodiscard]] static Result<Transaction> begin(const Database& database);
  [[nodiscard]] Status commit();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;
};

}  // namespace enocheck::report
