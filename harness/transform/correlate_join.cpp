// Correlation of CS03A1, CS03A2 and CS04AC: DER, compared field by field. Source: GBCS brief 4.12.
#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/payload_asn1.h"
#include "transform/mismatches.h"

namespace enocheck::transform {
namespace {

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kSequence = 0x30;

void compare_device(const Eui64& expected, const gbcs::DerNode& found, Mismatches& into) {
  into.expect("other device", encode_hex(expected.octets()),
              found.tag == kOctetString ? encode_hex(found.content) : "no octet string");
}

bool is_integer(const gbcs::DerNode& node, std::int64_t least, std::int64_t most) {
  const auto value = node.tag == kInteger ? gbcs::integer_of(node) : std::nullopt;
  return value && *value >= least && *value <= most;
}

}  // namespace

void compare_join_command(const Expectation& expectation, const duis::ServiceRequest& request,
                          ByteView payload, Mismatches& into) {
  const auto nodes = gbcs::decode_der(payload);
  if (!nodes || nodes->size() != 1) { return into.expect("payload", "one DER value", encode_hex(payload)); }
  const auto& root = nodes->front();
  if (request.header.service_reference_variant == "8.8.1") {
    return compare_device(*expectation.joined_device, root, into);
  }
  if (root.tag != kSequence || root.children.size() != 3) {
    return into.expect("payload", "a sequence of three", encode_hex(payload));
  }
  // What the devices are, the request does not say: only that these are numbers with a meaning.
  if (!is_integer(root.children[0], 0, 1)) {
    into.expect("method and role", "0 or 1", encode_hex(root.children[0].content));
  }
  compare_device(*expectation.joined_device, root.children[1], into);
  if (!is_integer(root.children[2], 0, 6)) {
    into.expect("type of the other device", "0 to 6", encode_hex(root.children[2].content));
  }
}

void compare_join_response(ByteView payload, Mismatches& into) {
  const auto nodes = gbcs::decode_der(payload);
  if (!nodes || nodes->size() != 1 || !is_integer(nodes->front(), 0, 255)) {
    into.expect("payload", "a DER integer", encode_hex(payload));
  }
}

}  // namespace enocheck::transform
