#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/firmware_activation.h"
#include "transform/mismatches.h"

namespace enocheck::transform {
namespace {

std::string text(const std::optional<Instant>& at) {
  if (!at) { return "at once"; }
  return *at == gbcs::kDerNever ? "never" : to_iso8601(*at);
}

std::string expected_time(const ExpectedActivation& expected) {
  if (expected.cancels) { return "never"; }
  if (!expected.at) { return "at once"; }
  return to_iso8601(Instant(std::chrono::floor<std::chrono::seconds>(*expected.at)));
}

}  // namespace

void compare_activation(const ExpectedActivation& expected, OriginatorCounter counter, ByteView payload,
                        Mismatches& into) {
  const auto found = gbcs::decode_firmware_activation(payload);
  if (!found) { return into.expect("payload", "a firmware activation", found.error().detail); }
  into.expect("hash", expected.hash, encode_hex(found->hash));
  into.expect("counter in the payload", fmt::to_string(counter.value()),
              fmt::to_string(found->counter.value()));
  into.expect("execution time", expected_time(expected), text(found->at));
}

void compare_activation_response(const ExpectedActivation& expected, ByteView payload, Mismatches& into) {
  const auto found = gbcs::decode_firmware_response(payload);
  if (!found) { return into.expect("payload", "a firmware response", found.error().detail); }
  // What is to happen later, or not at all, has no outcome yet.
  into.expect("outcome", expected.at ? "absent" : "present", *found ? "present" : "absent");
}

}  // namespace enocheck::transform
