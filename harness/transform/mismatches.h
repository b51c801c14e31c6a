#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "gbcs/dlms.h"
#include "transform/correlate.h"
#include "transform/expected_instructions.h"

namespace enocheck::transform {

/// Collects what differs.
class Mismatches {
 public:
  void expect(std::string field, std::string expected, std::string found) {
    if (expected == found) { return; }
    list_.push_back({std::move(field), std::move(expected), std::move(found)});
  }
  [[nodiscard]] std::vector<Mismatch> take() { return std::move(list_); }

 private:
  std::vector<Mismatch> list_;
};

/// "long-unsigned", "boolean"
[[nodiscard]] std::string name_of(gbcs::DataTag tag);

/// Compares one instruction's value with what the request asks for. For a get with selection `item` is the
/// selection, else the data item.
void compare_value(const ExpectedValue& expected, ByteView item, Mismatches& into);
/// Compares the payload of a CS06 command, and of its response, with what the request asks for.
void compare_activation(const ExpectedActivation& expected, OriginatorCounter counter, ByteView payload,
                        Mismatches& into);
void compare_activation_response(const ExpectedActivation& expected, ByteView payload, Mismatches& into);

/// The DER payload of a join or unjoin command with `code`, and of its response, in place of access requests.
void compare_join_command(const Expectation& expectation, const duis::ServiceRequest& request,
                          ByteView payload, Mismatches& into);
void compare_join_response(ByteView payload, Mismatches& into);

}  // namespace enocheck::transform
