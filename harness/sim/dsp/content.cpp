#include "sim/dsp/content.h"

#include <array>
#include <set>

namespace enocheck::sim {
namespace {

using Fault = std::optional<std::string>;

Fault repeated_index(const std::array<duis::BoostFlag, 5>& flags) {
  std::set<std::uint8_t> seen;
  for (const auto& flag : flags) { seen.insert(flag.index); }
  return seen.size() == flags.size() ? std::nullopt : Fault("two flags for one switch");
}

/// What a body may be wrong in beyond its schema, and Transform does not see at once or at all.
struct ContentCheck {
  template <class Body>
  Fault operator()(const Body& /*body*/) const {
    return std::nullopt;
  }
  Fault operator()(const duis::AddAuxiliaryLoadToBoostButton& body) const {
    return repeated_index(body.flags);
  }
  Fault operator()(const duis::RemoveAuxiliaryLoadFromBoostButton& body) const {
    return repeated_index(body.flags);
  }
  Fault operator()(const duis::ReadBoostButtonDetails& body) const { return period(body.start, body.end); }
  Fault operator()(const duis::ReadEventOrSecurityLog& body) const { return period(body.start, body.end); }
  Fault operator()(const duis::SetAuxiliaryControllerState& body) const {
    return period(body.start, body.end);
  }

  Fault operator()(const duis::UpdateHANDeviceLog& body) const {
    const bool adds = body.request_type == duis::UpdateHANDeviceLog::RequestType::Add;
    return adds == body.details.has_value() ? std::nullopt : Fault("details and request type do not fit");
  }

  static Fault period(Instant start, Instant end) {
    return end < start ? Fault("end before start") : std::nullopt;
  }
};

}  // namespace

Fault find_fault_in_content(const duis::ServiceRequest& request, Instant now) {
  if (request.header.request_id.counter == OriginatorCounter{0}) { return "originator counter 0"; }
  const auto execution = duis::execution_of(request.body);
  if (execution && *execution <= now) { return "execution date and time not in the future"; }
  return std::visit(ContentCheck{}, request.body);
}

bool is_cancellation(Instant execution) {
  static constexpr auto kYear3000 = Instant{std::chrono::sys_days{std::chrono::year{3000} / 1 / 1}};
  return execution >= kYear3000;
}

}  // namespace enocheck::sim
