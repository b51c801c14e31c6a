#include <fmt/format.h>

#include "transform/cosem_objects.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {

Status check_switch(std::uint8_t n) {
  if (n >= 1 && n <= kSwitches) { return {}; }
  return failure(ErrorCode::BadValue, fmt::format("switch {} does not exist: 1 to {}", n, kSwitches));
}

namespace {

/// The low octet of the script selector.
enum class SwitchAction : std::uint8_t { Close = 0x11, Open = 0x12, Reset = 0x20 };

void execute(Instructions& instructions, std::uint8_t n, SwitchAction what) {
  const auto selector = static_cast<std::uint16_t>(n << 8U | static_cast<std::uint8_t>(what));
  instructions.action(kScriptTable, kAuxiliaryScripts, kExecute, item(gbcs::put_long_unsigned, selector));
}

}  // namespace

Result<Bytes> payload_of(const duis::ActivateAuxiliaryLoad& body, OriginatorCounter counter) {
  if (const auto known = check_switch(body.index); !known) { return tl::unexpected(known.error()); }
  Instructions instructions;
  instructions.set(kData, close_time(body.index), kValue, item(gbcs::put_long_unsigned, body.duration));
  execute(instructions, body.index, SwitchAction::Close);
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::DeactivateAuxiliaryLoad& body, OriginatorCounter counter) {
  if (const auto known = check_switch(body.index); !known) { return tl::unexpected(known.error()); }
  Instructions instructions;
  instructions.set(kData, open_time(body.index), kValue, item(gbcs::put_long_unsigned, body.duration));
  execute(instructions, body.index, SwitchAction::Open);
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::ResetAuxiliaryLoad& body, OriginatorCounter counter) {
  if (const auto known = check_switch(body.index); !known) { return tl::unexpected(known.error()); }
  Instructions instructions;
  execute(instructions, body.index, SwitchAction::Reset);
  return instructions.encode(counter);
}

Result<Bytes> payload_of(const duis::SetRandomisedOffsetLimit& body, OriginatorCounter counter) {
  Instructions instructions;
  instructions.set(kData, kRandomisedOffsetLimit, kValue, item(gbcs::put_long_unsigned, body.limit));
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
