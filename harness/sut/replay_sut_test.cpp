#include "sut/replay_sut.h"

#include <gtest/gtest.h>

#include "sut/recording_sut.h"

namespace enocheck::sut {
namespace {

using engine::WebService;

constexpr Eui64 kMeter{0xA0};
const Bytes kOctets = {0xDF, 0x09};

Instant at(std::int64_t milliseconds) { return Instant{} + Duration(milliseconds); }

/// Answers each kind of call with something that can be told from another, and is seen to be asked.
class TalkativeSut final : public engine::Sut {
 public:
  std::string name() const override { return "talkative"; }
  engine::Observes observes() const override { return {true, false, true, false, true, true, false, false}; }
  Status load(const catalogue::World& /*world*/) override { return {}; }
  Result<engine::Answer> post(WebService /*service*/, std::string_view document) override {
    exchanges_.push_back({now_, "user-to-dsp", {}, copy_of(bytes_of(document))});
    return engine::Answer{400, "<refused/>"};
  }
  std::vector<std::string> take_deliveries() override { return deliveries; }
  Instant now() const override { return now_; }
  Status advance(Duration by) override {
    now_ += by;
    return {};
  }
  Status await_delivery(Duration /*patience*/) override {
    return failure(ErrorCode::Timeout, "the line is dead");
  }
  Result<bool> switch_is_closed(const Eui64& /*esme*/, unsigned index) override { return index == 2; }
  Result<unsigned> load_watts(const Eui64& /*esme*/, unsigned index) override { return index * 1000; }
  Result<engine::FeederState> feeder(std::string_view /*name*/) override {
    return engine::FeederState{70000, true};
  }
  Status press_boost(const Eui64& /*esme*/) override { return {}; }
  Status set_power(const Eui64& /*device*/, bool /*on*/) override { return {}; }
  Status deliver(const Eui64& device, ByteView octets) override {
    exchanges_.push_back({now_, "hub-to-device", device, copy_of(octets)});
    return {};
  }
  Status intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*bits*/, bool drop) override {
    return drop ? Status{} : failure(ErrorCode::BadValue, "no such link");
  }
  Result<bool> lets_in(std::string_view certificate) override { return certificate == "own"; }
  Result<engine::Correlation> correlate(std::string_view /*request*/, ByteView /*message*/) override {
    return engine::Correlation{false, "another counter"};
  }
  Result<engine::ParsedMessage> parse(std::string_view request, ByteView /*message*/) override {
    if (request.empty()) { return engine::ParsedMessage{std::nullopt, "no alert"}; }
    return engine::ParsedMessage{"<mmc/>", ""};
  }
  const std::vector<engine::Exchange>& exchanges() const override { return exchanges_; }

  void let_time_pass(Duration by) { now_ += by; }
  std::vector<std::string> deliveries = {"<one/>", "<two/>"};

 private:
  Instant now_ = at(1000);
  std::vector<engine::Exchange> exchanges_;
};

class Replay : public testing::Test {
 protected:
  Replay() {
    auto target = std::make_unique<TalkativeSut>();
    target_ = target.get();
    recording_ = std::make_unique<RecordingSut>(std::move(target), record_);
    world_.id = "street";
    world_.fingerprint = "F1";
  }
  /// From here on the record answers.
  ReplaySut& replay() {
    replay_.begin(record_, recording_->exchanges());
    return replay_;
  }
  catalogue::World world_;
  engine::CallRecord record_;
  TalkativeSut* target_ = nullptr;
  std::unique_ptr<RecordingSut> recording_;
  ReplaySut replay_;
};

/// What every kind of call gives, as a list.
std::vector<std::string> answers_of(engine::Sut& sut) {
  std::vector<std::string> all;
  const auto add = [&](const auto& result, const auto& text) {
    all.push_back(result ? text(*result) : result.error().detail);
  };
  const auto status = [&](const Status& done) { all.push_back(done ? "done" : done.error().detail); };
  add(sut.post(WebService::Transform, "<ask/>"),
      [](const auto& answer) { return fmt::format("{} {}", answer.http_status, answer.body); });
  for (const auto& document : sut.take_deliveries()) { all.push_back(document); }
  status(sut.advance(Duration(1500)));
  status(sut.await_delivery(Duration(10)));
  for (const auto index : {1U, 2U}) {
    add(sut.switch_is_closed(kMeter, index),
        [](bool closed) { return std::string(closed ? "closed" : "open"); });
    add(sut.load_watts(kMeter, index), [](unsigned watts) { return fmt::format("{} W", watts); });
  }
  add(sut.feeder("F"), [](const auto& state) { return fmt::format("{} {}", state.watts, state.is_blown); });
  status(sut.press_boost(kMeter));
  status(sut.set_power(kMeter, false));
  status(sut.deliver(kMeter, kOctets));
  status(sut.intercept("dsp-to-wan", {3, 4}, true));
  status(sut.intercept("dsp-to-wan", {}, false));
  add(sut.lets_in("own"), [](bool let) { return std::string(let ? "in" : "out"); });
  add(sut.correlate("<ask/>", kOctets),
      [](const auto& said) { return fmt::format("{} {}", said.belongs, said.reason); });
  for (const auto* const request : {"<ask/>", ""}) {
    add(sut.parse(request, kOctets), [](const auto& parsed) { return parsed.mmc.value_or(parsed.reason); });
  }
  all.push_back(to_iso8601(sut.now()));
  for (const auto& exchange : sut.exchanges()) { all.push_back(exchange.link); }
  return all;
}

/// Once something differs, nothing is answered any more.
void expect_lost(ReplaySut& sut, const Status& last, std::string_view why) {
  ASSERT_FALSE(last.has_value());
  EXPECT_EQ(last.error().code, ErrorCode::Io) << "an endpoint that is lost: inconclusive";
  EXPECT_NE(last.error().detail.find(why), std::string::npos) << last.error().detail;
  EXPECT_FALSE(sut.advance(Duration(1)).has_value());
  EXPECT_FALSE(sut.intact().has_value());
}

TEST_F(Replay, AnswersEveryKindOfCallAsThen) {
  const auto then = answers_of(*recording_);
  EXPECT_EQ(then, (std::vector<std::string>{"400 <refused/>",
                                            "<one/>",
                                            "<two/>",
                                            "done",
                                            "the line is dead",
                                            "open",
                                            "1000 W",
                                            "closed",
                                            "2000 W",
                                            "70000 true",
                                            "done",
                                            "done",
                                            "done",
                                            "done",
                                            "no such link",
                                            "in",
                                            "false another counter",
                                            "<mmc/>",
                                            "no alert",
                                            "1970-01-01T00:00:02.500Z",
                                            "user-to-dsp",
                                            "hub-to-device"}));
  EXPECT_EQ(answers_of(replay()), then);
  EXPECT_TRUE(replay_.intact().has_value());
  EXPECT_EQ(replay_.name(), "talkative");
  EXPECT_FALSE(replay_.observes().device);
  EXPECT_TRUE(replay_.observes().charger);
  EXPECT_TRUE(replay_.observes().tls);
  EXPECT_FALSE(replay_.observes().fresh_counters);
}

TEST_F(Replay, AnErrorKeepsItsCode) {
  ASSERT_FALSE(recording_->await_delivery(Duration(10)).has_value());
  const auto waited = replay().await_delivery(Duration(10));
  ASSERT_FALSE(waited.has_value());
  EXPECT_EQ(waited.error().code, ErrorCode::Timeout);
  EXPECT_TRUE(replay_.intact().has_value()) << "that the line was dead is what was recorded";
}

TEST_F(Replay, ShowsExchangesNoSoonerThanThen) {
  ASSERT_TRUE(recording_->load(world_).has_value());
  ASSERT_TRUE(recording_->deliver(kMeter, kOctets).has_value());
  auto& sut = replay();
  EXPECT_TRUE(sut.exchanges().empty());
  ASSERT_TRUE(sut.load(world_).has_value());
  EXPECT_TRUE(sut.exchanges().empty());
  ASSERT_TRUE(sut.deliver(kMeter, kOctets).has_value());
  ASSERT_EQ(sut.exchanges().size(), 1U);
  EXPECT_EQ(sut.exchanges()[0].octets, kOctets);
}

TEST_F(Replay, TimeThatMovedByItselfMovesAtTheSameReading) {
  ASSERT_TRUE(recording_->press_boost(kMeter).has_value());
  std::vector<Instant> then = {recording_->now(), recording_->now()};
  target_->let_time_pass(Duration(7));
  for (int i = 0; i < 2; ++i) { then.push_back(recording_->now()); }
  auto& sut = replay();
  ASSERT_TRUE(sut.press_boost(kMeter).has_value());
  std::vector<Instant> now;
  for (int i = 0; i < 4; ++i) { now.push_back(sut.now()); }
  EXPECT_EQ(now, then);
  EXPECT_EQ(now, (std::vector<Instant>{at(1000), at(1000), at(1007), at(1007)}));
}

TEST_F(Replay, AnotherCallIsNotAnswered) {
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  expect_lost(sut, sut.press_boost(kMeter),
              "call 1 is press_boost 00-00-00-00-00-00-00-A0 today and was advance");
}

TEST_F(Replay, AnotherParameterIsNotAnswered) {
  ASSERT_TRUE(recording_->set_power(kMeter, true).has_value());
  auto& sut = replay();
  expect_lost(sut, sut.set_power(kMeter, false), "was set_power 00-00-00-00-00-00-00-A0 yes then");
}

TEST_F(Replay, ALookThatIsNoMoreNeededIsPassedOver) {
  ASSERT_TRUE(recording_->switch_is_closed(kMeter, 1).has_value());
  ASSERT_TRUE(recording_->load_watts(kMeter, 2).has_value());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  const auto watts = sut.load_watts(kMeter, 2);
  ASSERT_TRUE(watts.has_value());
  EXPECT_EQ(*watts, 2000U);
  EXPECT_TRUE(sut.advance(Duration(1)).has_value());
  EXPECT_TRUE(sut.intact().has_value());
}

/// Every step of a case ends with a look into the box.
TEST_F(Replay, AnEmptyBoxMayBeLookedIntoMoreOrLessOften) {
  target_->deliveries = {};
  static_cast<void>(recording_->take_deliveries());
  static_cast<void>(recording_->switch_is_closed(kMeter, 1));
  static_cast<void>(recording_->take_deliveries());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  target_->deliveries = {"<one/>"};
  static_cast<void>(recording_->take_deliveries());
  auto& less = replay();
  EXPECT_TRUE(less.advance(Duration(1)).has_value());
  EXPECT_EQ(less.take_deliveries(), std::vector<std::string>{"<one/>"});
  EXPECT_TRUE(less.take_deliveries().empty());
  EXPECT_TRUE(less.intact().has_value());
  auto& more = replay();
  for (int i = 0; i < 4; ++i) { EXPECT_TRUE(more.take_deliveries().empty()); }
  EXPECT_TRUE(more.advance(Duration(1)).has_value());
  EXPECT_EQ(more.take_deliveries(), std::vector<std::string>{"<one/>"});
  EXPECT_TRUE(more.intact().has_value());
}

TEST_F(Replay, DeliveriesAreNeverPassedOver) {
  static_cast<void>(recording_->take_deliveries());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  expect_lost(sut, sut.advance(Duration(1)), "was take_deliveries");
}

TEST_F(Replay, WhatCameSinceTheLastLookIntoTheBoxIsNotKnown) {
  static_cast<void>(recording_->take_deliveries());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  EXPECT_EQ(sut.take_deliveries().size(), 2U);
  ASSERT_TRUE(sut.advance(Duration(1)).has_value());
  EXPECT_TRUE(sut.take_deliveries().empty());
  EXPECT_FALSE(sut.intact().has_value());
}

TEST_F(Replay, ALookThatNobodyTookThenIsNotAnswered) {
  ASSERT_TRUE(recording_->switch_is_closed(kMeter, 1).has_value());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  const auto looked = sut.switch_is_closed(kMeter, 2);
  ASSERT_FALSE(looked.has_value());
  EXPECT_EQ(looked.error().code, ErrorCode::Io);
  EXPECT_FALSE(sut.intact().has_value());
}

TEST_F(Replay, WhatActedIsNeverPassedOver) {
  ASSERT_TRUE(recording_->press_boost(kMeter).has_value());
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  expect_lost(sut, sut.advance(Duration(1)), "was press_boost");
}

TEST_F(Replay, UsersBeginWithTheCountersThatTheyHad) {
  record_.first_counters[kMeter] = 7;
  auto& sut = replay();
  EXPECT_EQ(sut.first_counter(kMeter, 1000), 7U);
  EXPECT_EQ(sut.first_counter(Eui64{0xB0}, 1000), 1000U);
}

TEST_F(Replay, AnotherWorldUnderTheSameNameIsNotAnswered) {
  ASSERT_TRUE(recording_->load(world_).has_value());
  auto& sut = replay();
  world_.fingerprint = "F2";
  expect_lost(sut, sut.load(world_), "load street F2 today");
}

TEST_F(Replay, MoreCallsThanThenAreNotAnswered) {
  auto& sut = replay();
  expect_lost(sut, sut.advance(Duration(1)), "the recorded one had ended");
}

TEST_F(Replay, ALossThatNoCallCanTellIsToldAtTheEnd) {
  ASSERT_TRUE(recording_->advance(Duration(1)).has_value());
  auto& sut = replay();
  EXPECT_TRUE(sut.take_deliveries().empty());
  ASSERT_FALSE(sut.intact().has_value());
  EXPECT_NE(sut.intact().error().detail.find("take_deliveries today"), std::string::npos);
  sut.begin(record_, {});
  EXPECT_TRUE(sut.intact().has_value()) << "the next case is another matter";
}

TEST_F(Replay, ACaseWithoutARecordIsLostFromTheStart) {
  replay_.begin_without({ErrorCode::Io, "no record"});
  EXPECT_TRUE(replay_.observes().device) << "a skip would hide that nothing was judged";
  expect_lost(replay_, replay_.load(world_), "no record");
}

TEST_F(Replay, AResultThatIsNoneIsNotGuessed) {
  ASSERT_TRUE(recording_->switch_is_closed(kMeter, 1).has_value());
  record_.calls[0].answered = {"perhaps"};
  const auto closed = replay().switch_is_closed(kMeter, 1);
  ASSERT_FALSE(closed.has_value());
  EXPECT_EQ(closed.error().code, ErrorCode::Schema);
}

}  // namespace
}  // namespace enocheck::sut
