#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/vector_keys.h"
#include "core/bytes.h"
#include "core/result.h"
#include "gbcs/message.h"

namespace enocheck::catalogue {

/// One instruction of a DLMS access-request, one result of an access-response, one member of an alert.
/// Octets are whole encoded data items, in hex: "12001E".
struct DescribedItem {
  std::string kind;        ///< get, set, action, get-with-selection; member
  unsigned class_id = 0;   ///< instructions only, as `object`, `attribute`
  std::string object;      ///< "0-0:94.44.117.1"
  unsigned attribute = 0;  ///< or method of an action
  unsigned selector = 0;   ///< get-with-selection only, as `selection`
  std::string selection;
  unsigned code = 0;  ///< results only
  std::string data;
  friend bool operator==(const DescribedItem&, const DescribedItem&) = default;
};

/// A GBCS message in words, complete: with the keys of whoever signed and MACed it, the octets can be made
/// again.
struct MessageDescription {
  std::string form;  ///< pre-command, command, response, alert
  gbcs::GroupingHeader header;
  std::string payload_kind;     ///< dlms-access-request, dlms-access-response, dlms-data-notification, other
  std::uint32_t invoke_id = 0;  ///< the DLMS kinds only
  std::vector<DescribedItem> items;
  std::string octets;     ///< payload kind `other` only: hex
  std::string signature;  ///< absent, empty, valid, invalid, unchecked
  std::string mac;        ///< absent, valid, invalid, unchecked
  friend bool operator==(const MessageDescription&, const MessageDescription&) = default;
};

/// Describes a message. `keys` may be null: then what is there is `unchecked`.
/// Errors: those of gbcs::decode_message.
[[nodiscard]] Result<MessageDescription> describe(ByteView message, const VectorKeys* keys);

/// Makes the octets that a description describes, signatures by RFC 6979: the same every time.
/// Errors: MissingKey; Unsupported if a part is described as invalid or unchecked, or the payload is one that
/// cannot be told from its description.
[[nodiscard]] Result<Bytes> make_message(const MessageDescription& description, const VectorKeys& keys);

}  // namespace enocheck::catalogue
