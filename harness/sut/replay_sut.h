#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/recorded_call.h"
#include "sut/called_sut.h"

namespace enocheck::sut {

/// A target that is gone: it answers what it answered then, call by call, as long as it is asked the same in
/// the same order; what only looked may be left out. Once it is asked something else, what it would have done
/// is not known: that call and all after it fail, and the case cannot be judged.
class ReplaySut final : public CalledSut {
 public:
  /// The case that comes next; `exchanges` is what was seen in it.
  void begin(engine::CallRecord record, std::vector<engine::Exchange> exchanges);
  /// The case that comes next has no record, for this reason.
  void begin_without(Error why);

  /// The user's first originator counter then, or `otherwise`.
  [[nodiscard]] std::uint64_t first_counter(const Eui64& user, std::uint64_t otherwise) const;

  [[nodiscard]] std::string name() const override { return record_.target; }
  [[nodiscard]] engine::Observes observes() const override { return record_.observes; }
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] std::optional<std::string> untouched() const override { return record_.untouched; }
  /// Errors: Io once it was asked something else than then.
  [[nodiscard]] Status intact() const override;
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override { return seen_; }

 private:
  Result<Texts> called(std::string operation, Texts asked, const Perform& perform) override;
  /// Passes over what was looked at then and is not today: looking changes nothing.
  void leave_out_looks(const std::string& operation, const Texts& asked);
  /// Is this a question for deliveries right after another, which took all?
  [[nodiscard]] bool asks_an_empty_box(const std::string& operation) const;
  /// Why the call is not the one that comes next in the record, or nothing.
  [[nodiscard]] std::optional<std::string> difference(const std::string& operation, const Texts& asked) const;

  engine::CallRecord record_;
  std::vector<engine::Exchange> all_;
  std::vector<engine::Exchange> seen_;  ///< those until the last call
  std::size_t next_ = 0;
  bool box_is_empty_ = false;         ///< nothing has happened since the deliveries were taken
  mutable std::size_t readings_ = 0;  ///< of the time since the last call
  std::optional<Error> lost_;
};

}  // namespace enocheck::sut
