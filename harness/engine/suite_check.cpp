#include "engine/suite_check.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/case_run.h"
#include "engine/command_timing.h"
#include "engine/response_value.h"
#include "engine/verdict.h"

namespace enocheck::engine {
namespace {

using catalogue::Testcase;

/// Holds the references of one case's steps against its world; step by step, so that a message must have been
/// sent before it is referred to.
class StepChecker {
 public:
  StepChecker(const SuiteParts& parts, const catalogue::World& world,
              const std::function<void(std::string)>& report)
      : parts_(&parts), world_(&world), report_(&report) {}

  void operator()(const catalogue::Send& step) {
    user(step.as);
    party(step.to);
    party(step.body.other);
    header(step.deviations);
    for (const auto& damage : step.damages) { document(damage); }
    if (step.signed_pre_command) { pre_command(*step.signed_pre_command); }
    for (const auto& one : step.answers) { answer(one); }
    for (const auto& expected : step.pre_commands) {
      resolvable(expected.code);
      vector(expected.vector);
      message(expected.payload_of);
    }
    define(step.id);
  }
  void operator()(const catalogue::Submit& step) {
    message(step.of);
    user(step.as);
    header(step.deviations);
    if (step.damage) { document(*step.damage); }
    if (step.signed_pre_command) { pre_command(*step.signed_pre_command); }
    answer(step.answer);
  }
  void operator()(const catalogue::Replay& step) {
    message(step.message);
    answer(step.answer);
  }
  void operator()(const catalogue::Deliver& step) {
    party(step.to);
    message(step.message);
    vector(step.vector);
    party(step.key_of);
    octets(step.mutations);
    define(step.id);
  }
  void operator()(const catalogue::Advance& /*step*/) {}
  void operator()(const catalogue::PressBoost& step) { meter(step.meter); }
  void operator()(const catalogue::Power& step) { party(step.device); }
  void operator()(const catalogue::Intercept& /*step*/) {}
  void operator()(const catalogue::ExpectConnection& /*step*/) {}
  void operator()(const catalogue::ExpectResponse& step) {
    message(step.to);
    hop(step.hop);
    values(step.values);
  }
  void operator()(const catalogue::ExpectNoResponse& step) {
    message(step.to);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectErrorResponse& step) {
    message(step.to);
    resolvable(step.code);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectAlert& step) {
    resolvable(step.code);
    meter(step.meter);
    party(step.at);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectDccAlert& step) {
    resolvable(step.code);
    message(step.message);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectSwitch& step) { at_switch(step.meter, step.since, step.hop); }
  void operator()(const catalogue::ExpectLoad& step) { at_switch(step.meter, step.since, step.hop); }
  void operator()(const catalogue::Repeat& step) {
    for (const auto& one : step.steps) { std::visit(*this, one.action); }
  }
  void operator()(const catalogue::ExpectTiming& step) {
    message(step.of);
    resolvable(step.within);
    for (const auto& milestone : step.milestones) {
      if (!parse_milestone(milestone)) { fault(fmt::format("there is no milestone {}", milestone)); }
    }
  }
  void operator()(const catalogue::ExpectLedger& step) {
    meter(step.meter);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectObservation& /*step*/) {}
  void operator()(const catalogue::CurtailFeeder& step) {
    feeder(step.feeder);
    user(step.as);
    define(step.id);
  }
  void operator()(const catalogue::ExpectFeederLoad& step) {
    feeder(step.feeder);
    message(step.since);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectFuse& step) { feeder(step.feeder); }
  void operator()(const catalogue::ExpectNothingAtDevice& step) {
    party(step.meter);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectAtDevice& step) {
    message(step.of);
    resolvable(step.code);
    party(step.originator);
    party(step.supplementary);
    message(step.payload_of);
    message(step.after);
    vector(step.vector);
    hop(step.hop);
  }
  void operator()(const catalogue::ExpectCorrelation& step) {
    vector(step.request);
    for_parser(step.message);
  }
  void operator()(const catalogue::ExpectMmc& step) {
    vector(step.request);
    for_parser(step.message);
    values(step.values);
  }

 private:
  void fault(std::string text) const { (*report_)(std::move(text)); }
  void define(const std::string& id) {
    if (!id.empty() && !messages_.insert(id).second) {
      fault(fmt::format("two messages have the id {}", id));
    }
  }
  void message(const std::string& id) const {
    if (!id.empty() && !messages_.contains(id)) {
      fault(fmt::format("no message {} is sent before that step", id));
    }
  }
  void user(const std::string& name) const {
    if (!name.empty() && world_->find_user(name) == nullptr) {
      fault(fmt::format("world {} has no user {}", world_->id, name));
    }
  }
  void meter(const std::string& name) const {
    if (!name.empty() && world_->find_meter(name) == nullptr) {
      fault(fmt::format("world {} has no meter {}", world_->id, name));
    }
  }
  void feeder(const std::string& name) const {
    if (world_->find_feeder(name) == nullptr) {
      fault(fmt::format("world {} has no feeder {}", world_->id, name));
    }
  }
  void party(const std::string& name) const {
    if (name.empty()) { return; }
    if (const auto eui = find_party(*world_, name); !eui) { fault(eui.error().detail); }
  }
  void resolvable(const std::string& text) const {
    for (auto at = text.find("profile:"); at != std::string::npos; at = text.find("profile:", at + 1)) {
      const auto start = at + std::string_view("profile:").size();
      const auto key = text.substr(start, text.find(' ', start) - start);
      if (!parts_->profile->value_of(key)) { fault(fmt::format("profiles have no key {}", key)); }
    }
  }
  void vector(const std::string& reference) const {
    if (!reference.empty() && !parts_->has_vector(reference)) {
      fault(fmt::format("there is no vector {}", reference));
    }
  }
  void hop(const std::string& name) const {
    if (!name.empty() && !parse_hop(name)) { fault(fmt::format("there is no hop {}", name)); }
  }
  void values(const std::vector<catalogue::ExpectedValue>& expected) const {
    for (const auto& value : expected) {
      if (const auto path = path_of(value); !path) { fault(path.error().detail); }
    }
  }
  void for_parser(const catalogue::MessageForParser& message) const {
    vector(message.vector);
    octets(message.mutations);
  }
  void answer(const catalogue::ExpectAnswer& expected) const {
    resolvable(expected.code);
    hop(expected.hop);
  }
  void at_switch(const std::string& name, const std::string& since, const std::string& hop_name) const {
    meter(name);
    message(since);
    hop(hop_name);
  }
  void header(const catalogue::HeaderDeviations& deviations) const {
    party(deviations.originator);
    party(deviations.target);
    message(deviations.counter_of);
  }
  void document(const catalogue::DocumentDamage& damage) const {
    if (!damage.signature) { return; }
    user(damage.signature->key_of);
    user(damage.signature->certificate_of);
  }
  void pre_command(const catalogue::SignedPreCommandDamage& damage) const {
    party(damage.key_of);
    octets(damage.mutations);
  }
  void octets(const std::vector<catalogue::OctetMutation>& mutations) const {
    for (const auto& mutation : mutations) {
      const auto* header_change = std::get_if<catalogue::SetHeader>(&mutation);
      if (header_change == nullptr) { continue; }
      party(header_change->originator);
      party(header_change->target);
      resolvable(header_change->code);
    }
  }

  const SuiteParts* parts_;
  const catalogue::World* world_;
  const std::function<void(std::string)>* report_;
  std::set<std::string> messages_;
};

/// The rows of a table say the same thing many times: the first of them is named.
void note_fault(SuiteFindings& findings, const std::string& text, const Testcase& testcase) {
  const bool is_known = std::any_of(findings.faults.begin(), findings.faults.end(),
                                    [&](const auto& fault) { return fault.starts_with(text + " (case"); });
  if (!is_known) { findings.faults.push_back(fmt::format("{} (case {})", text, testcase.id)); }
}

void check_steps(const SuiteParts& parts, const Testcase& testcase, SuiteFindings& findings) {
  const auto world = parts.worlds->find(testcase.world);
  if (world == parts.worlds->end()) {
    findings.faults.push_back(fmt::format("{}: there is no world {}", testcase.file, testcase.world));
    return;
  }
  std::size_t line = 0;
  const std::function<void(std::string)> report = [&](const std::string& text) {
    note_fault(findings, fmt::format("{}:{}: {}", testcase.file, line, text), testcase);
  };
  StepChecker checker(parts, world->second, report);
  for (const auto& step : testcase.steps) {
    line = step.line;
    std::visit(checker, step.action);
  }
}

bool breaks_any(const std::set<std::string>& broken, const std::vector<std::string>& judged) {
  return std::any_of(judged.begin(), judged.end(), [&](const auto& id) { return broken.contains(id); });
}

void check_references(const SuiteParts& parts, const Testcase& testcase, SuiteFindings& findings) {
  const auto fault = [&](const std::string& text) {
    note_fault(findings, fmt::format("{}: {}", testcase.file, text), testcase);
  };
  if (!testcase.expects_anything()) { fault("the case says nowhere what has to happen"); }
  bool knows_requirements = true;
  for (const auto& id : testcase.requirements) {
    if (parts.requirements->find(id) != nullptr) { continue; }
    fault("there is no requirement " + id);
    knows_requirements = false;
  }
  for (const auto& defect : testcase.catches) {
    const auto found = parts.defects.find(defect);
    if (found == parts.defects.end()) {
      fault("there is no seeded defect " + defect);
    } else if (knows_requirements && !breaks_any(found->second, testcase.requirements)) {
      fault(fmt::format("the defect {} breaks {}, which this case does not judge", defect,
                        fmt::join(found->second, " and ")));
    }
  }
  for (const auto& evidence : testcase.evidence) {
    if (!evidence.vector.empty() && !parts.has_vector(evidence.vector)) {
      fault("there is no vector " + evidence.vector);
    }
  }
  for (const auto& applies : testcase.applies) {
    if (!parts.profile->value_of(applies.profile_key)) {
      fault("profiles have no key " + applies.profile_key);
    }
  }
}

void check_coverage(const SuiteParts& parts, SuiteFindings& findings) {
  std::map<std::string, std::size_t> cases;
  std::set<std::string> gated;  // judged by a case that the gate counts
  for (const auto& testcase : *parts.cases) {
    const bool gates = !is_contested(testcase, *parts.requirements);
    for (const auto& id : testcase.requirements) {
      ++cases[id];
      if (gates) { gated.insert(id); }
    }
  }
  for (const auto& requirement : parts.requirements->all) {
    const bool covered = cases.contains(requirement.id);
    if (covered && requirement.planned) {
      findings.gaps.push_back(
          fmt::format("requirements.xml: {} has cases now; take cases=\"planned\" off it", requirement.id));
    }
    if (covered && requirement.contested_by.empty() && !gated.contains(requirement.id)) {
      findings.gaps.push_back(fmt::format(
          "requirements.xml: {} is not contested, yet every case that judges it is", requirement.id));
    }
    if (covered || requirement.record) { continue; }
    if (requirement.planned) {
      findings.notes.push_back(fmt::format("{} has no case yet (planned)", requirement.id));
    } else {
      findings.gaps.push_back(fmt::format("requirements.xml: no case judges {}", requirement.id));
    }
  }
}

}  // namespace

SuiteFindings check_suite(const SuiteParts& parts) {
  SuiteFindings findings;
  for (const auto& testcase : *parts.cases) {
    check_references(parts, testcase, findings);
    check_steps(parts, testcase, findings);
  }
  check_coverage(parts, findings);
  std::sort(findings.faults.begin(), findings.faults.end());
  return findings;
}

}  // namespace enocheck::engine
