#include "sut/operator_sut.h"

#include <gtest/gtest.h>

#include <deque>

#include <unistd.h>

#include "sut/interruptible_sut.h"
#include "sut/terminal_operator.h"
#include "sut/tracing_sut.h"

namespace enocheck::sut {
namespace {

constexpr Eui64 kEsme{0x00DB1234567890A0};

/// A target that cannot touch its devices, unless it is told that it can.
class Remote final : public engine::Sut {
 public:
  explicit Remote(bool can_touch = false) : can_touch_(can_touch) {}
  std::vector<engine::Exchange> seen = {{Instant{}, "user-to-dsp", {}, {}}};

  [[nodiscard]] std::string name() const override { return "remote"; }
  [[nodiscard]] engine::Observes observes() const override { return {.duis = true, .device = can_touch_}; }
  [[nodiscard]] Status load(const catalogue::World& /*world*/) override { return {}; }
  [[nodiscard]] Result<engine::Answer> post(engine::WebService /*service*/,
                                            std::string_view /*document*/) override {
    seen.push_back({Instant{}, "user-to-dsp", {}, {}});
    return engine::Answer{};
  }
  [[nodiscard]] std::vector<std::string> take_deliveries() override { return {}; }
  [[nodiscard]] Instant now() const override { return Instant(Duration(5)); }
  [[nodiscard]] Status advance(Duration /*by*/) override { return {}; }
  [[nodiscard]] Status await_delivery(Duration /*patience*/) override { return {}; }
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& /*esme*/, unsigned /*index*/) override {
    if (can_touch_) { return true; }
    return failure(ErrorCode::Unsupported, "no");
  }
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& /*esme*/, unsigned /*index*/) override {
    return failure(ErrorCode::Unsupported, "no");
  }
  [[nodiscard]] Status press_boost(const Eui64& /*esme*/) override { return touch(); }
  [[nodiscard]] Status set_power(const Eui64& /*device*/, bool /*on*/) override { return touch(); }
  [[nodiscard]] Status deliver(const Eui64& /*device*/, ByteView /*octets*/) override { return touch(); }
  [[nodiscard]] Status intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*bits*/,
                                 bool /*drop*/) override {
    return touch();
  }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override { return seen; }

 private:
  [[nodiscard]] Status touch() const {
    if (can_touch_) { return {}; }
    return failure(ErrorCode::Unsupported, "no");
  }
  bool can_touch_;
};

/// Answers from a list, and writes down what was asked.
class Answering final : public Operator {
 public:
  Answering(std::deque<std::string> answers, std::vector<std::string>& asked)
      : answers_(std::move(answers)), asked_(&asked) {}
  [[nodiscard]] std::string name() const override { return "alice"; }
  [[nodiscard]] Result<std::string> ask(std::string_view question) override {
    asked_->emplace_back(question);
    if (answers_.empty()) { return failure(ErrorCode::Timeout, "alice has gone"); }
    auto answer = answers_.front();
    answers_.pop_front();
    return answer;
  }

 private:
  std::deque<std::string> answers_;
  std::vector<std::string>* asked_;
};

catalogue::World street() {
  catalogue::World world;
  catalogue::WorldMeter meter;
  meter.name = "ESME1";
  meter.esme = kEsme;
  meter.import_mpan = "1200000000017";
  world.meters = {meter};
  return world;
}

struct Manned {
  explicit Manned(std::deque<std::string> answers, bool can_touch = false)
      : sut(std::make_unique<Remote>(can_touch), std::make_unique<Answering>(std::move(answers), asked)) {
    EXPECT_TRUE(sut.load(street()).has_value());
  }
  std::vector<std::string> asked;
  OperatorSut sut;
};

TEST(OperatorSut, AsksForWhatTheTargetCannotDo) {
  Manned manned({"done", " D ", "o", "Closed"});
  EXPECT_TRUE(manned.sut.observes().by_hand);
  EXPECT_TRUE(manned.sut.press_boost(kEsme).has_value());
  EXPECT_TRUE(manned.sut.set_power(kEsme, false).has_value());
  EXPECT_EQ(manned.sut.switch_is_closed(kEsme, 2).value(), false);
  EXPECT_EQ(manned.sut.switch_is_closed(kEsme, 2).value(), true);
  ASSERT_EQ(manned.asked.size(), 4U);
  EXPECT_NE(manned.asked[0].find("boost button of meter ESME1 (MPAN 1200000000017)"), std::string::npos);
  EXPECT_NE(manned.asked[1].find("Cut the power"), std::string::npos) << manned.asked[1];
  EXPECT_NE(manned.asked[2].find("switch 2"), std::string::npos) << manned.asked[2];
}

TEST(OperatorSut, ATargetThatCanActsByItself) {
  Manned manned({}, true);
  EXPECT_FALSE(manned.sut.observes().by_hand);
  EXPECT_TRUE(manned.sut.press_boost(kEsme).has_value());
  EXPECT_TRUE(manned.sut.set_power(kEsme, true).has_value());
  EXPECT_TRUE(manned.sut.switch_is_closed(kEsme, 1).value());
  EXPECT_TRUE(manned.asked.empty());
}

TEST(OperatorSut, NoAnswerIsLostAndCannotIsUnsupported) {
  Manned manned({"what?", "cannot: the button is gone"});
  const auto refused = manned.sut.press_boost(kEsme);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Unsupported);
  EXPECT_NE(refused.error().detail.find("the button is gone"), std::string::npos);
  EXPECT_EQ(manned.asked.size(), 2U) << "what is no answer is asked again";
  EXPECT_EQ(manned.sut.set_power(kEsme, true).error().code, ErrorCode::Timeout);
}

TEST(OperatorSut, QuestionsAndAnswersStandAmongTheExchangesInOrder) {
  Manned manned({"done"});
  ASSERT_TRUE(manned.sut.post(engine::WebService::Send, "").has_value());
  const auto* const first = &manned.sut.exchanges();
  EXPECT_EQ(first->size(), 2U);
  ASSERT_TRUE(manned.sut.press_boost(kEsme).has_value());
  ASSERT_TRUE(manned.sut.post(engine::WebService::Send, "").has_value());
  const auto& all = manned.sut.exchanges();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[2].link, engine::kToOperator);
  EXPECT_EQ(all[3].link, engine::kFromOperator);
  EXPECT_EQ(all[4].link, "user-to-dsp");
  const auto steps = engine::manual_steps_in(all);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].operator_name, "alice");
  EXPECT_EQ(steps[0].answer, "done");
  EXPECT_EQ(steps[0].device, kEsme);
}

TEST(InterruptibleSut, EndsAWaitAndLeavesTheRestAlone) {
  bool interrupted = false;
  std::vector<Duration> waits;
  class Waiting final : public ForwardingSut {
   public:
    Waiting(std::vector<Duration>& waits, bool& interrupted)
        : ForwardingSut(std::make_unique<Remote>()), waits_(&waits), interrupted_(&interrupted) {}
    [[nodiscard]] Status advance(Duration by) override {
      waits_->push_back(by);
      *interrupted_ = waits_->size() == 4;
      return {};
    }

   private:
    std::vector<Duration>* waits_;
    bool* interrupted_;
  };
  InterruptibleSut sut(std::make_unique<Waiting>(waits, interrupted), [&] { return interrupted; });
  ASSERT_TRUE(sut.advance(std::chrono::milliseconds(1200)).has_value());
  EXPECT_EQ(waits, (std::vector<Duration>{Duration(500), Duration(500), Duration(200)}));
  const auto stopped = sut.advance(std::chrono::hours(1));
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::Timeout);
  EXPECT_EQ(waits.size(), 4U);
  EXPECT_FALSE(sut.await_delivery(std::chrono::hours(1)).has_value());
  EXPECT_TRUE(sut.post(engine::WebService::Send, "").has_value()) << "what is no wait goes on: the clean-up";
}

TEST(TracingSut, ShowsEachExchangeOnceAndInOrder) {
  std::vector<std::size_t> shown;
  TracingSut sut(std::make_unique<Remote>(),
                 [&](std::size_t index, const engine::Exchange& /*exchange*/) { shown.push_back(index); });
  ASSERT_TRUE(sut.load(street()).has_value());
  EXPECT_TRUE(shown.empty()) << "what stands there is of the case before";
  ASSERT_TRUE(sut.post(engine::WebService::Send, "").has_value());
  ASSERT_TRUE(sut.advance(Duration(1)).has_value());
  ASSERT_TRUE(sut.post(engine::WebService::Send, "").has_value());
  EXPECT_EQ(shown, (std::vector<std::size_t>{0, 1, 2}));
}

/// Both ends of a pipe.
struct Pipe {
  Pipe() { EXPECT_EQ(pipe(ends), 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends[0]);
    close_writing();
  }
  void say(std::string_view text) const {
    EXPECT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_writing() {
    if (ends[1] >= 0) { close(ends[1]); }
    ends[1] = -1;
  }
  int ends[2] = {-1, -1};
};

TEST(TerminalOperator, ReadsALineAnAnswer) {
  Pipe pipe;
  std::string shown;
  TerminalOperator person("bob", std::chrono::seconds(10),
                          {pipe.ends[0], [&](std::string_view text) { shown += text; }, {}});
  pipe.say("open\r\nclo");
  EXPECT_EQ(person.ask("First? ").value(), "open");
  pipe.say("sed\n");
  EXPECT_EQ(person.ask("Second? ").value(), "closed");
  EXPECT_EQ(shown, "First? Second? ");
  pipe.close_writing();
  const auto gone = person.ask("Third? ");
  ASSERT_FALSE(gone.has_value());
  EXPECT_EQ(gone.error().code, ErrorCode::Timeout);
}

TEST(TerminalOperator, WaitsUntilTheDeadlineOrAnInterrupt) {
  const Pipe pipe;
  TerminalOperator late("bob", std::chrono::milliseconds(1), {pipe.ends[0], [](std::string_view) {}, {}});
  const auto nothing = late.ask("?");
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().detail, "bob did not answer within PT0.001S");
  TerminalOperator stopped("bob", std::chrono::hours(1),
                           {pipe.ends[0], [](std::string_view) {}, [] { return true; }});
  EXPECT_EQ(stopped.ask("?").error().code, ErrorCode::Timeout);
}

}  // namespace
}  // namespace enocheck::sut
