#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "engine/suite_run.h"
#include "engine/testbed_care.h"
#include "report/call_file.h"
#include "report/run_folder.h"
#include "run_options.h"
#include "sut/stage.h"

namespace enocheck {

/// What is needed to run cases of a test bed side by side: for each lane a view of the target, and a care for
/// its meters. All else the lanes share, since one acts at a time.
class SideBySide {
 public:
  /// Makes what the sinks of a lane are, after the one that writes down its calls.
  using MakeSinks = std::function<std::unique_ptr<engine::ResultSink>(engine::ResultSink& first)>;

  /// Null where no case runs beside another. `surroundings` and `care` are those of cases that run alone, and
  /// outlive this, as what the sinks are made from does. Errors: those of engine::Sut::beside.
  [[nodiscard]] static Result<std::unique_ptr<SideBySide>> create(const RunOptions& options,
                                                                  const engine::Surroundings& surroundings,
                                                                  const engine::TestbedCare* care,
                                                                  const report::RunFolder& folder,
                                                                  const MakeSinks& make_sinks);
  [[nodiscard]] const engine::SideBySide& parts() const { return parts_; }
  /// The first thing that could not be written, if any.
  [[nodiscard]] Status status() const;

 private:
  struct Lane;
  SideBySide() = default;
  [[nodiscard]] Status add(const RunOptions& options, const engine::Lanes::Lane& of,
                           const engine::Surroundings& surroundings, const engine::TestbedCare& care,
                           const report::RunFolder& folder, const MakeSinks& make_sinks);

  sut::Stage stage_;
  std::map<Eui64, std::shared_ptr<user::CounterSequence>> counters_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  engine::SideBySide parts_;

 public:
  SideBySide(const SideBySide&) = delete;
  SideBySide& operator=(const SideBySide&) = delete;
  ~SideBySide();
};

}  // namespace enocheck
