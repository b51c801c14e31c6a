#include "engine/testbed_care.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalogue/element.h"
#include "core/files.h"
#include "engine/case_devices.h"
#include "engine/steps.h"
#include "engine/steps_apart.h"
#include "engine/trace.h"
#include "xml/edit.h"

namespace enocheck::engine {
namespace {

namespace fs = std::filesystem;
using catalogue::Step;

constexpr std::string_view kBoost = "boost";
constexpr std::string_view kLabels = "labels";
void append(std::vector<Step>& all, std::vector<Step> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::vector<std::pair<std::int64_t, bool>> flags(const catalogue::WorldMeter& meter, bool all) {
  std::vector<std::pair<std::int64_t, bool>> flags;
  for (std::int64_t index = 1; index <= 5; ++index) {
    flags.emplace_back(index, all || meter.switches.at(static_cast<std::size_t>(index) - 1).boost);
  }
  return flags;
}

/// What brings the meter back to what its world says.
std::vector<Step> steps_back(const catalogue::WorldMeter& meter, const Owed& owed) {
  std::vector<Step> steps;
  std::vector<Step> answers;  // of the resets, which need not wait for each other
  auto labels = sent_by_supplier(meter, "6.14.1");
  bool has_boost = false;
  for (unsigned index = 1; index <= meter.switches.size(); ++index) {
    const auto& one = meter.switches.at(index - 1);
    if (one.kind == "none") { continue; }
    auto reset = sent_by_supplier(meter, "7.8");
    reset.body.index = index;
    reset.id = fmt::format("7.8_{}", index);
    auto both = done(std::move(reset));
    answers.push_back(std::move(both.back()));
    both.pop_back();
    append(steps, std::move(both));
    if (!one.label.empty()) { labels.body.labels.emplace_back(index, one.label); }
    has_boost |= one.boost;
  }
  append(steps, std::move(answers));
  if (owed.boost) {
    auto removal = sent_by_supplier(meter, "7.10");
    removal.body.flags = flags(meter, true);
    append(steps, done(std::move(removal)));
  }
  if (owed.boost && has_boost) {
    auto association = sent_by_supplier(meter, "7.9");
    association.body.flags = flags(meter, false);
    append(steps, done(std::move(association)));
  }
  if (owed.labels && !labels.body.labels.empty()) { append(steps, done(std::move(labels))); }
  return steps;
}

Stop not_ready(const catalogue::WorldMeter& meter, const std::string& why) {
  return {Verdict::Inconc,
          fmt::format("the test bed is not ready: {}: {}", meter.name, why),
          {},
          {},
          std::nullopt,
          std::nullopt};
}

/// What the last answer to a user says at the path; why not, where it does not.
Result<std::string> last_answer(const CaseContext& context, const std::string& path) {
  const auto answers = Trace(context).on_link(kDspToUser, context.last_send_exchange());
  if (answers.empty()) { return failure(ErrorCode::BadValue, "no answer was seen"); }
  return xml::value_of(text_of(context.exchanges()[answers.back()].octets), path);
}

}  // namespace

Result<CleanUpJournal> CleanUpJournal::open(fs::path file) {
  CleanUpJournal journal(std::move(file));
  std::error_code ignored;
  if (!fs::exists(journal.file_, ignored)) { return journal; }
  const auto text = read_text(journal.file_);
  if (!text) { return tl::unexpected(text.error()); }
  std::size_t number = 0;
  for (std::size_t at = 0; at < text->size();) {
    const auto end = std::min(text->find('\n', at), text->size());
    const auto words = catalogue::split_words(std::string_view(*text).substr(at, end - at));
    at = end + 1;
    ++number;
    if (words.empty()) { continue; }
    auto& owed = journal.owed_[words.front()];
    for (auto word = words.begin() + 1; word != words.end(); ++word) {
      if (*word != kBoost && *word != kLabels) {
        return failure(ErrorCode::Schema,
                       fmt::format("{}:{}: {} is nothing that is put back: mend or remove the file",
                                   journal.file_.string(), number, *word));
      }
      (*word == kBoost ? owed.boost : owed.labels) = true;
    }
  }
  return journal;
}

Status CleanUpJournal::write() const {
  std::error_code failed;
  if (owed_.empty()) {
    fs::remove(file_, failed);
    return {};
  }
  if (file_.has_parent_path()) { fs::create_directories(file_.parent_path(), failed); }
  std::string text;
  for (const auto& [meter, owed] : owed_) {
    text += fmt::format("{}{}{}\n", meter, owed.boost ? " boost" : "", owed.labels ? " labels" : "");
  }
  const auto fresh = fs::path(file_.string() + ".new");
  if (auto written = write_file(fresh, bytes_of(text)); !written) { return written; }
  fs::rename(fresh, file_, failed);
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", file_.string(), failed.message())); }
  return {};
}

Status CleanUpJournal::add(const std::string& meter, Owed owed) {
  auto& all = owed_[meter];
  all.boost |= owed.boost;
  all.labels |= owed.labels;
  return write();
}

Status CleanUpJournal::settle(const std::string& meter) {
  owed_.erase(meter);
  return write();
}

std::unique_ptr<TestbedCare> TestbedCare::of_meters(std::set<std::string> meters,
                                                    const Surroundings& surroundings) const {
  return std::unique_ptr<TestbedCare>(new TestbedCare(*this, surroundings, std::move(meters)));
}

std::map<std::string, Owed> TestbedCare::debts() const {
  auto owed = known_->journal.owed();
  if (meters_) {
    std::erase_if(owed, [&](const auto& debt) { return !meters_->contains(debt.first); });
  }
  return owed;
}

std::optional<Stop> TestbedCare::run(const catalogue::World& world, const std::vector<Step>& steps) {
  return run_apart(*surroundings_, world, steps);
}

std::optional<Stop> TestbedCare::check_inventory(const catalogue::World& world,
                                                 const catalogue::WorldMeter& meter) {
  const auto counters = first_counters(*surroundings_, world);
  if (!counters) { return at_fault(counters.error().detail); }
  CaseContext context(*surroundings_, world, *counters);
  auto request = sent_by_supplier(meter, "8.2");
  const auto eui = to_string(meter.esme);
  request.to = "DCC";
  request.body.raw_element = "ReadInventory";
  request.body.raw_xml =
      fmt::format("<sr:ReadInventory><sr:DeviceID>{}</sr:DeviceID></sr:ReadInventory>", eui);
  if (auto stop = run_send(context, request)) { return stop; }
  const std::array<std::pair<const char*, const std::string*>, 3> wanted = {
      {{"DeviceGBCSVersion", &meter.gbcs_version},
       {"DeviceFirmwareVersion", &meter.firmware_version},
       {"ImportMPxN", &meter.import_mpan}}};
  for (const auto& [element, is] : wanted) {
    const auto got = last_answer(context, fmt::format("//Device[DeviceID='{}']/{}", eui, element));
    if (!got) { return not_ready(meter, fmt::format("the inventory (8.2) has no {} of {}", element, eui)); }
    if (*got != *is) {
      return not_ready(meter, fmt::format("the inventory (8.2) has {} {}; {} says {}", element, *got,
                                          testbed_->file, *is));
    }
  }
  return std::nullopt;
}

std::optional<Stop> TestbedCare::check(const catalogue::World& world, const catalogue::WorldMeter& meter) {
  const auto as_not_ready = [&](const Stop& stop) {
    return stop.verdict == Verdict::Fail ? not_ready(meter, in_words(stop)) : stop;
  };
  if (!known_->identified.contains(meter.name)) {
    if (auto stop = check_inventory(world, meter)) { return as_not_ready(*stop); }
    const auto firmware =
        done(sent_by_supplier(meter, "11.2"), {{"firmware-version", {}, {}, meter.firmware_version}});
    if (auto stop = run(world, firmware)) { return as_not_ready(*stop); }
    known_->identified.insert(meter.name);
  }
  std::vector<catalogue::ExpectedValue> switches;
  for (unsigned index = 1; index <= meter.switches.size(); ++index) {
    const auto& one = meter.switches.at(index - 1);
    if (one.kind == "hcalcs") { switches.push_back({"hcalcs", index, {}, to_string(one.hcalcs)}); }
  }
  if (auto stop = run(world, done(sent_by_supplier(meter, "7.7"), std::move(switches)))) {
    return as_not_ready(*stop);
  }
  return std::nullopt;
}

std::string TestbedCare::recover(const catalogue::World& world) {
  std::vector<std::string> left;
  is_cleaning_ = true;
  for (const auto& [name, owed] : debts()) {
    const auto* const meter = world.find_meter(name);
    if (meter == nullptr || testbed_->find_meter(name) == nullptr) {
      left.push_back(fmt::format("{} is not on the test bed any more", name));
      continue;
    }
    if (const auto stop = run(world, steps_back(*meter, owed))) {
      left.push_back(fmt::format("{}: {}", name, in_words(*stop)));
      continue;
    }
    if (const auto settled = known_->journal.settle(name); !settled) {
      left.push_back(settled.error().detail);
    }
  }
  is_cleaning_ = false;
  return left.empty() ? "" : fmt::format("not put back: {}", fmt::join(left, "; "));
}

std::optional<Stop> TestbedCare::before(const catalogue::Testcase& testcase, const catalogue::World& world) {
  if (has_debts()) {
    if (const auto left = recover(world); !left.empty()) {
      return Stop{Verdict::Inconc,
                  "the test bed is not as it was before an earlier case: " + left,
                  {},
                  {},
                  std::nullopt,
                  std::nullopt};
    }
  }
  for (const auto& [name, use] : meters_used(testcase.steps, world)) {
    if (testbed_->find_meter(name) == nullptr) { continue; }
    if (auto stop = check(world, *world.find_meter(name))) { return stop; }
    if (!use.is_disturbed) { continue; }
    if (use.is_updated) { known_->identified.erase(name); }
    if (const auto noted = known_->journal.add(name, {use.is_boosted, use.is_labelled}); !noted) {
      return at_fault("what has to be put back cannot be noted: " + noted.error().detail);
    }
  }
  return std::nullopt;
}

std::string TestbedCare::after(const catalogue::Testcase& /*testcase*/, const catalogue::World& world) {
  return has_debts() ? recover(world) : "";
}

CaseTime time_around(const catalogue::Testcase& testcase, const catalogue::Testbed& testbed,
                     const catalogue::World& bound, const catalogue::Profile& profile) {
  int answers = 0;
  for (const auto& [name, use] : meters_used(testcase.steps, bound)) {
    if (testbed.find_meter(name) == nullptr) { continue; }
    ++answers;  // 7.7
    if (!use.is_disturbed) { continue; }
    ++answers;                           // 7.8 of all switches at once
    answers += use.is_boosted ? 2 : 0;   // 7.10, 7.9
    answers += use.is_labelled ? 1 : 0;  // 6.14.1
  }
  return {profile.response_time_target * answers, kPatienceApart * answers};
}

std::optional<std::string> reason_off_testbed(const catalogue::Testcase& testcase,
                                              const catalogue::Testbed& testbed,
                                              const catalogue::World& unbound) {
  for (const auto& [name, use] : meters_used(testcase.steps, unbound)) {
    const auto* const real = testbed.find_meter(name);
    if (real == nullptr) { return fmt::format("{} has no {}", testbed.file, name); }
    if (use.is_named_by_eui) {
      return fmt::format("the case names {} by the EUI of world {}", name, unbound.id);
    }
    if (use.is_disturbed && !real->may_be_disturbed) {
      return fmt::format("{}: {} may not be disturbed", testbed.file, name);
    }
    for (const auto index : use.switches) {
      const auto found = real->hcalcs.find(index);
      const bool is_there = found != real->hcalcs.end() && found->second != Eui64{};
      if (unbound.find_meter(name)->switches.at(index - 1).kind == "hcalcs" && !is_there) {
        return fmt::format("{}: {} has no HCALCS at switch {}", testbed.file, name, index);
      }
    }
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
