#pragma once

#include <functional>
#include <vector>

#include "core/byte_writer.h"
#include "sim/esme/access_plan.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {

/// An object that can be read, and how.
struct Readable {
  ObjectAttribute object;
  bool optional{};  ///< the request may leave it out
  std::function<Bytes()> read;
};

/// The request reads these objects in this order, and leaves out none but optional ones.
[[nodiscard]] AccessPlan plan_reads(const gbcs::AccessRequest& request,
                                    const std::vector<Readable>& readables);

/// One data item as octets.
template <class Put>
[[nodiscard]] Bytes data_item(Put put) {
  Bytes item;
  ByteWriter out(item);
  put(out);
  return item;
}

[[nodiscard]] Bytes label_of(const UseCaseContext& context, std::size_t index);
/// 0000000000000000 for an ALCS, the EUI-64 of an HCALCS, and no octets where there is no switch.
/// (The last is what ECS61e says of a switch that is not there; for ECS61a no source tells.)
[[nodiscard]] Bytes type_and_identifier_of(const SwitchState& sw);
/// The special days in force; without any that were set, none.
[[nodiscard]] Bytes special_days_of(const EsmeState& state);
/// How a calendar writes what it does with a switch: script selector for switch 0 to 4, and state.
using CalendarSelector = std::uint16_t (*)(std::size_t index, bool closed);
/// The calendar in force, as it was set; without one, an entry for each switch that is there, which holds
/// every day from midnight on.
[[nodiscard]] Bytes calendar_of(const EsmeState& state, CalendarSelector selector);

}  // namespace enocheck::sim
