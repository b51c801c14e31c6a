#include "gbcs/description.h"

namespace enocheck::gbcs {

std::size_t offset_in(const Message& message, ByteView part) {
  return static_cast<std::size_t>(part.data() - message.octets.data());
}

DescribedPayload describe_payload(const Message& message, const DescriptionContext& context) {
  const auto kind = kind_of(message.payload);
  DescribedPayload described;
  switch (kind) {
    case PayloadKind::DlmsAccessRequest: described = describe_access_request(message); break;
    case PayloadKind::DlmsAccessResponse: described = describe_access_response(message, context); break;
    case PayloadKind::DlmsOther: described = describe_data_notification(message, context); break;
    case PayloadKind::Gbz: described = describe_gbz(message, context); break;
    case PayloadKind::Asn1: described = describe_der(message); break;
    case PayloadKind::Empty: break;
  }
  described.kind = kind;
  return described;
}

}  // namespace enocheck::gbcs
