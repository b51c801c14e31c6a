#include "gbcs/message.h"

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/byte_writer.h"

namespace enocheck::gbcs {
namespace {

constexpr std::uint8_t kGeneralCiphering = 0xDD;
constexpr std::uint8_t kGeneralSigning = 0xDF;
constexpr std::uint8_t kSecurityControl = 0x11;  // authenticated only, suite 1
constexpr std::uint8_t kSignatureSize = 0x40;
constexpr std::size_t kMacSize = 12;
constexpr std::size_t kDateTimeSize = 12;
constexpr std::size_t kSupplementarySize = 18;  // message code, party, counter

CraFlag read_cra(ByteReader& in) {
  const auto octet = in.peek().value_or(0);
  if (octet < 1 || octet > 3) {
    if (!in.at_end()) { in.fail(ErrorCode::BadValue, fmt::format("CRA Flag {:02X}", octet)); }
    (void)in.u8();
    return CraFlag::Command;
  }
  return static_cast<CraFlag>(in.u8());
}

Eui64 read_eui(ByteReader& in) { return Eui64(in.u64()); }

Eui64 read_system_title(ByteReader& in, std::string_view what) {
  in.expect_u8(8, what);
  return read_eui(in);
}

Bytes read_date_time(ByteReader& in) {
  const auto size = in.peek().value_or(0);
  if (size != 0 && size != kDateTimeSize) {
    in.fail(ErrorCode::BadValue, fmt::format("date-time of {} octets", size));
  }
  return copy_of(in.bytes(in.u8()));
}

/// The certificate is not parsed, but it has to be one DER sequence that fills the field.
Bytes read_certificate(ByteReader& in) {
  const auto at = in.offset();
  const auto whole = in.rest();
  ByteReader der(whole, at);
  der.expect_u8(0x30, "certificate");
  (void)der.bytes(der.length());
  der.expect_end();
  if (der.failed()) {
    in.fail(der.error()->code, "certificate in other-information: " + der.error()->detail);
  }
  return copy_of(whole);
}

/// other-information: the forms are told apart by their length. Exactly 26 octets end in a counter, more in a
/// certificate.
void read_other_information(ByteReader& in, GroupingHeader& header) {
  const auto size = in.remaining();
  if (size != 2 && size != 10 && size != kSupplementarySize && size < 26) {
    in.fail(size < 2 ? ErrorCode::Truncated : ErrorCode::BadValue,
            fmt::format("other-information of {} octets", size));
  }
  header.code = MessageCode(in.u16());
  if (size == 2 || in.failed()) { return; }
  auto& party = header.supplementary.emplace();
  party.remote_party = read_eui(in);
  if (size >= kSupplementarySize) { party.remote_party_counter = OriginatorCounter(in.u64()); }
  if (size == 26) { party.originator_counter = OriginatorCounter(in.u64()); }
  if (size > 26) { party.certificate = read_certificate(in); }
}

void read_grouping_header(ByteReader& in, GroupingHeader& header) {
  in.expect_u8(kGeneralSigning, "general-signing tag");
  in.expect_u8(9, "transaction-id length");
  header.cra = read_cra(in);
  header.counter = OriginatorCounter(in.u64());
  header.originator = read_system_title(in, "originator length");
  header.target = read_system_title(in, "recipient length");
  header.date_time = read_date_time(in);
  in.prefixed(in.length(), [&](ByteReader& other) { read_other_information(other, header); });
}

void read_signature(ByteReader& in, Message& message) {
  const bool may_be_absent = !message.has_mac && message.header.cra == CraFlag::Command;
  if (may_be_absent && in.at_end()) { return; }
  const auto at_octet = in.peek();
  if (at_octet && *at_octet != 0 && *at_octet != kSignatureSize) {
    in.fail(ErrorCode::BadValue, fmt::format("signature length {:02X}", *at_octet));
  }
  const auto size = in.u8();
  message.signature = in.bytes(size);
  message.signature_form = size == 0 ? SignatureForm::Empty : SignatureForm::Present;
}

/// From the tag DF to the end of the signature field; offsets are from the start of the whole message.
void read_signed_part(ByteReader& in, Message& message) {
  message.grouping_offset = in.offset();
  read_grouping_header(in, message.header);
  const auto grouping_end = in.offset();
  const auto payload_size = in.length();
  message.payload_offset = in.offset();
  message.payload = in.bytes(payload_size);
  if (in.failed()) { return; }
  message.grouping = message.octets.subspan(message.grouping_offset, grouping_end - message.grouping_offset);
  read_signature(in, message);
}

void read_maced(ByteReader& in, Message& message) {
  message.has_mac = true;
  in.expect_u8(kGeneralCiphering, "general-ciphering tag");
  for (int field = 0; field < 6; ++field) { in.expect_u8(0, "MAC header field"); }
  in.prefixed(in.length(), [&](ByteReader& content) {
    content.expect_u8(kSecurityControl, "security control");
    for (int octet = 0; octet < 4; ++octet) { content.expect_u8(0, "invocation counter"); }
    read_signed_part(content, message);
    message.mac = content.bytes(kMacSize);
  });
}

std::size_t size_of_length(std::size_t value) {
  if (value < 0x80) { return 1; }
  std::size_t octets = 1;
  for (; value != 0; value >>= 8U) { ++octets; }
  return octets;
}

std::size_t size_of_other_information(const std::optional<SupplementaryParty>& party) {
  if (!party) { return 2; }
  return 10 + (party->remote_party_counter ? 8 : 0) + (party->originator_counter ? 8 : 0) +
         party->certificate.size();
}

void put_other_information(ByteWriter& out, const GroupingHeader& header) {
  out.length(size_of_other_information(header.supplementary)).u16(header.code.value());
  if (!header.supplementary) { return; }
  const auto& party = *header.supplementary;
  out.bytes(party.remote_party.octets());
  if (party.remote_party_counter) { out.u64(party.remote_party_counter->value()); }
  if (party.originator_counter) { out.u64(party.originator_counter->value()); }
  out.bytes(party.certificate);
}

void put_grouping_header(ByteWriter& out, const GroupingHeader& header) {
  out.u8(kGeneralSigning).u8(9).u8(static_cast<std::uint8_t>(header.cra)).u64(header.counter.value());
  out.u8(8).bytes(header.originator.octets());
  out.u8(8).bytes(header.target.octets());
  out.length(header.date_time.size()).bytes(header.date_time);
  put_other_information(out, header);
}

}  // namespace

const char* name_of(Form form) {
  switch (form) {
    case Form::PreCommand: return "pre-command";
    case Form::Command: return "command";
    case Form::Response: return "response";
    case Form::Alert: return "alert";
  }
  return "";
}

const char* name_of(CraFlag cra) {
  switch (cra) {
    case CraFlag::Command: return "command";
    case CraFlag::Response: return "response";
    case CraFlag::Alert: return "alert";
  }
  return "";
}

Form Message::form() const {
  switch (header.cra) {
    case CraFlag::Response: return Form::Response;
    case CraFlag::Alert: return Form::Alert;
    case CraFlag::Command: break;
  }
  const bool is_protected = has_mac || signature_form == SignatureForm::Present;
  return is_protected ? Form::Command : Form::PreCommand;
}

ByteView Message::signed_octets() const {
  const auto after_tag = grouping_offset + 1;
  return octets.subspan(after_tag, payload_offset + payload.size() - after_tag);
}

ByteView Message::maced_octets() const {
  return octets.subspan(grouping_offset, octets.size() - mac.size() - grouping_offset);
}

Result<Message> decode_message(ByteView octets) {
  Message message;
  message.octets = octets;
  ByteReader in(octets);
  if (in.peek() == kGeneralCiphering) {
    read_maced(in, message);
  } else {
    read_signed_part(in, message);
  }
  in.expect_end();
  if (in.failed()) { return tl::unexpected(*in.error()); }
  message.has_long_lengths = in.long_lengths() != 0;
  return message;
}

Bytes encode_unsigned(const GroupingHeader& header, ByteView payload) {
  Bytes octets;
  octets.reserve(80 + payload.size());
  ByteWriter out(octets);
  put_grouping_header(out, header);
  out.length(payload.size()).bytes(payload);
  return octets;
}

void append_signature(Bytes& message, ByteView signature) {
  ByteWriter(message).length(signature.size()).bytes(signature);
}

Bytes wrap_with_mac(ByteView message, ByteView mac) {
  const auto size = 5 + message.size() + mac.size();
  Bytes octets;
  octets.reserve(7 + size_of_length(size) + size);
  ByteWriter out(octets);
  out.u8(kGeneralCiphering).u32(0).u16(0).length(size);
  out.u8(kSecurityControl).u32(0).bytes(message).bytes(mac);
  return octets;
}

Bytes encode_message(const Message& message) {
  auto octets = encode_unsigned(message.header, message.payload);
  if (message.signature_form != SignatureForm::Absent) { append_signature(octets, message.signature); }
  return message.has_mac ? wrap_with_mac(octets, message.mac) : octets;
}

}  // namespace enocheck::gbcs
