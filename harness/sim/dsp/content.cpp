#include "sim/dsp/content.h"

#include <set>

namespace enocheck::sim {
namespace {

using Fault = std::optional<std::string>;

template <class Entries>
Fault repeated_index(const Entries& entries) {
  std::set<std::uint8_t> seen;
  for (const auto& entry : entries) {
    if (!seen.insert(entry.index).second) { return "index " + std::to_string(entry.index) + " twice"; }
  }
  return std::nullopt;
}

/// What a body may be wrong in beyond its schema.
struct ContentCheck {
  bool refuse_false_flags;

  template <class Body>
  Fault operator()(const Body& /*body*/) const {
    return std::nullopt;
  }
  Fault operator()(const duis::UpdateDeviceConfigurationALCDescriptions& body) const {
    return repeated_index(body.switches);
  }
  Fault operator()(const duis::AddAuxiliaryLoadToBoostButton& body) const { return flags(body.flags); }
  Fault operator()(const duis::RemoveAuxiliaryLoadFromBoostButton& body) const { return flags(body.flags); }
  Fault operator()(const duis::ReadBoostButtonDetails& body) const { return period(body.start, body.end); }
  Fault operator()(const duis::ReadEventOrSecurityLog& body) const { return period(body.start, body.end); }
  Fault operator()(const duis::SetAuxiliaryControllerState& body) const {
    return period(body.start, body.end);
  }

  Fault operator()(const duis::UpdateHANDeviceLog& body) const {
    const bool adds = body.request_type == duis::UpdateHANDeviceLog::RequestType::Add;
    if (adds == body.details.has_value()) { return std::nullopt; }
    return adds ? "addition without details" : "removal with details";
  }

  [[nodiscard]] Fault flags(const std::array<duis::BoostFlag, 5>& all) const {
    if (auto fault = repeated_index(all)) { return fault; }
    for (const auto& flag : all) {
      if (refuse_false_flags && !flag.value) { return "false flag " + std::to_string(flag.index); }
    }
    return std::nullopt;
  }
  static Fault period(Instant start, Instant end) {
    return end < start ? Fault("end before start") : std::nullopt;
  }
};

}  // namespace

Fault find_fault_in_content(const duis::ServiceRequest& request, Instant now, bool refuse_false_flags) {
  if (request.header.request_id.counter == OriginatorCounter{0}) { return "originator counter 0"; }
  const auto execution = duis::execution_of(request.body);
  if (execution && *execution <= now) { return "execution date and time not in the future"; }
  return std::visit(ContentCheck{refuse_false_flags}, request.body);
}

bool is_cancellation(Instant execution) {
  static constexpr auto kYear3000 = Instant{std::chrono::sys_days{std::chrono::year{3000} / 1 / 1}};
  return execution >= kYear3000;
}

}  // namespace enocheck::sim
