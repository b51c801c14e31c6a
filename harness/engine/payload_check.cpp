#include "engine/payload_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hex.h"
#include "engine/trace.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

constexpr std::uint8_t kAccessRequest = 0xD9;
constexpr std::uint8_t kAccessResponse = 0xDA;
constexpr std::size_t kInvokeIdEnd = 5;

std::optional<Stop> judge_same(ByteView got, ByteView expected, std::string_view of_what) {
  const auto a = without_invoke_id(expected);
  const auto b = without_invoke_id(got);
  if (a == b) { return std::nullopt; }
  return diverged(fmt::format("the payload is not that of {}", of_what), encode_hex(a), encode_hex(b));
}

/// The payload of a whole message.
Result<Bytes> payload_of(ByteView octets) {
  return gbcs::decode_message(octets).map(
      [](const gbcs::Message& message) { return copy_of(message.payload); });
}

Result<Bytes> payload_of_message(CaseContext& context, std::string_view id) {
  const auto message = context.find_message(id);
  if (!message) { return tl::unexpected(message.error()); }
  if (!(*message)->pre_command.empty()) { return payload_of((*message)->pre_command); }
  if (const auto seen = Trace(context).furthest_command(**message)) {
    return payload_of(context.exchanges()[*seen].octets);
  }
  return failure(ErrorCode::BadValue, fmt::format("no pre-command or command of message {} was seen", id));
}

}  // namespace

Bytes without_invoke_id(ByteView payload) {
  auto octets = copy_of(payload);
  if (octets.size() >= kInvokeIdEnd && (octets[0] == kAccessRequest || octets[0] == kAccessResponse)) {
    std::fill(octets.begin() + 1, octets.begin() + kInvokeIdEnd, std::uint8_t{0});
  }
  return octets;
}

std::optional<Stop> judge_payload(CaseContext& context, ByteView octets, const ExpectedContent& expected) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return diverged("it is no GBCS message", "a GBCS message", message.error().detail); }
  if (!expected.code.empty()) {
    const auto code = context.resolve(expected.code);
    if (!code) { return at_fault(code.error().detail); }
    const auto got = fmt::format("{:04X}", message->header.code.value());
    if (got != *code) {
      return diverged("another use case was used", "message code " + *code, "message code " + got);
    }
  }
  if (expected.payload) {
    if (auto stop = judge_same(message->payload, *expected.payload, "the case")) { return stop; }
  }
  if (!expected.payload_of.empty()) {
    const auto other = payload_of_message(context, expected.payload_of);
    if (!other) { return at_fault(other.error().detail); }
    if (auto stop = judge_same(message->payload, *other, expected.payload_of)) { return stop; }
  }
  if (expected.vector.empty()) { return std::nullopt; }
  const auto vector = context.surroundings().vector(expected.vector);
  if (!vector) { return at_fault(vector.error().detail); }
  const auto wanted = payload_of(*vector);
  if (!wanted) { return at_fault(fmt::format("vector {}: {}", expected.vector, wanted.error().detail)); }
  return judge_same(message->payload, *wanted, "vector " + expected.vector);
}

}  // namespace enocheck::engine
