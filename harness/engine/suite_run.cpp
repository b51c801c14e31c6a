#include "engine/suite_run.h"

#include <array>
#include <exception>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "engine/case_run.h"

namespace enocheck::engine {
namespace {

/// What all registered tests share.
struct Shared {
  const Surroundings* surroundings;
  ResultSink* sink;
  const SuiteOptions* options;
  bool has_failed = false;
  std::map<std::string, CaseResult> results = {};  ///< of cases that ran side by side, by id

  [[nodiscard]] bool has_ended() const {
    return (options->fail_fast && has_failed) || (options->interrupted && options->interrupted());
  }
  CaseResult run(const catalogue::Testcase& testcase, const LaneParts& with) {
    auto result = run_and_report(testcase, *with.surroundings, *with.sink);
    has_failed |= result.verdict == Verdict::Fail;
    return result;
  }
};

class ConformanceTest : public testing::Test {
 public:
  ConformanceTest(const catalogue::Testcase& testcase, Shared& shared)
      : testcase_(&testcase), shared_(&shared) {}

  void TestBody() override {
    const auto ran = shared_->results.find(testcase_->id);
    const bool is_there = ran != shared_->results.end();
    if (!is_there && shared_->has_ended()) { GTEST_SKIP() << "the run has ended"; }
    const auto result =
        is_there ? ran->second : shared_->run(*testcase_, {shared_->surroundings, shared_->sink});
    if (result.verdict == Verdict::Skip) { GTEST_SKIP() << result.reason; }
    if (result.verdict != Verdict::Pass) {
      ADD_FAILURE_AT(testcase_->file.c_str(), 1) << name_of(result.verdict) << ": " << result.reason;
    }
  }

 private:
  const catalogue::Testcase* testcase_;
  Shared* shared_;
};

/// Runs what goes side by side once GoogleTest has settled which tests run, in its order; the tests then tell
/// what came of it.
class LanesFirst : public testing::Environment {
 public:
  LanesFirst(const std::vector<catalogue::Testcase>& cases, Shared& shared) : shared_(&shared) {
    for (const auto& testcase : cases) {
      cases_.emplace(std::pair(testcase.area(), testcase.stem_and_row()), &testcase);
    }
  }

  void SetUp() override {
    shared_->results.clear();
    const auto& how = *shared_->options->side_by_side;
    const auto queues = queues_of(how);
    std::vector<std::exception_ptr> thrown(queues.size());
    std::vector<std::thread> threads;
    for (std::size_t lane = 0; lane < queues.size(); ++lane) {
      threads.emplace_back([&, lane] {
        try {
          run_lane(queues[lane], how.lanes[lane], *how.stage);
        } catch (...) { thrown[lane] = std::current_exception(); }
      });
    }
    for (auto& thread : threads) { thread.join(); }
    for (const auto& one : thrown) {
      if (one) { std::rethrow_exception(one); }
    }
  }

 private:
  using Queue = std::vector<const catalogue::Testcase*>;

  [[nodiscard]] std::vector<Queue> queues_of(const SideBySide& how) const {
    std::vector<Queue> queues(how.lanes.size());
    const auto& all = *testing::UnitTest::GetInstance();
    for (int suite = 0; suite < all.total_test_suite_count(); ++suite) {
      const auto& tests = *all.GetTestSuite(suite);
      for (int index = 0; index < tests.total_test_count(); ++index) {
        const auto& test = *tests.GetTestInfo(index);
        const auto found = cases_.find(std::pair(std::string(tests.name()), std::string(test.name())));
        if (!test.should_run() || found == cases_.end()) { continue; }
        if (const auto lane = how.lane_of(*found->second)) { queues[lane - 1].push_back(found->second); }
      }
    }
    return queues;
  }
  void run_lane(const Queue& queue, const LaneParts& parts, std::mutex& stage) {
    for (const auto* const testcase : queue) {
      const std::lock_guard turn(stage);
      if (shared_->has_ended()) { return; }
      shared_->results.insert_or_assign(testcase->id, shared_->run(*testcase, parts));
    }
  }

  std::map<std::pair<std::string, std::string>, const catalogue::Testcase*> cases_;
  Shared* shared_;
};

void register_test(const catalogue::Testcase& testcase, Shared& shared) {
  testing::RegisterTest(testcase.area().c_str(), testcase.stem_and_row().c_str(), nullptr, nullptr,
                        testcase.file.c_str(), 1, [&testcase, &shared]() -> testing::Test* {
                          return new ConformanceTest(testcase, shared);  // NOLINT: GoogleTest owns it
                        });
}

}  // namespace

CaseResult run_and_report(const catalogue::Testcase& testcase, const Surroundings& surroundings,
                          ResultSink& sink) {
  sink.case_started(testcase);
  auto result = run_case(testcase, surroundings);
  // Where a case has not touched the target, what stands there is of the one before.
  static const std::vector<Exchange> kNothing;
  sink.case_finished(testcase, result, result.has_touched_target ? surroundings.sut->exchanges() : kNothing);
  return result;
}

Status run_with_googletest(const std::vector<catalogue::Testcase>& cases, const Surroundings& surroundings,
                           ResultSink& sink, const SuiteOptions& options) {
  std::array<char, 9> program = {"enocheck"};
  std::array<char*, 2> arguments = {program.data(), nullptr};
  int count = 1;
  testing::InitGoogleTest(&count, arguments.data());
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());  // NOLINT(cppcoreguidelines-owning-memory)
  std::set<std::string> ids;
  Shared shared{&surroundings, &sink, &options};
  for (const auto& testcase : cases) {
    if (!ids.insert(testcase.id).second) {
      return failure(ErrorCode::Schema, testcase.file + ": the id " + testcase.id + " is taken already");
    }
    register_test(testcase, shared);
  }
  if (options.side_by_side != nullptr) {
    testing::AddGlobalTestEnvironment(new LanesFirst(cases, shared));  // NOLINT: GoogleTest owns it
  }
  // GoogleTest would repeat for ever even after an interrupt: the rounds are counted here. (0 means none.)
  const auto rounds = GTEST_FLAG_GET(repeat);
  GTEST_FLAG_SET(repeat, 1);
  const auto has_ended = [&] { return options.interrupted && options.interrupted(); };
  for (int round = 0; (rounds < 0 || round < rounds) && !has_ended(); ++round) {
    // Its result is not ours: verdicts are in what the sink got.
    [[maybe_unused]] const int ignored = RUN_ALL_TESTS();
  }
  return {};
}

}  // namespace enocheck::engine
