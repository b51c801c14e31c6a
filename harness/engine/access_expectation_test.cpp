#include "engine/access_expectation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "engine/access_verdict.h"
#include "engine/twin.h"

namespace enocheck::engine {
namespace {

std::filesystem::path source_dir() {
  const char* const dir = std::getenv("ENOCHECK_SOURCE_DIR");
  return dir == nullptr ? std::filesystem::current_path() : std::filesystem::path(dir);
}

class AccessExpectation : public testing::Test {
 protected:
  void SetUp() override {
    matrix_ = catalogue::load_access_matrix(source_dir()).value();
    after_.name = "after";
    after_.values = {{"change-in-force", "true"},
                     {"eno-may-label", "false"},
                     {"boost-read-by-urp", "true"},
                     {"code-use-case", "E11"},
                     {"code-pre-command", "E100"}};
    for (const auto& grant : matrix_.grants) { after_.values.emplace(grant.condition.key, "false"); }
    for (const auto& rule : matrix_.rules) {
      if (!rule.cells.condition.key.empty()) { after_.values.emplace(rule.cells.condition.key, "false"); }
    }
    before_ = after_;
    before_.name = "before";
    before_.values["change-in-force"] = "false";
  }
  [[nodiscard]] AccessCell cell(const std::string& srv, const std::string& user, std::uint8_t variant) const {
    return {matrix_.find_service(srv), matrix_.find_user(user), variant};
  }
  [[nodiscard]] Premises premises(std::size_t firmware = 1, std::size_t registration = 0,
                                  const std::string& status = "Commissioned") const {
    return {CellDevice::Meter, &matrix_.firmware[firmware], &matrix_.registrations[registration], status};
  }
  [[nodiscard]] std::vector<std::string> expected(const catalogue::Profile& profile, const AccessCell& cell,
                                                  const Premises& premises) const {
    return AccessExpectations::create(matrix_, profile).value().of(cell, premises).outcomes;
  }
  using Words = std::vector<std::string>;

  catalogue::AccessMatrix matrix_;
  catalogue::Profile before_;
  catalogue::Profile after_;
};

TEST_F(AccessExpectation, FollowsTheFirstRuleThatFits) {
  const auto curtail = cell("7.6", "ED", 4);
  EXPECT_EQ(expected(before_, curtail, premises()), Words{"E2"});
  EXPECT_EQ(expected(after_, curtail, premises()), Words{"accepted"});
  EXPECT_EQ(expected(after_, curtail, premises(0)), Words{"E11"}) << "the profile's code";
  EXPECT_EQ(expected(after_, curtail, premises(0, 1)), Words{"E4"}) << "registration comes first";
  EXPECT_EQ(expected(after_, curtail, premises(0, 0, "Suspended")), Words{"E5"});
  EXPECT_EQ(expected(after_, cell("7.6", "ED", 1), premises()), Words{"E12"});
  EXPECT_EQ(expected(after_, cell("7.6", "none", 4), premises()), Words{"E1"});
  EXPECT_EQ(expected(after_, cell("7.6", "ED", 4), {CellDevice::Unknown, nullptr, nullptr, {}}),
            Words{"E19"});
}

TEST_F(AccessExpectation, TakesAnyFaultsCodeWhereTheOrderIsNotKnown) {
  matrix_.ordered = false;
  const auto codes = expected(after_, cell("7.5", "ED", 4), premises(0, 1, "Pending"));
  EXPECT_EQ(codes, (Words{"E2", "E4", "E5"}));
  EXPECT_EQ(expected(after_, cell("7.6", "ED", 4), premises()), Words{"accepted"});
}

TEST_F(AccessExpectation, HoldsAnswersByVariant) {
  const auto expectations = AccessExpectations::create(matrix_, after_).value();
  const auto holds = [&](const std::string& outcome, std::uint8_t variant, const std::string& text) {
    return expectations.holds({outcome}, cell("7.6", "ED", variant), {text, 1});
  };
  EXPECT_TRUE(holds("accepted", 4, "I0 pre-command"));
  EXPECT_FALSE(holds("accepted", 4, "I0"));
  EXPECT_TRUE(holds("accepted", 5, "I99 sent"));
  EXPECT_FALSE(holds("accepted", 5, "I99")) << "nothing left the DSP";
  EXPECT_TRUE(holds("accepted", 6, "I0 local-command"));
  EXPECT_FALSE(holds("accepted", 6, "I0 local-command sent"));
  EXPECT_TRUE(holds("E2", 4, "E2"));
  EXPECT_FALSE(holds("E2", 4, "E2 sent")) << "refused, and sent all the same";
  EXPECT_TRUE(holds("passed", 4, "E100"));
  EXPECT_FALSE(holds("passed", 4, "E5")) << "access control's";
  EXPECT_FALSE(holds("passed", 4, "HTTP 400"));
}

TEST_F(AccessExpectation, RefusesAKeyThatTheProfileDoesNotHave) {
  after_.values.erase("code-use-case");
  EXPECT_EQ(AccessExpectations::create(matrix_, after_).error().code, ErrorCode::BadValue);
}

TEST_F(AccessExpectation, EnumeratesEveryCellOnce) {
  const auto groups = enumerate_cells(matrix_, {});
  const std::size_t users = matrix_.users.size();
  const std::size_t premises =
      matrix_.firmware.size() * matrix_.registrations.size() * matrix_.statuses.size();
  EXPECT_EQ(count_cells(groups), users * (26 * 9 * premises + 4 * 9 + 129));
  std::set<std::string> names;
  for (const auto& group : groups) {
    for (const auto& cell : group.cells) { EXPECT_TRUE(names.insert(name_of(cell, group.premises)).second); }
  }
  EXPECT_TRUE(names.contains("7.6/ED/4/new/own/Commissioned"));
}

TEST_F(AccessExpectation, JudgesATableAndNamesWhatDeviates) {
  catalogue::CellSelector only;
  only.services = {"1.1.1"};
  const auto groups = enumerate_cells(matrix_, only);
  ASSERT_EQ(groups.size(), 1U);
  std::vector<CellAnswer> answers(8, CellAnswer{"E2", 0});
  answers[0].text = answers[2].text = "E19";  // IS, GS
  answers[7].text = "E1";
  const auto expectations = AccessExpectations::create(matrix_, after_).value();
  EXPECT_TRUE(judge_table(matrix_, expectations, groups, {answers}).deviations.empty());
  answers[4].text = "E19";  // ED
  const auto verdict = judge_table(matrix_, expectations, groups, {answers});
  ASSERT_EQ(verdict.deviations.size(), 1U);
  EXPECT_EQ(verdict.deviations[0].name(), "1.1.1/ED/4/unknown");
  EXPECT_EQ(verdict.rights.at({"1.1.1", "ED"}), SeenRight::Deviates);
  EXPECT_EQ(verdict.rights.at({"1.1.1", "IS"}), SeenRight::MaySend);
}

class TwinTables : public AccessExpectation {
 protected:
  void SetUp() override {
    AccessExpectation::SetUp();
    rules_ = catalogue::load_twin_rules(source_dir(), matrix_).value();
    catalogue::CellSelector only;
    only.services = {"7.6"};
    only.users = {"ED", "IS"};
    groups_ = enumerate_cells(matrix_, only);
    groups_.resize(1);  // old firmware, own MPAN, Pending
    groups_[0].premises = premises();
    const auto was = AccessExpectations::create(matrix_, before_).value();
    const auto is = AccessExpectations::create(matrix_, after_).value();
    for (const auto& cell : groups_[0].cells) {
      was_.push_back(answer(was.of(cell, groups_[0].premises), cell));
      is_.push_back(answer(is.of(cell, groups_[0].premises), cell));
    }
  }
  static CellAnswer answer(const ExpectedCell& expected, const AccessCell& cell) {
    const auto& first = expected.outcomes.front();
    return first == "accepted" ? CellAnswer{std::string(accepted_answer(cell.variant)), 7}
                               : CellAnswer{first, 0};
  }
  [[nodiscard]] std::vector<TwinFinding> findings() const {
    TwinVerdict verdict;
    const std::vector<std::vector<CellAnswer>> before = {was_};
    const std::vector<std::vector<CellAnswer>> after = {is_};
    EXPECT_TRUE(
        compare_tables({&matrix_, &groups_, &before, &after}, rules_, before_, after_, verdict).has_value());
    EXPECT_EQ(verdict.cells, groups_[0].cells.size());
    return verdict.findings;
  }
  /// The place of a user's cell of a variant.
  [[nodiscard]] std::size_t place(const std::string& user, std::uint8_t variant) const {
    const auto& cells = groups_[0].cells;
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const AccessCell& cell) {
      return cell.user->id == user && cell.variant == variant;
    });
    return static_cast<std::size_t>(found - cells.begin());
  }

  catalogue::TwinRules rules_;
  std::vector<CellGroup> groups_;
  std::vector<CellAnswer> was_;
  std::vector<CellAnswer> is_;
};

TEST_F(TwinTables, FindNothingWhereTheChangeIsAsNamed) { EXPECT_TRUE(findings().empty()); }

TEST_F(TwinTables, FindACellThatDidNotMove) {
  is_[place("ED", 4)] = was_[place("ED", 4)];
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject, "7.6/ED/4/new/own/Commissioned");
  EXPECT_EQ(found[0].what, "did not move, and the change names it");
}

TEST_F(TwinTables, FindAMessageThatMoved) {
  is_[place("IS", 4)].wire = 8;
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "moved, and the change does not name it");
  EXPECT_EQ(found[0].hop, Hop::DspTransform);
}

TEST_F(TwinTables, FindACellThatMovedElsewhere) {
  is_[place("ED", 5)].text = "E5";
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].hop, Hop::DspAccessControl);
}

class TwinSuites : public testing::Test {
 protected:
  void SetUp() override {
    rules_.case_keys = {"change-in-force"};
    rules_.moved = {"ACC-1"};
    rules_.unmoved = {"REG-1"};
    rules_.regression_tag = "regression";
    before_.values = {{"change-in-force", "false"}};
    after_.values = {{"change-in-force", "true"}};
    cases_.resize(2);
    cases_[0].id = "access/gained";
    cases_[0].requirements = {"ACC-1"};
    cases_[0].applies = {{"change-in-force", "true"}};
    cases_[1].id = "access/same";
    cases_[1].requirements = {"REG-1"};
    cases_[1].tags = {"regression"};
    set_verdicts(0, Verdict::Skip, Verdict::Pass);
    set_verdicts(1, Verdict::Pass, Verdict::Pass);
    was_[1].seen = is_[1].seen = {{Instant{}, "user-to-dsp", Eui64{1}, {1, 2}},
                                  {Instant{}, "dsp-to-wan", Eui64{1}, {3, 4}}};
  }
  void set_verdicts(std::size_t index, Verdict before, Verdict after) {
    was_.at(index).result.verdict = before;
    is_.at(index).result.verdict = after;
  }
  [[nodiscard]] std::vector<TwinFinding> findings() const {
    TwinVerdict verdict;
    EXPECT_TRUE(compare_suites({&cases_, &was_, &is_, true}, rules_, before_, after_, verdict).has_value());
    return verdict.findings;
  }

  catalogue::TwinRules rules_;
  catalogue::Profile before_;
  catalogue::Profile after_;
  std::vector<catalogue::Testcase> cases_;
  std::vector<TwinCase> was_ = std::vector<TwinCase>(2);
  std::vector<TwinCase> is_ = std::vector<TwinCase>(2);
};

TEST_F(TwinSuites, FindNothingWhereTheChangeIsAsNamed) { EXPECT_TRUE(findings().empty()); }

TEST_F(TwinSuites, FindANamedCaseThatDoesNotPass) {
  set_verdicts(0, Verdict::Skip, Verdict::Fail);
  is_[0].result.hop = Hop::Esme;
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject, "access/gained");
  EXPECT_EQ(found[0].hop, Hop::Esme);
}

TEST_F(TwinSuites, FindARequirementWithoutACaseThatMoved) {
  set_verdicts(0, Verdict::Skip, Verdict::Skip);
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject, "ACC-1");
}

TEST_F(TwinSuites, FindACaseThatMovedUnnamed) {
  set_verdicts(1, Verdict::Pass, Verdict::Fail);
  const auto found = findings();
  ASSERT_EQ(found.size(), 3U) << "the case, its place in the regression set, its requirement";
  EXPECT_EQ(found[0].what, "moved, and the change does not name it");
  EXPECT_EQ(found[2].subject, "REG-1");
}

TEST_F(TwinSuites, FindTheFirstMessageThatIsNotTheSame) {
  is_[1].seen[1].octets = {3, 5};
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].hop, Hop::DspTransform);
  EXPECT_EQ(found[0].what, "message 2 on the wire is not the same");
  EXPECT_NE(found[0].after.find("0305"), std::string::npos);
  is_[1].seen.pop_back();
  EXPECT_EQ(findings()[0].after, "nothing more");
}

TEST_F(TwinSuites, FindARegressionSetThatIsTooSmall) {
  rules_.regression_at_least = 2;
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_EQ(findings()[0].subject, "regression");
}

}  // namespace
}  // namespace enocheck::engine
