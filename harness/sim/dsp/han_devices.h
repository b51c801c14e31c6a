#pragma once

#include <optional>
#include <vector>

#include "core/eui64.h"
#include "duis/service_request.h"
#include "gbcs/message.h"

namespace enocheck::sim {

/// The device that an 8.7.1, 8.8.1 or 8.11 is about besides its target; of a signed pre-command, as its
/// octets have it. Nothing for all other requests, and for octets that do not decode.
[[nodiscard]] std::optional<Eui64> subject_of(const duis::ServiceRequest& request);
/// Is this response of a join or unjoin a success?
[[nodiscard]] bool is_join_success(const gbcs::Message& response);
/// Is this response of CCS01 or CCS02 a success in every item?
[[nodiscard]] bool is_device_log_success(const gbcs::Message& response);
/// The devices that CS14 lists; nothing where the alert is another one.
[[nodiscard]] std::optional<std::vector<Eui64>> device_log_of(const gbcs::Message& alert);

}  // namespace enocheck::sim
