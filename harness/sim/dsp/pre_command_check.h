#pragma once

#include "core/strong.h"
#include "duis/service_request.h"
#include "gbcs/message.h"

namespace enocheck::sim {

/// Does a signed pre-command belong to the request that carries it: a command from the request's originator
/// to its target under its counter, with `code`, that does what the service reference variant names?
///
/// This is the DSP's own reading of the octets; the user side's Correlate is other code. Message code ECS47
/// serves 7.5, 7.6 and 7.8 alike, so the selector of the script decides which one it is: without that look a
/// distributor could have an "activate" carried under a 7.6 header. A join or unjoin has to name a device.
/// Source: DUIS brief 6.3 row 18; GBCS brief 4.1, 4.12.
[[nodiscard]] bool pre_command_belongs(const gbcs::Message& message, const duis::RequestHeader& header,
                                       MessageCode code);

}  // namespace enocheck::sim
