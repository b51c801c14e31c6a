#pragma once

#include <map>
#include <optional>
#include <utility>

#include "duis/service_request.h"
#include "gbcs/message.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// A command on its way, until its response comes.
struct PendingCommand {
  duis::RequestHeader request;  ///< of the Service Request that it belongs to
  gbcs::GroupingHeader sent;
  bool is_critical = false;
  bool is_by_broker = false;       ///< Unknown Remote Party: the access control broker sent it
  std::optional<Eui64> subject{};  ///< the device to be joined, unjoined, listed or removed
  bool has_timed_out = false;      ///< E20 or E21 went to the user
  std::optional<Scheduler::EventId> time_out{};
};

/// By device and the counter in the GBCS message; two originators may use the same counter.
using PendingCommands = std::multimap<std::pair<Eui64, OriginatorCounter>, PendingCommand>;

}  // namespace enocheck::sim
