#include "sim/scheduler.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace enocheck::sim {
namespace {

using std::chrono::milliseconds;

TEST(Scheduler, RunsEventsInOrderOfTimeThenOfPosting) {
  Scheduler scheduler(Instant{});
  std::string order;
  scheduler.after(milliseconds(20), [&] { order += 'c'; });
  scheduler.after(milliseconds(10), [&] { order += 'a'; });
  scheduler.after(milliseconds(10), [&] { order += 'b'; });
  scheduler.run_until(Instant{} + milliseconds(20));
  EXPECT_EQ(order, "abc");
}

TEST(Scheduler, ShowsAnEventItsOwnTimeAndStopsAtTheLimit) {
  Scheduler scheduler(Instant{});
  std::optional<Instant> seen;
  scheduler.after(milliseconds(10), [&] { seen = scheduler.now(); });
  scheduler.run_until(Instant{} + milliseconds(9));
  EXPECT_FALSE(seen.has_value());
  EXPECT_EQ(scheduler.now(), Instant{} + milliseconds(9));
  scheduler.run_until(Instant{} + milliseconds(50));
  EXPECT_EQ(seen, Instant{} + milliseconds(10));
  EXPECT_EQ(scheduler.now(), Instant{} + milliseconds(50));
}

TEST(Scheduler, TellsWhenTheNextEventIsDue) {
  Scheduler scheduler(Instant{});
  EXPECT_FALSE(scheduler.next_due().has_value());
  scheduler.after(milliseconds(20), [] {});
  const auto first = scheduler.after(milliseconds(10), [] {});
  EXPECT_EQ(scheduler.next_due(), Instant{} + milliseconds(10));
  scheduler.cancel(first);
  EXPECT_EQ(scheduler.next_due(), Instant{} + milliseconds(20));
}

TEST(Scheduler, RunsWhatAnEventPostsForTheSameTime) {
  Scheduler scheduler(Instant{});
  int runs = 0;
  scheduler.after(milliseconds(5), [&] { scheduler.after(milliseconds(0), [&] { ++runs; }); });
  scheduler.run_until(Instant{} + milliseconds(5));
  EXPECT_EQ(runs, 1);
}

TEST(Scheduler, DoesNotRunACancelledEvent) {
  Scheduler scheduler(Instant{});
  bool ran = false;
  const auto id = scheduler.after(milliseconds(5), [&] { ran = true; });
  scheduler.cancel(id);
  scheduler.cancel(id);
  scheduler.run_until(Instant{} + milliseconds(10));
  EXPECT_FALSE(ran);
}

TEST(Scheduler, RunsAnEventForThePastNow) {
  Scheduler scheduler(Instant{} + milliseconds(100));
  std::optional<Instant> seen;
  scheduler.at(Instant{}, [&] { seen = scheduler.now(); });
  EXPECT_TRUE(scheduler.run_next(Instant{} + milliseconds(100)));
  EXPECT_EQ(seen, Instant{} + milliseconds(100));
}

TEST(Timers, TakeTheirEventsWithThem) {
  Scheduler scheduler(Instant{});
  int runs = 0;
  {
    Timers timers(scheduler);
    timers.after(milliseconds(1), [&] { ++runs; });
    timers.after(milliseconds(5), [&] { ++runs; });
    scheduler.run_until(Instant{} + milliseconds(2));
  }
  scheduler.run_until(Instant{} + milliseconds(10));
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace enocheck::sim
