#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "duis/service_request.h"
#include "gbcs/message.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// A command on its way, until its response comes.
struct PendingCommand {
  duis::RequestHeader request;  ///< of the Service Request that it belongs to
  gbcs::GroupingHeader sent;
  bool is_critical;
  std::optional<Eui64> subject{};  ///< the device to be joined, unjoined, listed or removed
  std::optional<Scheduler::EventId> time_out{};
};

/// A command that its device carries out later, until all its alerts have come.
struct DatedRequest {
  duis::RequestHeader request;
  std::uint16_t alerts;  ///< that have come
  std::uint16_t total;
};
/// By device, originator and counter.
using DatedRequests = std::map<std::tuple<Eui64, Eui64, OriginatorCounter>, DatedRequest>;

/// By device and the counter in the GBCS message; two originators may use the same counter.
using PendingCommands = std::multimap<std::pair<Eui64, OriginatorCounter>, PendingCommand>;

}  // namespace enocheck::sim
