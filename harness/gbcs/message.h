#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"

namespace enocheck::gbcs {

enum class CraFlag : std::uint8_t { Command = 1, Response = 2, Alert = 3 };

/// The unknown remote party behind the access control broker, as other-information carries it after the code.
struct SupplementaryParty {
  Eui64 remote_party;
  std::optional<OriginatorCounter> remote_party_counter;
  /// In a response with encrypted attributes only.
  std::optional<OriginatorCounter> originator_counter;
  /// DER key agreement certificate of the unknown party; in a command whose answer is to be encrypted only.
  Bytes certificate;
  friend bool operator==(const SupplementaryParty&, const SupplementaryParty&) = default;
};

/// What the grouping header (DLMS general-signing) says.
struct GroupingHeader {
  CraFlag cra = CraFlag::Command;
  OriginatorCounter counter;
  Eui64 originator;  ///< Business Originator ID
  Eui64 target;      ///< Business Target ID
  Bytes date_time;   ///< empty or 12 octets (COSEM date-time)
  MessageCode code;
  std::optional<SupplementaryParty> supplementary;
  friend bool operator==(const GroupingHeader&, const GroupingHeader&) = default;
};

/// How a message is protected by signature.
enum class SignatureForm {
  Absent,  ///< no length octet: an RTDS pre-command
  Empty,   ///< length octet 00
  Present  ///< length octet 40, r and s
};

enum class Form { PreCommand, Command, Response, Alert };
/// "pre-command", "command", "response", "alert"
[[nodiscard]] const char* name_of(Form form);
/// "command", "response", "alert"
[[nodiscard]] const char* name_of(CraFlag cra);

/// A GBCS message taken apart. All views are into the octets that were decoded: they must outlive it.
///
/// Shape:  MACed: MAC header, grouping header, payload, signature length [signature], MAC(12). Plain: without
/// MAC
///         header and MAC. Pre-command: grouping header, payload, and 00 or nothing.
struct Message {
  GroupingHeader header;
  bool has_mac = false;
  SignatureForm signature_form = SignatureForm::Absent;
  ByteView octets;                  ///< the whole message
  ByteView grouping;                ///< the grouping header up to the payload length, with its leading DF
  ByteView payload;                 ///< the content that the payload length counts
  std::size_t grouping_offset = 0;  ///< where `grouping` starts in `octets`
  std::size_t payload_offset = 0;   ///< where `payload` starts in `octets`
  ByteView signature;               ///< 64 octets or empty
  ByteView mac;                     ///< 12 octets or empty
  /// True if a length is not in its shortest form: read, but a conforming writer does not make it.
  bool has_long_lengths = false;

  /// PreCommand for an unsigned, unMACed command; a plain signed command (signed pre-command) is a Command.
  [[nodiscard]] Form form() const;
  /// What the signature is over: from after the leading DF to the end of the payload.
  [[nodiscard]] ByteView signed_octets() const;
  /// What the MAC is over, but for the six octets 11 00 00 00 00 00 before it: from DF to before the MAC.
  [[nodiscard]] ByteView maced_octets() const;
};

/// Takes a message apart, envelope only. A date-time is read in any message and other-information in any of
/// its forms: which of them a use case may carry is for its receiver to judge.
///
/// Errors: BadTag, BadValue, Truncated or TrailingBytes, with the offset of the first octet at fault.
///         A message without signature length octet is read only as a command, that is, a pre-command.
/// Source: verified on all of RTDS 4.5.0: every length, every fixed octet.
[[nodiscard]] Result<Message> decode_message(ByteView octets);

/// The grouping header and payload of a message: a pre-command as RTDS has it, without signature length.
[[nodiscard]] Bytes encode_unsigned(const GroupingHeader& header, ByteView payload);
/// Appends a signature length octet and the signature; an empty `signature` gives the octet 00.
void append_signature(Bytes& message, ByteView signature);
/// Puts a MAC header before a message that ends in its signature field, and `mac` (12 octets) after it.
[[nodiscard]] Bytes wrap_with_mac(ByteView message, ByteView mac);
/// Writes a decoded message again. Equal to the octets it came from unless `has_long_lengths`.
[[nodiscard]] Bytes encode_message(const Message& message);

}  // namespace enocheck::gbcs
