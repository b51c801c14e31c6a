#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/firmware_activation.h"
#include "transform/mmc_parts.h"

// Source: DUIS brief 8.2, MMC Schema V5.4; GBCS brief 4.12, 4.13.
namespace enocheck::transform {

Status write_firmware_version(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (response.data.size() != 1) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{} items where 11.2 asks for one", response.data.size()));
  }
  const auto item = response.data.front();
  if (gbcs::tag_of(item) == gbcs::DataTag::Null) { return {}; }
  const auto version = gbcs::string_of(item);
  if (!version || version->size() != 4) {
    return failure(ErrorCode::BadValue, fmt::format("no firmware version: {}", encode_hex(item)));
  }
  out.value("FirmwareVersion", encode_hex(*version));
  return {};
}

namespace {

Status write_outcome(const gbcs::FirmwareOutcome& outcome, MmcWriter& out) {
  constexpr std::array kNames = {"success", "noImageHeld", "hashMismatch", "activationFailure"};
  if (outcome.result >= kNames.size()) {
    return failure(ErrorCode::BadValue,
                   fmt::format("no result of a firmware activation: {}", outcome.result));
  }
  out.element("ActivateImageResponseCode", {{"ResponseCode", fmt::to_string(outcome.result)}},
              [&] { out.value("ASN1Status", kNames.at(outcome.result)); });
  out.value("FirmwareVersion", encode_hex(outcome.version));
  return {};
}

}  // namespace

Status write_firmware_activation(ByteView payload, MmcWriter& out) {
  const auto outcome = gbcs::decode_firmware_response(payload);
  if (!outcome) { return tl::unexpected(outcome.error()); }
  if (!*outcome) { return {}; }  // accepted to happen later: nothing to tell yet
  return write_outcome(**outcome, out);
}

Status write_firmware_alert(const gbcs::FirmwareAlert& alert, MmcWriter& out) {
  Status written;
  out.element("Payload", [&] {
    out.element("FutureDatedCommandOutcomeDeviceAlert", [&] {
      out.element("FirmwareActivationDeviceAlert", [&] {
        out.value("ExecutionDateTime", to_iso8601(alert.at));
        out.value("OriginatorCounterFromCommand", fmt::to_string(alert.counter.value()));
        written = write_outcome(alert.outcome, out);
      });
    });
  });
  return written;
}

}  // namespace enocheck::transform
