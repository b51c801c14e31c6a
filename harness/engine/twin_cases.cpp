#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/service_response.h"
#include "engine/twin.h"

namespace enocheck::engine {
namespace {

using catalogue::Testcase;

/// Does the case apply under the profile, as far as these keys are concerned? Errors: BadValue for a key that
/// the profile does not have.
Result<bool> applies(const Testcase& testcase, const std::set<std::string, std::less<>>& keys,
                     const catalogue::Profile& profile) {
  for (const auto& one : testcase.applies) {
    if (!keys.contains(one.profile_key)) { continue; }
    const auto holds = catalogue::ProfileCondition{one.profile_key, one.is}.holds_in(profile);
    if (!holds || !*holds) { return holds; }
  }
  return true;
}

/// The part of the DSP that a document for a user shows: Transform where it brings a pre-command.
Hop hop_of_document(ByteView document) {
  const auto response = duis::parse_response(text_of(document));
  if (!response) { return Hop::DspRequestManagement; }
  const auto* const message = std::get_if<duis::ResponseMessage>(&response->body);
  return message != nullptr && std::holds_alternative<duis::PreCommand>(message->content)
             ? Hop::DspTransform
             : Hop::DspRequestManagement;
}

/// Who put this on its link.
std::optional<Hop> sender_of(const Exchange& exchange) {
  const std::string_view link = exchange.link;
  if (link == "user-to-dsp") { return Hop::User; }
  if (link == "dsp-to-user") { return hop_of_document(exchange.octets); }
  if (link == "dsp-to-wan") { return Hop::DspTransform; }
  if (link.starts_with("wan-")) { return Hop::Wan; }
  if (link.starts_with("hub-")) { return Hop::CommsHub; }
  if (link.starts_with("device-") || link.starts_with("esme-")) { return Hop::Esme; }
  if (link.starts_with("hcalcs-")) { return Hop::Hcalcs; }
  return std::nullopt;
}

bool is_same(const Exchange& a, const Exchange& b) {
  return a.link == b.link && a.device == b.device && a.octets == b.octets;
}

std::string describe(const std::vector<Exchange>& seen, std::size_t index) {
  if (index >= seen.size()) { return "nothing more"; }
  const auto& one = seen[index];
  constexpr std::size_t kShown = 160;
  const bool is_document = one.link == "user-to-dsp" || one.link == "dsp-to-user";
  auto text = is_document ? std::string(text_of(one.octets)) : encode_hex(one.octets);
  if (text.size() > kShown) { text = text.substr(0, kShown) + "…"; }
  return fmt::format("{} {} octets: {}", one.link, one.octets.size(), text);
}

class SuiteComparison {
 public:
  SuiteComparison(const catalogue::TwinRules& rules, TwinVerdict& verdict)
      : rules_(&rules), verdict_(&verdict) {}

  void compare(const Testcase& testcase, bool applied_before, bool applies_after, const TwinCase& before,
               const TwinCase& after) {
    ++verdict_->cases;
    const bool has_moved = before.result.verdict != after.result.verdict;
    if (has_moved) {
      ++verdict_->cases_moved;
      moved_.insert(testcase.requirements.begin(), testcase.requirements.end());
    }
    if (applied_before != applies_after) {
      judge_named(testcase, applied_before ? before : after, applied_before ? after : before, before, after);
    } else if (has_moved) {
      report(testcase, "moved, and the change does not name it", before, after);
    }
    if (std::ranges::find(testcase.tags, rules_->regression_tag) != testcase.tags.end()) {
      judge_regression(testcase, before, after);
    }
  }

  /// What is said of requirements and of the number of cases, once all cases have been compared.
  void conclude(bool is_whole) {
    for (const auto& id : rules_->unmoved) {
      if (moved_.contains(id)) { report(id, "a case of it moved, and the change does not move it"); }
    }
    if (!is_whole) { return; }
    for (const auto& id : rules_->moved) {
      if (!moved_.contains(id)) { report(id, "no case of it moved, and the change moves it"); }
    }
    if (verdict_->regression_cases < rules_->regression_at_least) {
      report(rules_->regression_tag, fmt::format("{} cases have this tag, and there have to be {}",
                                                 verdict_->regression_cases, rules_->regression_at_least));
    }
  }

 private:
  /// A case that applies under one profile only: passes there, is skipped in the other.
  void judge_named(const Testcase& testcase, const TwinCase& applying, const TwinCase& other,
                   const TwinCase& before, const TwinCase& after) {
    if (applying.result.verdict == Verdict::Pass && other.result.verdict == Verdict::Skip) { return; }
    // Skipped under both: it has another reason not to apply.
    if (applying.result.verdict == Verdict::Skip && other.result.verdict == Verdict::Skip) { return; }
    report(testcase, "applies under one profile only and does not pass there", before, after);
  }

  void judge_regression(const Testcase& testcase, const TwinCase& before, const TwinCase& after) {
    ++verdict_->regression_cases;
    if (before.result.verdict != Verdict::Pass || after.result.verdict != Verdict::Pass) {
      report(testcase, "is of the regression set and does not pass under both", before, after);
      return;
    }
    const auto count = std::max(before.seen.size(), after.seen.size());
    verdict_->regression_exchanges += count;
    for (std::size_t i = 0; i < count; ++i) {
      if (i < before.seen.size() && i < after.seen.size() && is_same(before.seen[i], after.seen[i])) {
        continue;
      }
      const auto& teller = i < after.seen.size() ? after.seen : before.seen;
      verdict_->findings.push_back({testcase.id, fmt::format("message {} on the wire is not the same", i + 1),
                                    describe(before.seen, i), describe(after.seen, i), sender_of(teller[i]),
                                    rules_->regression_requirements});
      return;
    }
  }

  void report(const Testcase& testcase, std::string what, const TwinCase& before, const TwinCase& after) {
    const auto text = [](const CaseResult& result) {
      return result.reason.empty() ? std::string(name_of(result.verdict))
                                   : fmt::format("{}: {}", name_of(result.verdict), result.reason);
    };
    verdict_->findings.push_back({testcase.id, std::move(what), text(before.result), text(after.result),
                                  after.result.hop ? after.result.hop : before.result.hop,
                                  testcase.requirements});
  }
  void report(const std::string& subject, std::string what) {
    verdict_->findings.push_back({subject, std::move(what), {}, {}, std::nullopt, {}});
  }

  const catalogue::TwinRules* rules_;
  TwinVerdict* verdict_;
  std::set<std::string> moved_;  ///< requirements
};

}  // namespace

Status compare_suites(const TwinSuite& suite, const catalogue::TwinRules& rules,
                      const catalogue::Profile& before, const catalogue::Profile& after,
                      TwinVerdict& verdict) {
  SuiteComparison comparison(rules, verdict);
  for (std::size_t i = 0; i < suite.cases->size(); ++i) {
    const auto& testcase = (*suite.cases)[i];
    const auto applied = applies(testcase, rules.case_keys, before);
    const auto still = applies(testcase, rules.case_keys, after);
    if (!applied) { return tl::unexpected(applied.error()); }
    if (!still) { return tl::unexpected(still.error()); }
    comparison.compare(testcase, *applied, *still, (*suite.before)[i], (*suite.after)[i]);
  }
  comparison.conclude(suite.is_whole);
  return {};
}

}  // namespace enocheck::engine
