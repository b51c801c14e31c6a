#pragma once

#include <memory>

#include "engine/recorded_call.h"
#include "sut/called_sut.h"

namespace enocheck::sut {

/// Another target, with everything that is asked of it written down.
class RecordingSut final : public CalledSut {
 public:
  /// `record` gets what the case at hand calls; whoever runs the cases empties it before each of them. It
  /// outlives this.
  RecordingSut(std::unique_ptr<engine::Sut> target, engine::CallRecord& record);

  [[nodiscard]] std::string name() const override { return target_->name(); }
  [[nodiscard]] engine::Observes observes() const override { return target_->observes(); }
  [[nodiscard]] Status reach() override { return target_->reach(); }
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] std::optional<std::string> untouched() const override {
    return record_->untouched = target_->untouched();
  }
  /// What is called there is not written down here.
  [[nodiscard]] Result<std::unique_ptr<engine::Sut>> beside(const std::vector<Eui64>& devices) override {
    return target_->beside(devices);
  }
  [[nodiscard]] Status intact() const override { return target_->intact(); }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override {
    return target_->exchanges();
  }

 private:
  Result<Texts> called(std::string operation, Texts asked, const Perform& perform) override;

  std::unique_ptr<engine::Sut> target_;
  engine::CallRecord* record_;
  mutable std::size_t readings_ = 0;  ///< of the time since the last call
};

}  // namespace enocheck::sut
