#pragma once

#include <cstdint>
#include <string_view>

namespace enocheck::sim {

/// What a service request is to the DCC; it decides which command variants fit.
enum class ServiceKind { Critical, NonCritical, NonDevice };

/// Which meters have a service's use case: those of GBCS 2 and 3 with switches (ECS47, ECS61a, ECS46c), those
/// of GBCS 4 with auxiliary controllers (ECS47a, ECS61d, ECS61e, ECS46d), or all.
enum class MeterFamily { All, Switches, Controllers };

/// What the DSP knows of a service reference variant. Rights are not here: see rights.h.
struct Service {
  std::string_view variant;  ///< "7.6", "6.14.1"; its body's element is duis::find_variant's
  ServiceKind kind = ServiceKind::NonCritical;
  std::string_view targets;   ///< device types that it may be sent to, blank-separated; empty for NonDevice
  std::string_view statuses;  ///< device statuses (7.2 of the DUIS brief); empty: any
  std::uint16_t code{};       ///< today's message code where there is one and only one, else 0
  MeterFamily family = MeterFamily::All;
};

/// Null for a service reference variant that this DSP does not play.
[[nodiscard]] const Service* find_service(std::string_view variant);

/// True if `word` is one of the blank-separated `words`.
[[nodiscard]] bool is_among(std::string_view word, std::string_view words);

}  // namespace enocheck::sim
