#include "engine/suite_run.h"

#include <array>
#include <set>

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
};

class ConformanceTest : public testing::Test {
 public:
  ConformanceTest(const catalogue::Testcase& testcase, Shared& shared)
      : testcase_(&testcase), shared_(&shared) {}

  void TestBody() override {
    const auto& options = *shared_->options;
    if ((options.fail_fast && shared_->has_failed) || (options.interrupted && options.interrupted())) {
      GTEST_SKIP() << "the run has ended";
    }
    const auto result = run_and_report(*testcase_, *shared_->surroundings, *shared_->sink);
    if (result.verdict == Verdict::Skip) { GTEST_SKIP() << result.reason; }
    if (result.verdict != Verdict::Pass) {
      shared_->has_failed |= result.verdict == Verdict::Fail;
      ADD_FAILURE_AT(testcase_->file.c_str(), 1) << name_of(result.verdict) << ": " << result.reason;
    }
  }

 private:
  const catalogue::Testcase* testcase_;
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
