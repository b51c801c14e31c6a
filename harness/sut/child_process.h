#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"

namespace enocheck::sut {

/// A program of somebody else, spoken to in lines on its standard input and output. It is in a process group
/// of its own: Ctrl-C on a terminal does not reach it, and what it starts ends with it. Time is the machine's
/// own here: it is another process that we wait for.
class ChildProcess {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  struct Options {
    std::filesystem::path program;
    std::vector<std::string> arguments;  ///< without the program's own name
    /// What it says on its standard error is added to this file, up to 4 MiB; empty: not kept.
    std::filesystem::path errors_file;
  };
  /// Errors: Io.
  [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const Options& options);

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Ends it at once, if it has not ended.
  ~ChildProcess();

  /// Errors: Timeout if it reads too slowly, Io if it has ended (or has closed its standard input).
  [[nodiscard]] Status write_line(std::string_view line, Deadline deadline);
  /// The next line, without its end. Errors: Timeout; Io if it has ended, with how; BadValue for a line of
  /// more than 4 MiB.
  [[nodiscard]] Result<std::string> read_line(Deadline deadline);
  /// The last that it said on standard error, on one line; empty if it said nothing.
  [[nodiscard]] std::string last_errors() const;

  /// Closes its standard input and waits for it to end; then asks its group to (SIGTERM), then makes it.
  void end(Duration patience);
  /// Makes it and its group end at once.
  void kill();

 private:
  struct Running;
  explicit ChildProcess(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace enocheck::sut
