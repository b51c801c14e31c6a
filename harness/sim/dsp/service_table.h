#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace enocheck::sim {

/// What a service request is to the DCC; it decides which command variants fit.
enum class ServiceKind { Critical, NonCritical, NonDevice };

/// What the DSP knows of a service reference variant. Rights are not here: see rights.h.
struct Service {
  std::string_view variant;  ///< "7.6", "6.14.1"; its body's element is duis::find_variant's
  ServiceKind kind = ServiceKind::NonCritical;
  std::string_view targets;   ///< device types that it may be sent to, blank-separated; empty for NonDevice
  std::string_view statuses;  ///< device statuses (7.2 of the DUIS brief); empty: any
  std::uint16_t code = 0;     ///< today's message code where there is one and only one, else 0
  std::string_view gbcs_from{};  ///< first GBCS version with its use case, where that is a gate of its own
};

/// Null for a service reference variant that this DSP does not play.
[[nodiscard]] const Service* find_service(std::string_view variant);
[[nodiscard]] std::span<const Service> all_services();

/// True if `word` is one of the blank-separated `words`.
[[nodiscard]] bool is_among(std::string_view word, std::string_view words);

}  // namespace enocheck::sim
