#pragma once

#include <functional>

#include "sut/forwarding_sut.h"

namespace enocheck::sut {

/// A target in real time whose waits end when somebody interrupts the run: then they are lost (Timeout), so
/// that the case at hand ends and the equipment is put back at once.
class InterruptibleSut final : public ForwardingSut {
 public:
  InterruptibleSut(std::unique_ptr<engine::Sut> target, std::function<bool()> interrupted)
      : ForwardingSut(std::move(target)), interrupted_(std::move(interrupted)) {}

  [[nodiscard]] Status advance(Duration by) override;
  [[nodiscard]] Status await_delivery(Duration patience) override;

 private:
  std::function<bool()> interrupted_;
};

}  // namespace enocheck::sut
