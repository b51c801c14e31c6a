#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/alert_code.h"
#include "gbcs/cosem_time.h"
#include "transform/mmc_parts.h"

// Source: GBCS brief 4.11 (octets), DUIS brief 8.3 (elements).
namespace enocheck::transform {
namespace {

using Members = std::vector<ByteView>;

std::optional<Instant> time_at(const Members& members, std::size_t i) {
  const auto octets = i < members.size() ? gbcs::string_of(members[i]) : std::nullopt;
  return octets ? gbcs::from_cosem(*octets) : std::nullopt;
}

/// The content of an octet-string of exactly `size` octets.
std::optional<ByteView> octets_at(const Members& members, std::size_t i, std::size_t size) {
  auto octets = i < members.size() ? gbcs::string_of(members[i]) : std::nullopt;
  return octets && octets->size() == size ? octets : std::nullopt;
}

void write_message_code_and_counter(ByteReader& in, const char* code_name, const char* counter_name,
                                    MmcWriter& out) {
  out.value(code_name, encode_hex(in.bytes(2)));
  out.value(counter_name, fmt::to_string(in.u64()));
}

void write_not_supported(const Members& members, MmcWriter& out) {
  const auto octets = octets_at(members, 2, 10);
  if (!octets) { return; }
  ByteReader in(*octets);
  out.element("Payload", [&] {
    out.element("CommandNotSupportedbyDevice", [&] {
      write_message_code_and_counter(in, "MessageCodeofCommandReceived",
                                     "OriginatorCounterfromCommandReceived", out);
    });
  });
}

void write_future_dated_outcome(const Members& members, MmcWriter& out) {
  const auto octets = octets_at(members, 2, 19);
  if (!octets) { return; }
  ByteReader in(*octets);
  out.element("Payload", [&] {
    out.element("FutureDatedCommandOutcomeDeviceAlert", [&] {
      out.element("COSEMFutureDatedAlert", [&] {
        write_message_code_and_counter(in, "FutureDatedCommandMessageCode",
                                       "FutureDatedCommandOriginatorCounter", out);
        out.element("DLMSCOSEMFDInstructionIdentification", [&] {
          out.value("ClassId", encode_hex(in.bytes(2)));
          out.value("InstanceId", encode_hex(in.bytes(6)));
          out.value("AttributeId", encode_hex(in.bytes(1)));
        });
      });
    });
  });
}

void write_supply_restored(const Members& members, MmcWriter& out) {
  const auto interruption = time_at(members, 2);
  const auto restoration = time_at(members, 3);
  if (!interruption || !restoration) { return; }
  out.element("Payload", [&] {
    out.element("SupplyOutageRestoreAlert", [&] {
      out.value("interruptionValue", to_iso8601(*interruption));
      out.value("restorationValue", to_iso8601(*restoration));
    });
  });
}

void write_image_hash(const Members& members, MmcWriter& out) {
  const auto hash = octets_at(members, 2, 32);
  if (!hash) { return; }
  out.element("Payload", [&] {
    out.element("FirmwareVerificationDeviceAlert",
                [&] { out.value("ManufacturerImageHash", encode_hex(*hash)); });
  });
}

/// Controller, level and direction, as 8F86 and 8F87 end. High nibble of the first octet: 1 output, 2 input.
void write_limit(std::uint64_t controller, std::uint64_t level, MmcWriter& out) {
  out.value("AuxiliaryControllerN", fmt::to_string(controller & 0x0FU));
  out.value("ResultingLevel", fmt::to_string(level));
  if (controller >> 4U == 2) { out.empty("InputFromControlledLoad"); }
}

void write_limit_processed(const Members& members, MmcWriter& out) {
  if (members.size() != 6) { return; }
  const auto controller = gbcs::unsigned_of(members[2]);
  const auto start = time_at(members, 3);
  const auto end = time_at(members, 4);
  const auto level = gbcs::unsigned_of(members[5]);
  if (!controller || !start || !end || !level) { return; }
  out.element("Payload", [&] {
    out.element("LimitAPCLevelCommandProcessedDeviceAlert", [&] {
      out.value("APCLimitPeriodStart", to_iso8601(*start));
      out.value("APCLimitPeriodEnd", to_iso8601(*end));
      write_limit(*controller, *level, out);
    });
  });
}

void write_limit_ended(const Members& members, MmcWriter& out) {
  if (members.size() != 4) { return; }
  const auto controller = gbcs::unsigned_of(members[2]);
  const auto level = gbcs::unsigned_of(members[3]);
  if (!controller || !level) { return; }
  out.element("Payload", [&] {
    out.element("LimitAPCLevelEndedDeviceAlert", [&] { write_limit(*controller, *level, out); });
  });
}

/// A state in the alert's JSON: a string here, a number in ECS61e, for the same thing.
std::optional<std::string> state_in(const nlohmann::json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) { return std::nullopt; }
  const auto& state = json[key];
  return state.is_string() ? state.get<std::string>() : state.dump();
}

void write_operational_update(const Members& members, MmcWriter& out) {
  const auto text = members.size() == 3 ? gbcs::string_of(members[2]) : std::nullopt;
  if (!text) { return; }
  const auto json = nlohmann::json::parse(text_of(*text), nullptr, false);
  out.element("Payload", [&] {
    out.element("OperationalUpdateDeviceAlert", [&] {
      if (const auto state = state_in(json, "outputState")) { out.value("OutputState", *state); }
      if (const auto state = state_in(json, "inputState")) { out.value("InputState", *state); }
      out.value("StateAndAssociatedInformation", text_of(*text));
    });
  });
}

void write_payload(std::uint64_t code, const Members& members, MmcWriter& out) {
  switch (code) {
    case 0x8F1C:
    case 0x8F72: return write_image_hash(members, out);
    case 0x8F66:
    case 0x8F67: return write_future_dated_outcome(members, out);
    case 0x8F85: return write_not_supported(members, out);
    case 0x8F86: return write_limit_processed(members, out);
    case 0x8F87: return write_limit_ended(members, out);
    case 0x8F88: return write_operational_update(members, out);
    default:
      if (code >= 0x8F35 && code <= 0x8F3C) { write_supply_restored(members, out); }
  }
}

/// What every alert says of itself, and what `payload` adds.
template <class Payload>
void write_content(std::uint64_t code, Instant when, MmcWriter& out, const Payload& payload) {
  out.element("DeviceAlertContent", [&] {
    out.value("GBCSHexAlertCode", fmt::format("{:04X}", code));
    const char* const meaning = gbcs::alert_meaning(static_cast<std::uint16_t>(code));
    out.value("AlertDescription", meaning != nullptr ? meaning : fmt::format("alert {:04X}", code));
    out.value("Timestamp", to_iso8601(when));
    payload();
  });
}

/// CS06 tells in DER what became of a future-dated activation. Other alerts that are no DLMS (GBZ): header
/// only.
Status write_other_alert(const gbcs::Message& message, MmcWriter& out) {
  constexpr MessageCode kFutureDatedActivation{0x00CA};
  if (message.header.code != kFutureDatedActivation) { return {}; }
  const auto alert = gbcs::decode_firmware_alert(message.payload);
  if (!alert) { return tl::unexpected(alert.error()); }
  Status written;
  write_content(alert->alert_code, alert->at, out, [&] { written = write_firmware_alert(*alert, out); });
  return written;
}

}  // namespace

Status write_alert(const gbcs::Message& message, MmcWriter& out) {
  const auto notification = gbcs::decode_data_notification(message.payload);
  if (!notification) { return write_other_alert(message, out); }
  const auto& members = notification->members;
  const auto code = members.empty() ? std::nullopt : gbcs::unsigned_of(members[0]);
  const auto when = time_at(members, 1);
  if (!code || !when) { return failure(ErrorCode::BadValue, "the alert has no alert code and time stamp"); }
  write_content(*code, *when, out, [&] { write_payload(*code, members, out); });
  return {};
}

}  // namespace enocheck::transform
