#pragma once

#include <cstdint>
#include <filesystem>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::user {

/// Which originator counters a user has not used yet, kept in a file: a real device takes none twice. A line
/// a user, `90-B3-D5-1F-30-02-00-00 1795000000000`: its next counter.
class CounterBook {
 public:
  /// `at_least`: where a user begins that is not in the file yet, and below which none goes on.
  CounterBook(std::filesystem::path file, std::uint64_t at_least)
      : file_(std::move(file)), at_least_(at_least) {}

  /// The first of `count` counters that from now on nobody else gets, nor another process with the same file:
  /// written down before they are used. Errors: Io; BadValue naming file and line.
  [[nodiscard]] Result<std::uint64_t> reserve(const Eui64& user, std::uint64_t count) const;

 private:
  std::filesystem::path file_;
  std::uint64_t at_least_;
};

/// Milliseconds since 1970: where the counters of a user may begin whose last one nobody knows.
[[nodiscard]] std::uint64_t counter_by_clock(const Clock& clock);

}  // namespace enocheck::user
