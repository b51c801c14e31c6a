#include "side_by_side.h"

#include "interrupt.h"
#include "report/kept_cases.h"
#include "sut/interruptible_sut.h"
#include "sut/recording_sut.h"

namespace enocheck {

/// What one lane has for itself. It stays where it is: its parts know each other.
struct SideBySide::Lane {
  engine::CallRecord record;
  std::unique_ptr<engine::Sut> target;
  engine::Surroundings surroundings;
  std::unique_ptr<engine::TestbedCare> care;
  std::unique_ptr<report::CallSink> calls;
  std::unique_ptr<engine::ResultSink> sinks;
};

SideBySide::~SideBySide() = default;

Status SideBySide::add(const RunOptions& options, const engine::Lanes::Lane& of,
                       const engine::Surroundings& surroundings, const engine::TestbedCare& care,
                       const report::RunFolder& folder, const MakeSinks& make_sinks) {
  auto view = surroundings.sut->beside(of.devices);
  if (!view) { return tl::unexpected(view.error()); }
  auto lane = std::make_unique<Lane>();
  auto& own = *lane;
  auto target = std::make_unique<sut::StagedSut>(
      std::make_unique<sut::InterruptibleSut>(
          *std::move(view), [&own] { return was_interrupted() && !own.care->is_cleaning(); }),
      stage_);
  own.target = std::move(target);
  if (options.capture != "none") {
    own.target = std::make_unique<sut::RecordingSut>(std::move(own.target), own.record);
  }
  own.surroundings = surroundings;
  own.surroundings.sut = own.target.get();
  own.surroundings.counters = &counters_;
  own.surroundings.reserve_counters = [&own, reserve = surroundings.reserve_counters](const Eui64& user) {
    auto first = reserve(user);
    if (first) { own.record.first_counters[user] = *first; }
    return first;
  };
  own.care = care.of_meters(of.meters, own.surroundings);
  own.surroundings.care = own.care.get();
  own.calls = std::make_unique<report::CallSink>(
      folder.path(), own.record, report::parse_kept_cases(options.capture).value_or(report::KeptCases::All));
  own.sinks = make_sinks(*own.calls);
  parts_.lanes.push_back({&own.surroundings, own.sinks.get()});
  lanes_.push_back(std::move(lane));
  return {};
}

Result<std::unique_ptr<SideBySide>> SideBySide::create(const RunOptions& options,
                                                       const engine::Surroundings& surroundings,
                                                       const engine::TestbedCare* care,
                                                       const report::RunFolder& folder,
                                                       const MakeSinks& make_sinks) {
  const auto& lanes = options.testbed.lanes;
  if (lanes.all().empty() || care == nullptr || !options.trace.empty()) { return nullptr; }
  std::unique_ptr<SideBySide> all(new SideBySide);
  for (const auto& lane : lanes.all()) {
    if (auto added = all->add(options, lane, surroundings, *care, folder, make_sinks); !added) {
      return tl::unexpected(added.error());
    }
  }
  all->parts_.stage = &all->stage_;
  all->parts_.lane_of = [&lanes](const catalogue::Testcase& testcase) { return lanes.of(testcase); };
  return all;
}

Status SideBySide::status() const {
  for (const auto& lane : lanes_) {
    if (!lane->calls->status()) { return lane->calls->status(); }
  }
  return {};
}

}  // namespace enocheck
