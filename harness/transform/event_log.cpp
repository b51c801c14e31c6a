#include <fmt/format.h>

#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/log_range.h"
#include "transform/payloads.h"

namespace enocheck::transform {

Result<Bytes> payload_of(const duis::ReadEventOrSecurityLog& body, OriginatorCounter counter) {
  if (body.log != "ALCSEvent") {
    return failure(ErrorCode::Unsupported, fmt::format("Transform does not read the log {}", body.log));
  }
  Instructions instructions;
  instructions.get_selected(kProfileGeneric, kSwitchEventLog, kValue, log_range(body.start, body.end));
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
