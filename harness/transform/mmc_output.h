#pragma once

#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "duis/service_request.h"

namespace enocheck::transform {

/// The MMC document (ra:GBCSResponse) that Parse gives for a response to `request`, or for an alert
/// (`request` null). Covers the responses of 6.13 (the log of the switches), 6.14.1, 6.14.2, 7.5 to
/// 7.15, 8.7.1, 8.8.1, 8.11, 11.2 and 11.3; others get header and DebugInfo.
/// Source: MMC Schema V5.4.
[[nodiscard]] Result<std::string> mmc_output(const duis::ServiceRequest* request, ByteView octets);

/// The outcome in one word for judging: true if every item of the response is a success.
[[nodiscard]] Result<bool> all_items_succeeded(ByteView octets);

}  // namespace enocheck::transform
