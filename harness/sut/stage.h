#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "sut/forwarding_sut.h"

namespace enocheck::sut {

/// Where cases take turns that run side by side: one acts, the others wait for something or for their turn.
/// Whoever runs a case holds it.
using Stage = std::mutex;

/// A target whose user leaves the stage to others while time passes. All other calls are made on the stage.
class StagedSut final : public ForwardingSut {
 public:
  /// `stage` is held by the caller of whatever is called here; it outlives this.
  StagedSut(std::unique_ptr<engine::Sut> target, Stage& stage)
      : ForwardingSut(std::move(target)), stage_(&stage) {}

  [[nodiscard]] Status advance(Duration by) override {
    const Aside aside(*stage_);
    return ForwardingSut::advance(by);
  }
  [[nodiscard]] Status await_delivery(Duration patience) override {
    const Aside aside(*stage_);
    return ForwardingSut::await_delivery(patience);
  }

 private:
  class Aside {
   public:
    explicit Aside(Stage& stage) : stage_(&stage) { stage_->unlock(); }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    ~Aside() { stage_->lock(); }

   private:
    Stage* stage_;
  };
  Stage* stage_;
};

}  // namespace enocheck::sut
