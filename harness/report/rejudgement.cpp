#include "report/rejudgement.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "report/console.h"

namespace enocheck::report {
namespace {

using engine::Verdict;
using nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

ordered_json to_json(const RunInfo& run) {
  return {{"id", run.id},
          {"tool_version", run.tool_version},
          {"profile", run.profile},
          {"profile_fingerprint", run.profile_fingerprint}};
}

ordered_json to_json(const CaseRecord& record) {
  return {{"verdict", name_of(record.verdict)},
          {"hop", record.hop ? ordered_json(name_of(*record.hop)) : ordered_json(nullptr)},
          {"reason", record.reason},
          {"expected", record.expected},
          {"got", record.got},
          {"step", record.step},
          {"fingerprint", record.fingerprint}};
}

/// "fail hop=esme"
std::string in_short(const CaseRecord& record) {
  return fmt::format("{}{}", name_of(record.verdict),
                     record.hop ? fmt::format(" hop={}", name_of(*record.hop)) : "");
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Stands: return "stands";
    case Outcome::Changed: return "changed";
    case Outcome::Unjudged: return "unjudged";
  }
  return "";
}

Outcome RejudgedCase::outcome() const {
  const bool wants_evidence =
      today.verdict == Verdict::Inconc && (then.verdict != Verdict::Inconc || then.reason != today.reason);
  if (wants_evidence) { return Outcome::Unjudged; }
  return then.verdict == today.verdict && then.hop == today.hop ? Outcome::Stands : Outcome::Changed;
}

std::size_t Rejudgement::count(Outcome outcome) const {
  return static_cast<std::size_t>(
      std::count_if(cases.begin(), cases.end(), [&](const auto& one) { return one.outcome() == outcome; }));
}

std::vector<std::string> Rejudgement::why(const RejudgedCase& one) const {
  if (one.outcome() == Outcome::Stands) { return {}; }
  if (one.outcome() == Outcome::Unjudged) { return {one.today.reason}; }
  std::vector<std::string> causes;
  if (one.then.fingerprint.empty()) {
    causes.emplace_back("what the case said then was not written down");
  } else if (one.then.fingerprint != one.today.fingerprint) {
    causes.emplace_back("the case has changed");
  }
  if (then.profile != today.profile) {
    causes.push_back(fmt::format("profile {} then, {} today", then.profile, today.profile));
  } else if (then.profile_fingerprint != today.profile_fingerprint) {
    causes.push_back(fmt::format("profile {} has changed", then.profile));
  }
  if (then.tool_version != today.tool_version) {
    causes.push_back(fmt::format("enocheck {} then, {} today", then.tool_version, today.tool_version));
  }
  if (causes.empty()) {
    causes.emplace_back(
        "case, profile and version are the same: a vector or enocheck itself judges otherwise");
  }
  return causes;
}

std::string to_rejudgement_json(const Rejudgement& rejudgement) {
  ordered_json json = {{"schema_version", kSchemaVersion},
                       {"then", to_json(rejudgement.then)},
                       {"today", to_json(rejudgement.today)}};
  for (const auto outcome : {Outcome::Stands, Outcome::Changed, Outcome::Unjudged}) {
    json["totals"][std::string(name_of(outcome))] = rejudgement.count(outcome);
  }
  json["cases"] = ordered_json::array();
  for (const auto& one : rejudgement.cases) {
    ordered_json row = {{"id", one.today.id}, {"id_then", one.then.id}, {"outcome", name_of(one.outcome())}};
    row["why"] = rejudgement.why(one);
    row["then"] = to_json(one.then);
    row["today"] = to_json(one.today);
    json["cases"].push_back(std::move(row));
  }
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string to_text(const Rejudgement& rejudgement) {
  std::string text;
  for (const auto& one : rejudgement.cases) {
    if (one.outcome() != Outcome::Changed) { continue; }
    const auto grounds = describe_verdict(one.today);
    text += fmt::format("changed {}: {} then, {} today{}{}; {}\n", one.today.id, in_short(one.then),
                        name_of(one.today.verdict),
                        one.today.hop     ? " "
                        : grounds.empty() ? ""
                                          : ": ",
                        grounds, fmt::join(rejudgement.why(one), "; "));
  }
  return text + fmt::format("rejudged {}: {} stand, {} changed, {} cannot be judged by what was kept\n",
                            rejudgement.then.id, rejudgement.count(Outcome::Stands),
                            rejudgement.count(Outcome::Changed), rejudgement.count(Outcome::Unjudged));
}

}  // namespace enocheck::report
