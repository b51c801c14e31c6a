#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/key_store.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "gbcs/payload.h"

namespace enocheck::gbcs {

/// One line of a payload as people read it.
struct DescribedItem {
  std::size_t offset = 0;  ///< of its octets in the message; where it has none of its own, of what holds it
  std::string what;        ///< "set", "get", "INTEGER", "Prepayment"
  std::optional<AccessSpecification> object;  ///< DLMS: which object, where that is known
  std::string name;                           ///< "open for, switch 3"; empty if nobody named it
  std::string type;                           ///< DLMS type of the value; empty elsewhere
  std::string value;                          ///< "60 min"
  std::optional<std::uint8_t> result_code;    ///< of an access-response
  std::string result;                         ///< "success", "hardware-fault"
  ByteView octets;  ///< the encoded value; empty in compact arrays and what was decrypted
  std::vector<DescribedItem> parts;
};

struct DescribedPayload {
  PayloadKind kind = PayloadKind::Empty;
  std::optional<std::uint32_t> invoke_id;
  std::vector<DescribedItem> items;
  /// Why there are no items. An access-request or -response that is damaged is an error of the message; other
  /// payloads are shown as octets.
  std::optional<Error> error;
};

/// What helps to understand a message beside its own octets.
struct DescriptionContext {
  const AccessRequest* request = nullptr;  ///< what a response answers: its items get names by it
  const crypto::KeyStore* keys = nullptr;  ///< to decrypt sensitive attributes
};

/// Describes the payload of a message. Views in the result are into the message's octets.
[[nodiscard]] DescribedPayload describe_payload(const Message& message,
                                                const DescriptionContext& context = {});

// The parts of it, a file each.
[[nodiscard]] DescribedPayload describe_access_request(const Message& message);
[[nodiscard]] DescribedPayload describe_access_response(const Message& message,
                                                        const DescriptionContext& context);
[[nodiscard]] DescribedPayload describe_data_notification(const Message& message,
                                                          const DescriptionContext& context);
[[nodiscard]] DescribedPayload describe_der(const Message& message);
[[nodiscard]] DescribedPayload describe_gbz(const Message& message, const DescriptionContext& context);

/// Where a part of the message starts in it.
[[nodiscard]] std::size_t offset_in(const Message& message, ByteView part);

}  // namespace enocheck::gbcs
