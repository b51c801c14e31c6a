#include "sut/pacer.h"

#include <gtest/gtest.h>

namespace enocheck::sut {
namespace {

using std::chrono::milliseconds;

const Instant kNow = parse_iso8601("2026-03-02T17:30:00Z").value();

TEST(PacerTest, SpreadsCallsEvenly) {
  Pacer pacer(4);
  EXPECT_EQ(pacer.wait(kNow), Duration::zero());
  EXPECT_EQ(pacer.wait(kNow), milliseconds(250));
  EXPECT_EQ(pacer.wait(kNow + milliseconds(250)), milliseconds(250));
}

TEST(PacerTest, IdleTimeIsNotSavedUp) {
  Pacer pacer(4);
  static_cast<void>(pacer.wait(kNow));
  EXPECT_EQ(pacer.wait(kNow + std::chrono::seconds(10)), Duration::zero());
  EXPECT_EQ(pacer.wait(kNow + std::chrono::seconds(10)), milliseconds(250));
}

TEST(PacerTest, WithoutALimitNobodyWaits) {
  Pacer pacer(0);
  for (int call = 0; call < 3; ++call) { EXPECT_EQ(pacer.wait(kNow), Duration::zero()); }
}

}  // namespace
}  // namespace enocheck::sut
