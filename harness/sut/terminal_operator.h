#pragma once

#include <functional>
#include <string>

#include "core/clock.h"
#include "sut/operator.h"

namespace enocheck::sut {

/// Asks over a terminal, or whatever else stands at the two ends.
class TerminalOperator final : public Operator {
 public:
  struct Ends {
    int input = 0;                                ///< file descriptor that answers come from
    std::function<void(std::string_view)> print;  ///< shows a question
    std::function<bool()> interrupted;            ///< ends the wait; may be empty
  };
  /// `deadline` is for each answer.
  TerminalOperator(std::string name, Duration deadline, Ends ends)
      : name_(std::move(name)), deadline_(deadline), ends_(std::move(ends)) {}

  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] Result<std::string> ask(std::string_view question) override;

 private:
  [[nodiscard]] Result<std::string> next_line();
  /// Reads what is there, waiting for it until the deadline. Errors: Timeout.
  [[nodiscard]] Status read_more(std::chrono::steady_clock::time_point until);

  std::string name_;
  Duration deadline_;
  Ends ends_;
  std::string unread_;
};

}  // namespace enocheck::sut
