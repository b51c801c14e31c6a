#include "sim/dsp/accepted_requests.h"

#include <gtest/gtest.h>

namespace enocheck::sim {
namespace {

duis::RequestId numbered(std::uint64_t counter) {
  return {Eui64(0x90B3D51F30020000U), Eui64(0x00DB1234567890A0U), OriginatorCounter{counter}};
}

TEST(AcceptedRequestsTest, TellsVariantsOfOneRequestApart) {
  AcceptedRequests accepted;
  accepted.add(numbered(1), 4);
  accepted.add(numbered(1), 4);
  EXPECT_TRUE(accepted.contains(numbered(1), 4));
  EXPECT_FALSE(accepted.contains(numbered(1), 5));
  EXPECT_FALSE(accepted.contains(numbered(2), 4));
}

TEST(AcceptedRequestsTest, ForgetsTheOldestFirst) {
  AcceptedRequests accepted;
  for (std::uint64_t counter = 0; counter <= AcceptedRequests::kMost; ++counter) {
    accepted.add(numbered(counter), 1);
  }
  EXPECT_FALSE(accepted.contains(numbered(0), 1));
  EXPECT_TRUE(accepted.contains(numbered(1), 1));
  EXPECT_TRUE(accepted.contains(numbered(AcceptedRequests::kMost), 1));
}

}  // namespace
}  // namespace enocheck::sim
