#include "sut/receive_response.h"

#include <gtest/gtest.h>

#include "sut/stage.h"

namespace enocheck::sut {
namespace {

constexpr Eui64 kOne{0x00DB1234567890A0};
constexpr Eui64 kOther{0x00DB1234567902A0};

net::HttpRequest posted(const std::string& body) {
  net::HttpRequest request;
  request.method = "POST";
  request.media_type = "application/xml";
  request.body = body;
  return request;
}

TEST(ReceiveResponse, GivesADocumentToThoseWhomItIsAbout) {
  ReceiveResponse service;
  const auto all = service.open();
  const auto one = service.open({kOne});
  auto other = service.open({kOther, Eui64{0x1}});
  const auto about_one = "<a>" + to_string(kOne) + "</a>";
  const auto about_other = "<b>" + to_string(kOther) + "</b>";
  EXPECT_EQ(service.take_in(posted(about_one)).status, 204);
  EXPECT_EQ(service.take_in(posted("<nobody/>")).status, 204);
  EXPECT_EQ(service.take_in(posted(about_other)).status, 204);
  EXPECT_EQ(one->take(), (std::vector<std::string>{about_one, "<nobody/>"}));
  EXPECT_EQ(other->take(), (std::vector<std::string>{"<nobody/>", about_other}));
  EXPECT_EQ(all->take(), (std::vector<std::string>{about_one, "<nobody/>", about_other}));
  EXPECT_TRUE(one->take().empty()) << "once";

  other.reset();
  EXPECT_EQ(service.take_in(posted(about_other)).status, 204);
  EXPECT_EQ(one->take(), std::vector<std::string>{about_other}) << "nobody else is about it any more";
}

TEST(ReceiveResponse, WhoWaitsIsWokenByWhatIsForHim) {
  ReceiveResponse service;
  const auto box = service.open({kOne});
  EXPECT_EQ(service.take_in(posted(to_string(kOne))).status, 204);
  box->await(std::chrono::hours(1));  // returns at once
  EXPECT_EQ(box->take().size(), 1U);
}

/// Says whether others may act while it lets time pass.
class WatchedSut final : public ForwardingSut {
 public:
  WatchedSut(std::unique_ptr<engine::Sut> target, Stage& stage)
      : ForwardingSut(std::move(target)), stage_(&stage) {}
  bool was_free = false;

  [[nodiscard]] Status advance(Duration /*by*/) override { return look(); }
  [[nodiscard]] Status await_delivery(Duration /*patience*/) override { return look(); }

 private:
  Status look() {
    was_free = stage_->try_lock();
    if (was_free) { stage_->unlock(); }
    return failure(ErrorCode::Timeout, "lost");
  }
  Stage* stage_;
};

TEST(StagedSut, LeavesTheStageWhileTimePassesAndOnlyThen) {
  Stage stage;
  auto watched = std::make_unique<WatchedSut>(nullptr, stage);
  const auto& target = *watched;
  StagedSut staged(std::move(watched), stage);
  {
    const std::lock_guard turn(stage);
    EXPECT_EQ(staged.advance(Duration{1}).error().code, ErrorCode::Timeout);
    EXPECT_TRUE(target.was_free);
    EXPECT_FALSE(staged.await_delivery(Duration{1}));
    EXPECT_TRUE(target.was_free);
  }
  EXPECT_TRUE(stage.try_lock()) << "it was left as it was found";
  stage.unlock();
}

}  // namespace
}  // namespace enocheck::sut
