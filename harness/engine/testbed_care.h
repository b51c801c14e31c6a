#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalogue/testbed.h"
#include "engine/case_care.h"
#include "engine/case_context.h"
#include "engine/run_plan.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

/// What of a meter has to be put back.
struct Owed {
  bool boost = false;   ///< the switches' association with the boost function
  bool labels = false;  ///< besides the switches, which always are
  friend bool operator==(const Owed&, const Owed&) = default;
};

/// What has to be put back, by meter: kept in a file, so that it outlives a harness that does not.
class CleanUpJournal {
 public:
  /// Reads what an earlier run left. Errors: Schema with file and line for what no run has written.
  [[nodiscard]] static Result<CleanUpJournal> open(std::filesystem::path file);

  [[nodiscard]] const std::map<std::string, Owed>& owed() const { return owed_; }
  /// Errors: Io. Nothing may be disturbed then.
  [[nodiscard]] Status add(const std::string& meter, Owed owed);
  [[nodiscard]] Status settle(const std::string& meter);

 private:
  explicit CleanUpJournal(std::filesystem::path file) : file_(std::move(file)) {}
  [[nodiscard]] Status write() const;

  std::filesystem::path file_;
  std::map<std::string, Owed> owed_;
};

/// Reads before a case whether the equipment is what the test bed file says (8.2, 11.2, 7.7), and puts back
/// after it what the case may have moved: overrides (7.8), boost (7.10, 7.9), labels (6.14.1).
class TestbedCare final : public CaseCare {
 public:
  /// All outlive this; `surroundings` has the bound worlds.
  TestbedCare(const Surroundings& surroundings, const catalogue::Testbed& testbed, CleanUpJournal journal)
      : surroundings_(&surroundings),
        testbed_(&testbed),
        known_(std::make_shared<Known>(std::move(journal), std::set<std::string>())) {}
  /// Looks after these meters alone, with other surroundings, and shares what is known of all; for cases that
  /// run while others do.
  [[nodiscard]] std::unique_ptr<TestbedCare> of_meters(std::set<std::string> meters,
                                                       const Surroundings& surroundings) const;

  /// Puts back what an earlier run left behind. What could not be, for people; empty if all was.
  [[nodiscard]] std::string recover(const catalogue::World& world);
  [[nodiscard]] bool has_debts() const { return !debts().empty(); }
  /// The equipment is being put back: not to be interrupted.
  [[nodiscard]] bool is_cleaning() const { return is_cleaning_; }

  [[nodiscard]] std::optional<Stop> before(const catalogue::Testcase& testcase,
                                           const catalogue::World& world) override;
  [[nodiscard]] std::string after(const catalogue::Testcase& testcase,
                                  const catalogue::World& world) override;

 private:
  struct Known {
    Known(CleanUpJournal owed, std::set<std::string> meters)
        : journal(std::move(owed)), identified(std::move(meters)) {}
    CleanUpJournal journal;
    std::set<std::string> identified;  ///< meters whose inventory row and firmware were right in this run
  };
  TestbedCare(const TestbedCare& all, const Surroundings& surroundings, std::set<std::string> meters)
      : surroundings_(&surroundings),
        testbed_(all.testbed_),
        known_(all.known_),
        meters_(std::move(meters)) {}

  /// What is owed to the meters that this looks after.
  [[nodiscard]] std::map<std::string, Owed> debts() const;
  [[nodiscard]] std::optional<Stop> run(const catalogue::World& world,
                                        const std::vector<catalogue::Step>& steps);
  [[nodiscard]] std::optional<Stop> check_inventory(const catalogue::World& world,
                                                    const catalogue::WorldMeter& meter);
  [[nodiscard]] std::optional<Stop> check(const catalogue::World& world, const catalogue::WorldMeter& meter);

  const Surroundings* surroundings_;
  const catalogue::Testbed* testbed_;
  std::shared_ptr<Known> known_;
  std::optional<std::set<std::string>> meters_;  ///< none: all
  bool is_cleaning_ = false;
};

/// What the reads before the case and the clean-up after it take; what is read once a run is not counted.
[[nodiscard]] CaseTime time_around(const catalogue::Testcase& testcase, const catalogue::Testbed& testbed,
                                   const catalogue::World& bound, const catalogue::Profile& profile);

/// Why the case cannot be run on the test bed, or nothing: a meter or a switch that is not there, or one that
/// may not be disturbed.
[[nodiscard]] std::optional<std::string> reason_off_testbed(const catalogue::Testcase& testcase,
                                                            const catalogue::Testbed& testbed,
                                                            const catalogue::World& unbound);

}  // namespace enocheck::engine
