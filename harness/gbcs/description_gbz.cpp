#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/alert_code.h"
#include "gbcs/description.h"
#include "gbcs/encryption.h"
#include "gbcs/payload_gbz.h"
#include "gbcs/use_case.h"
#include "gbcs/value_text.h"

namespace enocheck::gbcs {
namespace {

constexpr std::uint8_t kReadAttributes = 0x00;
constexpr std::uint8_t kDefaultResponse = 0x0B;

std::string or_hex(const char* name, unsigned number) {
  return name != nullptr ? name : fmt::format("{:04X}", number);
}

const char* zcl_status_name(std::uint8_t status) {
  switch (status) {
    case 0x00: return "success";
    case 0x01: return "failure";
    case 0x8B: return "not found";
    case 0xC0: return "hardware failure";
    case 0xC1: return "software failure";
    default: return nullptr;
  }
}

std::string attribute_list(ByteView body) {
  std::string text = "attributes";
  for (std::size_t i = 0; i + 1 < body.size(); i += 2) {
    text += fmt::format(" {:02X}{:02X}", body[i + 1], body[i]);
  }
  return text;
}

std::string body_text(const GbzComponent& component) {
  const auto body = component.body;
  if (component.is_encrypted()) { return fmt::format("encrypted, {} octets", body.size()); }
  const bool is_general = (component.frame_control & 0x03U) == 0;
  if (is_general && component.command == kReadAttributes && body.size() % 2 == 0) {
    return attribute_list(body);
  }
  if (is_general && component.command == kDefaultResponse && body.size() == 2) {
    const auto* const status = zcl_status_name(body[1]);
    const auto answered = zcl_command_name(component.cluster, component.frame_control ^ 0x09U, body[0]);
    return fmt::format("{:02X} {} to {:02X} {}", body[1], status != nullptr ? status : "", body[0],
                       answered != nullptr ? answered : "");
  }
  return encode_hex(body);
}

DescribedItem describe_component(const Message& message, const GbzComponent& component,
                                 const DescriptionContext& context) {
  DescribedItem item;
  item.offset = message.payload_offset + component.offset;
  item.what = or_hex(zcl_cluster_name(component.cluster), component.cluster);
  const auto* const command = zcl_command_name(component.cluster, component.frame_control, component.command);
  item.name = command != nullptr ? command : fmt::format("command {:02X}", component.command);
  item.value = body_text(component);
  item.octets = component.body;
  if (component.from_date_time) {
    auto& from = item.parts.emplace_back();
    from.offset = item.offset;
    from.name = "from date time";
    from.value = utc_seconds_text(*component.from_date_time);
  }
  if (component.is_encrypted() && context.keys != nullptr) {
    if (const auto plain = decrypt_attribute(message.header, component.body, *context.keys)) {
      item.value = "decrypted: " + encode_hex(*plain);
    }
  }
  return item;
}

DescribedItem field(const Message& message, std::size_t at, std::string name, std::string value) {
  DescribedItem item;
  item.offset = message.payload_offset + at;
  item.what = "field";
  item.name = std::move(name);
  item.value = std::move(value);
  return item;
}

std::string outcome_text(const GbzOutcome& outcome) {
  const auto* const use_case = find_use_case(outcome.code);
  const auto* const command = zcl_command_name(outcome.cluster, outcome.frame_control, outcome.command);
  return fmt::format("0x{:04X} {}, originator counter {}, {}: {}", outcome.code.value(),
                     use_case != nullptr ? display_name(*use_case) : "", outcome.counter.value(),
                     or_hex(zcl_cluster_name(outcome.cluster), outcome.cluster),
                     command != nullptr ? command : fmt::format("command {:02X}", outcome.command));
}

DescribedPayload describe_alert(const Message& message, const DescriptionContext& context) {
  constexpr std::size_t kCodeAt = 3;
  constexpr std::size_t kTimeAt = 5;
  constexpr std::size_t kRestAt = 9;
  DescribedPayload payload;
  const auto alert = decode_gbz_alert(message.payload);
  if (!alert) { return payload; }
  const auto* const meaning = alert_meaning(alert->alert_code);
  payload.items.push_back(field(message, kCodeAt, "alert code",
                                fmt::format("{:04X}{}{}", alert->alert_code, meaning != nullptr ? " " : "",
                                            meaning != nullptr ? meaning : "")));
  payload.items.push_back(field(message, kTimeAt, "time stamp", utc_seconds_text(alert->timestamp)));
  if (alert->outcome) {
    payload.items.push_back(field(message, kRestAt, "command", outcome_text(*alert->outcome)));
  }
  if (alert->component) { payload.items.push_back(describe_component(message, *alert->component, context)); }
  if (!alert->rest.empty()) { payload.items.push_back(field(message, kRestAt, "", encode_hex(alert->rest))); }
  return payload;
}

}  // namespace

DescribedPayload describe_gbz(const Message& message, const DescriptionContext& context) {
  if (message.header.cra == CraFlag::Alert) { return describe_alert(message, context); }
  DescribedPayload payload;
  const auto components = decode_gbz(message.payload);
  if (!components) { return payload; }
  for (const auto& component : *components) {
    payload.items.push_back(describe_component(message, component, context));
  }
  return payload;
}

}  // namespace enocheck::gbcs
