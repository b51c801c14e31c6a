#include "gbcs/firmware_activation.h"
#include "transform/cosem_objects.h"
#include "transform/execution_time.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {

Result<Bytes> payload_of(const duis::ReadFirmwareVersion& /*body*/, OriginatorCounter counter) {
  Instructions instructions;
  instructions.get(kData, kFirmwareVersion, kValue);
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::ActivateFirmware& body, OriginatorCounter counter) {
  constexpr std::size_t kHashOctets = 32;
  if (body.hash.size() != kHashOctets) {
    return failure(ErrorCode::BadValue, "the hash of a firmware image has 32 octets");
  }
  const auto at = body.execution == kCancellation ? std::optional(gbcs::kDerNever) : body.execution;
  return gbcs::encode_firmware_activation({body.hash, counter, at});
}

}  // namespace enocheck::transform
