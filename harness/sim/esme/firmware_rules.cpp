#include "sim/esme/firmware_rules.h"

#include <algorithm>

namespace enocheck::sim {

void FirmwareRules::keep_image(EsmeState& state, const FirmwareImage& image) const { state.image = image; }

gbcs::FirmwareResult FirmwareRules::result_of_activation(const EsmeState& state, ByteView hash) const {
  if (!state.image) { return gbcs::FirmwareResult::NoImageHeld; }
  const bool is_it = std::equal(hash.begin(), hash.end(), state.image->hash.begin(), state.image->hash.end());
  return is_it ? gbcs::FirmwareResult::Success : gbcs::FirmwareResult::HashMismatch;
}

void FirmwareRules::activate(EsmeState& state) const {
  if (!state.image) { return; }
  state.firmware_version = state.image->firmware.version;
  state.gbcs_version = state.image->firmware.gbcs_version;
  state.image.reset();
}

std::string FirmwareRules::named_version(const EsmeState& state) const { return state.firmware_version; }

}  // namespace enocheck::sim
