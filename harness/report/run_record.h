#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/requirement.h"
#include "catalogue/testcase.h"
#include "core/clock.h"
#include "core/result.h"
#include "engine/case_result.h"
#include "report/gate_record.h"

namespace enocheck::report {

/// How a run was started: enough to go on with it, wherever it is gone on from.
struct Invocation {
  std::vector<std::string> options;  ///< of `enocheck run`, each as --name=value; empty: not written down
  std::string folder;                ///< the working folder
  std::string data;                  ///< where testcases, vectors and schemas were
  std::string gtest_filter;          ///< GTEST_FILTER of the environment; empty: none
};

/// What a run was.
struct RunInfo {
  std::string id;  ///< the folder's name
  Instant started;
  Instant finished;
  std::string tool_version;
  std::string target;
  std::string profile;
  std::string profile_fingerprint;  ///< of all its choices; empty: not written down
  std::string
      capture;  ///< of which cases the messages and calls were kept: "all", "failed", "none"; empty: none
  std::string keystore;           ///< path of the key store; empty: test keys
  std::string testbed;            ///< path of the test bed file; empty: none
  std::string defect;             ///< the seeded defect that the simulators had; empty: none
  std::string gate = "standard";  ///< as `--gate` said
  std::string baseline;           ///< path of the baseline; empty: none
  std::string rejudged;  ///< the id of the run whose evidence was judged again; empty: the target was asked
  Invocation invocation;
  std::string suite_fingerprint;  ///< of all that was to be asked, and of what decides on it
  std::vector<Instant> resumed;   ///< when it was gone on with after it had been killed or interrupted
  bool whole = true;              ///< came to its end: all that was selected has a verdict
  std::uint64_t seed = 0;
  std::string host;
  bool simulated = true;                                    ///< latencies are made up: they never claim NF13
  Duration response_time = std::chrono::seconds(30);        ///< NF13
  Duration response_time_target = std::chrono::seconds(5);  ///< its target
};

/// One case of a run, as results.json has it.
struct CaseRecord {
  std::string id;
  std::string test_id;  ///< the tester's own; empty: none
  std::string title;
  std::string area;
  std::string file;  ///< "testcases/access/roles.xml"; empty: not written down
  std::vector<std::string> requirements;
  std::vector<std::string> clauses;  ///< what the case rests on: "gbcs-brief 4.1, 5.3 (derived)"
  std::vector<std::string> tags;
  std::string level;        ///< "required", "recommended"
  std::string fingerprint;  ///< of what the case said; empty: not written down
  engine::Verdict verdict = engine::Verdict::Error;
  std::string reason;
  std::string expected;
  std::string got;
  std::optional<engine::Hop> hop;
  std::string step;
  bool contested = false;
  std::optional<Tolerated> tolerated;  ///< by the baseline of the gate; the verdict stays
  std::int64_t wall_ms = 0;
  std::int64_t virtual_ms = 0;
  std::size_t checks = 0;
  std::vector<engine::CommandTiming> commands;
  std::vector<engine::Curtailment> curtailments;
  std::vector<engine::ManualStep> manual_steps;
  std::vector<std::string> observations;  ///< what people are to know and no verdict tells
  std::string evidence;                   ///< relative path of the folder; empty if nothing was exchanged
  std::string proof;                      ///< relative path of the first message that diverged; empty if none
};
[[nodiscard]] CaseRecord make_record(const catalogue::Testcase& testcase, const engine::CaseResult& result);

/// Where people look first: where the case ended, else its file. No file: not written down.
struct Place {
  std::string file;
  std::size_t line = 1;
};
[[nodiscard]] Place place_of(const CaseRecord& record);
/// What a baseline pins, on one line: "reason; expected X, got Y".
[[nodiscard]] std::string failure_text(const CaseRecord& record);

/// How many cases have which verdict.
struct Totals {
  std::array<std::size_t, 5> counts{};
  [[nodiscard]] std::size_t of(engine::Verdict verdict) const {
    return counts.at(static_cast<std::size_t>(verdict));
  }
  void add(engine::Verdict verdict) { ++counts.at(static_cast<std::size_t>(verdict)); }
};

/// A requirement with the cases of the run that judge it.
struct RequirementRecord {
  std::string id;
  std::vector<std::string> cases;
  /// The gravest of its cases' verdicts; absent if the run had none.
  std::optional<engine::Verdict> verdict;
};

/// A whole run. Everything but `run`, `cases` and `gate` is computed from `cases`.
struct RunRecord {
  RunInfo run;
  std::vector<CaseRecord> cases;   ///< by id
  std::optional<GateRecord> gate;  ///< absent: not judged

  [[nodiscard]] Totals totals() const;
  [[nodiscard]] std::vector<RequirementRecord> requirements(const catalogue::Requirements& all) const;
};

/// `fail` before `error` before `inconc` before `pass` before `skip`.
[[nodiscard]] engine::Verdict graver(engine::Verdict a, engine::Verdict b);

}  // namespace enocheck::report
