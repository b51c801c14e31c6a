#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/bytes.h"

namespace enocheck::catalogue {

/// Where octet 0 of a mutation is.
enum class MessagePart { Message, Payload, Signature, Mac };

// Damage to GBCS octets. Offsets count from 0; negative ones from the end, -1 is the last octet.
struct FlipBit {
  MessagePart in = MessagePart::Message;
  std::int64_t octet = 0;
  unsigned bit = 0;  ///< 0 is the least significant
};
struct SetOctets {
  MessagePart in = MessagePart::Message;
  std::int64_t octet = 0;
  Bytes to;
};
struct TruncateOctets {
  std::size_t by = 1;
};
struct AppendOctets {
  Bytes octets;
};
/// Another grouping header around the same payload; what is empty stays.
struct SetHeader {
  std::int64_t counter_offset = 0;
  std::string originator;  ///< a name of the world, or an EUI
  std::string target;
  std::string code;  ///< four hex digits, or profile:KEY
  std::optional<std::uint8_t> cra;
};
/// Another payload in the same message, lengths made anew.
struct SetPayload {
  Bytes to;
};
using OctetMutation = std::variant<FlipBit, SetOctets, TruncateOctets, AppendOctets, SetHeader, SetPayload>;

// Damage to a DUIS document. Paths are local names from the root, `@name` at the end for an attribute.
struct SetNode {
  std::string path;
  std::string to;
};
struct RemoveNode {
  std::string path;
};
struct AddNode {
  std::string under;
  std::string xml;
};
struct AddDoctype {};
struct TruncateText {
  std::size_t by = 1;
};
struct AppendText {
  std::string text;
};
struct DocumentMutation {
  std::variant<SetNode, RemoveNode, AddNode, AddDoctype, TruncateText, AppendText> change;
  bool after_signing = false;
};

/// How a document is signed, where not by the user's own XML signing key.
struct DocumentSignature {
  enum class With { None, Xml, Gbcs } with = With::Xml;
  std::string key_of;          ///< a user; empty: the sender
  std::string certificate_of;  ///< whose certificate the signature names; empty: that of the key
  bool twice = false;
};

struct DocumentDamage {
  std::string stage;  ///< "transform", "send", or empty: the first document
  std::vector<DocumentMutation> mutations;
  std::optional<DocumentSignature> signature;
};

/// Damage to the octets that a SignedPreCommand carries.
struct SignedPreCommandDamage {
  std::vector<OctetMutation> mutations;
  bool before_signing = false;
  std::string key_of;  ///< whose GBCS key signs; empty: the sender's
  bool unsigned_octets = false;
};

}  // namespace enocheck::catalogue
