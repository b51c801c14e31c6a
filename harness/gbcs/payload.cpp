#include "gbcs/payload.h"

#include "gbcs/payload_asn1.h"

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

PayloadKind kind_of(ByteView payload) {
  if (payload.empty()) { return PayloadKind::Empty; }
  switch (payload[0]) {
    case 0xD9: return PayloadKind::DlmsAccessRequest;
    case 0xDA: return PayloadKind::DlmsAccessResponse;
    case 0x0F: return PayloadKind::DlmsOther;
    default: break;
  }
  if (payload.size() > 2 && payload[0] == 0x01 && payload[1] == 0x09) { return PayloadKind::Gbz; }
  return decode_der(payload) ? PayloadKind::Asn1 : PayloadKind::DlmsOther;
}

}  // namespace enocheck::gbcs
