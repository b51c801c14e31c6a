#include "gbcs/payload.h"

#include "core/byte_reader.h"

namespace enocheck::gbcs {

const char* name_of(PayloadKind kind) {
  switch (kind) {
    case PayloadKind::DlmsAccessRequest: return "dlms-access-request";
    case PayloadKind::DlmsAccessResponse: return "dlms-access-response";
    case PayloadKind::DlmsOther: return "dlms-other";
    case PayloadKind::Gbz: return "gbz";
    case PayloadKind::Asn1: return "asn1";
    case PayloadKind::Empty: return "empty";
  }
  return "";
}

namespace {

/// True if the outermost tags and lengths of a payload come out even.
bool is_der(ByteView payload) {
  ByteReader in(payload);
  while (!in.at_end()) {
    const bool has_short_tag = (in.u8() & 0x1FU) != 0x1F;
    const auto size = in.length();
    if (!has_short_tag) { return false; }
    (void)in.bytes(size);
  }
  return !in.failed();
}

}  // namespace

PayloadKind kind_of(ByteView payload) {
  if (payload.empty()) { return PayloadKind::Empty; }
  switch (payload[0]) {
    case 0xD9: return PayloadKind::DlmsAccessRequest;
    case 0xDA: return PayloadKind::DlmsAccessResponse;
    case 0x0F: return PayloadKind::DlmsOther;
    default: break;
  }
  if (payload.size() > 2 && payload[0] == 0x01 && payload[1] == 0x09) { return PayloadKind::Gbz; }
  return is_der(payload) ? PayloadKind::Asn1 : PayloadKind::DlmsOther;
}

}  // namespace enocheck::gbcs
