#include "gbcs/payload_asn1.h"

#include "core/byte_reader.h"

namespace enocheck::gbcs {
namespace {

constexpr int kMaximumDepth = 16;

std::vector<DerNode> read_nodes(ByteReader& in, int depth) {
  std::vector<DerNode> nodes;
  while (!in.at_end()) {
    if (depth >= kMaximumDepth) {
      in.fail(ErrorCode::BadValue, "DER is nested too deep");
      break;
    }
    auto& node = nodes.emplace_back();
    node.offset = in.offset();
    node.tag = in.u8();
    if ((node.tag & 0x1FU) == 0x1F) { in.fail(ErrorCode::BadTag, "DER tag of several octets"); }
    const auto size = in.length();
    const auto content_offset = in.offset();
    node.content = in.bytes(size);
    if (!node.is_constructed() || in.failed()) { continue; }
    ByteReader inner(node.content, content_offset);
    node.children = read_nodes(inner, depth + 1);
    if (inner.failed()) { in.fail(inner.error()->code, inner.error()->detail); }
  }
  return nodes;
}

}  // namespace

Result<std::vector<DerNode>> decode_der(ByteView payload) {
  ByteReader in(payload);
  if (payload.empty()) { in.fail(ErrorCode::Truncated, "no DER"); }
  auto nodes = read_nodes(in, 0);
  if (in.failed()) { return tl::unexpected(*in.error()); }
  return nodes;
}

const char* der_tag_name(std::uint8_t tag) {
  switch (tag) {
    case 0x01: return "BOOLEAN";
    case 0x02: return "INTEGER";
    case 0x03: return "BIT STRING";
    case 0x04: return "OCTET STRING";
    case 0x05: return "NULL";
    case 0x06: return "OBJECT IDENTIFIER";
    case 0x0A: return "ENUMERATED";
    case 0x0C: return "UTF8String";
    case 0x13: return "PrintableString";
    case 0x16: return "IA5String";
    case 0x17: return "UTCTime";
    case 0x18: return "GeneralizedTime";
    case 0x1A: return "VisibleString";
    case 0x30: return "SEQUENCE";
    case 0x31: return "SET";
    default: return nullptr;
  }
}

std::optional<std::int64_t> integer_of(const DerNode& node) {
  const bool is_number = node.tag == 0x02 || node.tag == 0x0A;
  if (!is_number || node.content.empty() || node.content.size() > 8) { return std::nullopt; }
  std::uint64_t value = (node.content.front() & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const auto octet : node.content) { value = value << 8U | octet; }
  return static_cast<std::int64_t>(value);
}

}  // namespace enocheck::gbcs
