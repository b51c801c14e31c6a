#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"

namespace enocheck::engine {

class CaseContext;

/// A time in which a load drew less than it would, because a network operator's 7.6 held its switch open.
struct Curtailment {
  std::string mpan;
  Eui64 device;  ///< the ESME
  unsigned index = 1;
  std::string user;
  Instant from;
  Instant to;             ///< the end, or the end of the case
  Duration equivalent{};  ///< time without any power that would have cost as much energy

  /// The part of it that lies in this time, of its whole and of its equivalent.
  [[nodiscard]] Duration within(Instant start, Instant end) const;
  [[nodiscard]] Duration equivalent_within(Instant start, Instant end) const;
};

/// What the load of a switch has been curtailed by in a time.
struct LedgerSum {
  std::size_t count = 0;
  Duration time{};
  Duration equivalent{};
};
/// `index` 0: all switches of the device.
[[nodiscard]] LedgerSum sum_up(const std::vector<Curtailment>& ledger, const Eui64& device, unsigned index,
                               Instant start, Instant end);

/// The curtailments of the case so far, from what loads were seen to draw (`load-to-feeder`) and which 7.6
/// were accepted. The meter's own log does not tell who sent a command (gap 10), so it takes the harness's.
[[nodiscard]] std::vector<Curtailment> curtailments_of(CaseContext& context);

/// An observation if this 7.6 would bring the load over the profile's limits for 24 hours (NF11) or 30 days
/// (NF12): both count equivalents, and are reported, not refused (TIM-8).
void observe_limits(CaseContext& context, std::string_view user, std::string_view meter, unsigned index,
                    Duration duration);

}  // namespace enocheck::engine
