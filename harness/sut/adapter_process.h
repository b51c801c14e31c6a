#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/entropy.h"
#include "core/result.h"
#include "sut/adapter_message.h"
#include "sut/child_process.h"

namespace enocheck::sut {

struct AdapterOptions {
  std::string command;  ///< split as a shell does, run without one; the first word is looked up in `path`
  std::string path;     ///< folders with programs, `:` between
  std::string kind;     ///< "pc", "esme"
  /// Without one of these the adapter is of no use.
  std::vector<std::string> needed;
  Duration patience = std::chrono::seconds(10);  ///< for the answer to one line
  std::filesystem::path errors_file;             ///< what it says on standard error; empty: not kept
};

/// Who answered the handshake.
struct AdapterIdentity {
  std::string name;
  std::string version;
  std::vector<std::string> operations;
};

/// An adapter: a program beside ours that speaks for what is under test, JSON lines on its standard input and
/// output (docs/adapters.md). It is started by the first call, and again by the first one after it was lost;
/// after too many losses in a row no more. Each start shakes hands and asks for a nonsense operation: an
/// adapter that claims to have done that is not believed in anything.
///
/// Errors of all calls, each naming the command and what to do: Unsupported where the adapter says so, now or
/// by not having named the operation in the handshake; Timeout and Io (an answer that is none among them)
/// where it is lost: it has ended then.
class AdapterProcess {
 public:
  /// Errors: BadValue for a command that cannot be split, or whose program is nowhere.
  [[nodiscard]] static Result<std::unique_ptr<AdapterProcess>> create(AdapterOptions options,
                                                                      EntropySource& entropy);
  AdapterProcess(const AdapterProcess&) = delete;
  AdapterProcess& operator=(const AdapterProcess&) = delete;
  /// Closes its input and lets it end in order.
  ~AdapterProcess();

  /// Starts it if it is not running.
  [[nodiscard]] Status start();
  /// Does the adapter say that it has this operation? False before it is started.
  [[nodiscard]] bool offers(std::string_view operation) const;
  [[nodiscard]] const AdapterIdentity& identity() const { return identity_; }

  /// Asks for an operation and waits for the answer to it.
  [[nodiscard]] Result<AdapterFields> call(std::string_view operation, AdapterFields fields = {});
  /// The events (`{"event":…}`) that have come since the last call of this, in order.
  [[nodiscard]] std::vector<AdapterFields> take_events();
  /// Waits until there is an event, at most `patience`; none is no error.
  [[nodiscard]] Status await_event(Duration patience);

  /// An error that says of which adapter it is, and what that said last on its standard error.
  [[nodiscard]] Error described(ErrorCode code, const std::string& what) const;

 private:
  AdapterProcess(AdapterOptions options, ChildProcess::Options program, EntropySource& entropy)
      : options_(std::move(options)), program_(std::move(program)), entropy_(&entropy) {}

  [[nodiscard]] Status shake_hands();
  [[nodiscard]] Status probe();
  [[nodiscard]] Result<AdapterFields> exchange(std::string_view operation, AdapterFields fields);
  [[nodiscard]] Result<AdapterFields> next_line(ChildProcess::Deadline deadline);
  /// Ends the adapter; the error tells of which one, and what it said last.
  [[nodiscard]] Error lost(const Error& error);

  AdapterOptions options_;
  ChildProcess::Options program_;
  EntropySource* entropy_;
  std::unique_ptr<ChildProcess> process_;
  AdapterIdentity identity_;
  std::deque<AdapterFields> events_;
  unsigned lost_in_a_row_ = 0;
};

}  // namespace enocheck::sut
