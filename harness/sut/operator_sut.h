#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/manual_step.h"
#include "sut/forwarding_sut.h"
#include "sut/operator.h"

namespace enocheck::sut {

/// Another target, with somebody at its devices: what the target cannot do itself (Unsupported) that person
/// is asked to do or to look at. Questions and answers are among the exchanges.
///
/// Errors of what is asked: Timeout without an answer (the case is `inconc`), Unsupported where the answer is
/// `cannot` (the case is skipped with what was said).
class OperatorSut final : public ForwardingSut {
 public:
  OperatorSut(std::unique_ptr<engine::Sut> target, std::unique_ptr<Operator> person);

  [[nodiscard]] engine::Observes observes() const override;
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override;

 private:
  struct Choice {
    std::string_view word;
    char letter;
  };
  /// Asks until one of the choices is the answer. Errors: as above.
  [[nodiscard]] Result<std::string_view> ask(const Eui64& device, const std::string& what,
                                             const std::vector<Choice>& choices);
  void keep(engine::ManualStep step);
  /// Takes over what the target has seen since the last look.
  void catch_up() const;
  [[nodiscard]] std::string name_of(const Eui64& device) const;

  std::unique_ptr<Operator> person_;
  std::map<Eui64, std::string> names_;
  mutable std::vector<engine::Exchange> all_;  ///< the target's and ours, in the order in which they were
  mutable std::size_t taken_over_ = 0;
};

}  // namespace enocheck::sut
