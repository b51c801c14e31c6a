#include "sim/join_command.h"

#include "gbcs/payload_asn1.h"

namespace enocheck::sim {
namespace {

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kSequence = 0x30;

std::optional<std::uint8_t> octet_of(const gbcs::DerNode& node) {
  const auto value = node.tag == kInteger ? gbcs::integer_of(node) : std::nullopt;
  if (!value || *value < 0 || *value > 0xFF) { return std::nullopt; }
  return static_cast<std::uint8_t>(*value);
}

std::optional<Eui64> device_of(const gbcs::DerNode& node) {
  const auto device = Eui64::from_octets(node.content);
  return node.tag == kOctetString && device ? std::optional(*device) : std::nullopt;
}

Bytes integer(std::uint8_t value) { return {kInteger, 1, value}; }

}  // namespace

std::optional<JoinCommand> read_join(ByteView payload) {
  const auto nodes = gbcs::decode_der(payload);
  if (!nodes || nodes->size() != 1 || nodes->front().tag != kSequence) { return std::nullopt; }
  const auto& members = nodes->front().children;
  if (members.size() != 3) { return std::nullopt; }  // with a certificate it joins GSME and PPMID
  const auto role = octet_of(members[0]);
  const auto other = device_of(members[1]);
  const auto type = octet_of(members[2]);
  if (!role || !other || !type) { return std::nullopt; }
  return JoinCommand{*role, *other, *type};
}

std::optional<Eui64> read_unjoin(ByteView payload) {
  const auto nodes = gbcs::decode_der(payload);
  return nodes && nodes->size() == 1 ? device_of(nodes->front()) : std::nullopt;
}

Bytes payload_of(JoinResult result) { return integer(static_cast<std::uint8_t>(result)); }
Bytes payload_of(UnjoinResult result) { return integer(static_cast<std::uint8_t>(result)); }

}  // namespace enocheck::sim
