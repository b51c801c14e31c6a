#include "sut/recording_sut.h"

namespace enocheck::sut {

RecordingSut::RecordingSut(std::unique_ptr<engine::Sut> target, engine::CallRecord& record)
    : target_(std::move(target)), record_(&record) {
  record_->target = target_->name();
  record_->observes = target_->observes();
}

Instant RecordingSut::now() const {
  const auto time = target_->now();
  if (record_->calls.empty()) { return time; }
  auto& call = record_->calls.back();
  const auto last = call.later.empty() ? call.at : call.later.back().second;
  if (time != last) { call.later.emplace_back(readings_, time); }
  ++readings_;
  return time;
}

Result<Texts> RecordingSut::called(std::string operation, Texts asked, const Perform& perform) {
  auto result = perform(*target_);
  engine::RecordedCall call;
  call.operation = std::move(operation);
  call.asked = std::move(asked);
  if (result) { call.answered = *result; }
  if (!result) { call.failed = result.error(); }
  call.at = target_->now();
  call.seen = target_->exchanges().size();
  record_->calls.push_back(std::move(call));
  readings_ = 0;
  return result;
}

}  // namespace enocheck::sut
