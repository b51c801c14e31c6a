#pragma once

#include <optional>
#include <string>

#include "engine/case_context.h"

namespace enocheck::engine {

/// What the content of a GBCS message shall be; what is empty is not judged.
struct ExpectedContent {
  std::string code;  ///< four hex digits, or profile:KEY
  std::string vector;
  std::optional<Bytes> payload;
  std::string payload_of;  ///< another message of the case
};

/// A payload with its invoke id, if it has one, set to zero: that goes with the counter.
[[nodiscard]] Bytes without_invoke_id(ByteView payload);

/// Judges message code and payload. Payloads are compared but for the invoke id, which goes with the counter.
[[nodiscard]] std::optional<Stop> judge_payload(CaseContext& context, ByteView octets,
                                                const ExpectedContent& expected);

}  // namespace enocheck::engine
