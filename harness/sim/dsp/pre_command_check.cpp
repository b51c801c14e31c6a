#include "sim/dsp/pre_command_check.h"

#include "gbcs/dlms.h"
#include "sim/join_command.h"

namespace enocheck::sim {
namespace {

constexpr gbcs::Obis kSwitchScript = {0x00, 0x00, 0x0A, 0x00, 0x67, 0xFF};

/// The service reference variant that an ECS47 payload carries out, or nothing.
std::string_view service_of_switch_command(ByteView payload) {
  const auto request = gbcs::decode_access_request(payload);
  if (!request || request->specifications.empty() || request->data.size() != request->specifications.size()) {
    return {};
  }
  const auto& last = request->specifications.back();
  const auto selector = gbcs::unsigned_of(request->data.back());
  if (last.kind != gbcs::AccessKind::Action || last.obis != kSwitchScript || !selector) { return {}; }
  const auto items = request->specifications.size();
  switch (*selector & 0xFFU) {
    case 0x11: return items == 2 ? "7.5" : "";
    case 0x12: return items == 2 ? "7.6" : "";
    case 0x20: return items == 1 ? "7.8" : "";
    default: return {};
  }
}

bool is_switch_command(std::string_view variant) {
  return variant == "7.5" || variant == "7.6" || variant == "7.8";
}

}  // namespace

bool pre_command_belongs(const gbcs::Message& message, const duis::RequestHeader& header, MessageCode code) {
  const auto& grouping = message.header;
  if (message.has_mac || grouping.cra != gbcs::CraFlag::Command || grouping.supplementary) { return false; }
  if (grouping.originator != header.request_id.originator || grouping.target != header.request_id.target ||
      grouping.counter != header.request_id.counter || grouping.code != code) {
    return false;
  }
  const auto& variant = header.service_reference_variant;
  if (variant == "8.7.1") { return read_join(message.payload).has_value(); }
  if (variant == "8.8.1") { return read_unjoin(message.payload).has_value(); }
  return !is_switch_command(variant) || service_of_switch_command(message.payload) == variant;
}

}  // namespace enocheck::sim
