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

Status write_firmware_activation(ByteView payload, MmcWriter& out) {
  constexpr std::array kNames = {"success", "noImageHeld", "hashMismatch", "activationFailure"};
  const auto outcome = gbcs::decode_firmware_response(payload);
  if (!outcome) { return tl::unexpected(outcome.error()); }
  if (!*outcome) { return {}; }  // accepted to happen later: nothing to tell yet
  const auto result = (*outcome)->result;
  if (result >= kNames.size()) {
    return failure(ErrorCode::BadValue, fmt::format("no result of a firmware activation: {}", result));
  }
  out.element("ActivateImageResponseCode", {{"ResponseCode", fmt::to_string(result)}},
              [&] { out.value("ASN1Status", kNames.at(result)); });
  out.value("FirmwareVersion", encode_hex((*outcome)->version));
  return {};
}

}  // namespace enocheck::transform
