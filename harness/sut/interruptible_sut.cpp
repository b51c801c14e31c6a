#include "sut/interruptible_sut.h"

#include <algorithm>

namespace enocheck::sut {
namespace {

/// An interrupt shows within this.
constexpr Duration kSlice = std::chrono::milliseconds(500);

Status was_interrupted() { return failure(ErrorCode::Timeout, "interrupted while waiting"); }

}  // namespace

Status InterruptibleSut::advance(Duration by) {
  for (auto left = by; left > Duration::zero(); left -= kSlice) {
    if (interrupted_()) { return was_interrupted(); }
    if (auto done = ForwardingSut::advance(std::min(left, kSlice)); !done) { return done; }
  }
  return {};
}

/// Who waits for a delivery asks again until it is there, or the patience is over.
Status InterruptibleSut::await_delivery(Duration patience) {
  if (interrupted_()) { return was_interrupted(); }
  return ForwardingSut::await_delivery(std::min(patience, kSlice));
}

}  // namespace enocheck::sut
