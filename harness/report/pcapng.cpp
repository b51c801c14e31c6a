#include "report/pcapng.h"

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/byte_writer.h"

namespace enocheck::report {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;
constexpr std::uint16_t kUpperPdu = 252;     ///< LINKTYPE_WIRESHARK_UPPER_PDU
constexpr std::uint16_t kDissectorTag = 12;  ///< EXP_PDU_TAG_DISSECTOR_NAME
constexpr std::uint8_t kMilliseconds = 3;    ///< if_tsresol: ten to the minus this
constexpr std::size_t kFraming = 12;         ///< type and the two lengths of a block

// Option codes.
constexpr std::uint16_t kEnd = 0;
constexpr std::uint16_t kComment = 1;
constexpr std::uint16_t kInterfaceName = 2;
constexpr std::uint16_t kApplication = 4;
constexpr std::uint16_t kTimeResolution = 9;

std::size_t to_next_word(std::size_t length) { return (4 - length % 4) % 4; }

void pad(Bytes& out) {
  while (out.size() % 4 != 0) { out.push_back(0); }
}

void add_option(Bytes& out, std::uint16_t code, ByteView value) {
  ByteWriter(out).u16(code).u16(static_cast<std::uint16_t>(value.size())).bytes(value);
  pad(out);
}

void add_block(Bytes& out, std::uint32_t type, ByteView body) {
  const auto length = static_cast<std::uint32_t>(body.size() + kFraming);
  ByteWriter(out).u32(type).u32(length).bytes(body).u32(length);
}

/// The tags that say how the octets are to be read, and the octets.
Bytes exported_pdu(std::string_view dissector, ByteView octets) {
  Bytes name = copy_of(bytes_of(dissector));
  pad(name);  // a tag's value is whole words, filled up with 00
  Bytes out;
  ByteWriter(out).u16(kDissectorTag).u16(static_cast<std::uint16_t>(name.size())).bytes(name);
  ByteWriter(out).u16(kEnd).u16(0).bytes(octets);
  return out;
}

}  // namespace

Bytes pcapng_header(std::string_view application, std::span<const std::string_view> interfaces) {
  Bytes file;
  Bytes section;
  constexpr std::uint64_t kUnknownLength = ~std::uint64_t{0};
  ByteWriter(section).u32(kByteOrderMagic).u16(1).u16(0).u64(kUnknownLength);
  add_option(section, kApplication, bytes_of(application));
  add_option(section, kEnd, {});
  add_block(file, kSectionHeader, section);
  for (const auto name : interfaces) {
    Bytes description;
    ByteWriter(description).u16(kUpperPdu).u16(0).u32(0);  // no limit to a packet's length
    add_option(description, kInterfaceName, bytes_of(name));
    add_option(description, kTimeResolution, ByteView(&kMilliseconds, 1));
    add_option(description, kEnd, {});
    add_block(file, kInterfaceDescription, description);
  }
  return file;
}

void append_packet(Bytes& file, const Packet& packet) {
  const auto pdu = exported_pdu(packet.dissector, packet.octets);
  const auto length = static_cast<std::uint32_t>(pdu.size());
  Bytes body;
  ByteWriter(body)
      .u32(packet.interface)
      .u64(static_cast<std::uint64_t>(packet.at.time_since_epoch().count()))
      .u32(length)
      .u32(length)
      .bytes(pdu);
  pad(body);
  for (const auto& comment : packet.comments) { add_option(body, kComment, bytes_of(comment)); }
  add_option(body, kEnd, {});
  add_block(file, kEnhancedPacket, body);
}

bool PcapngBlock::is_packet() const { return type == kEnhancedPacket; }

Result<std::vector<PcapngBlock>> whole_blocks(ByteView file) {
  std::vector<PcapngBlock> blocks;
  for (std::size_t at = 0; file.size() - at >= kFraming;) {
    ByteReader in(file.subspan(at), at);
    const auto type = in.u32();
    const auto length = in.u32();
    if (length < kFraming || length % 4 != 0) {
      return failure(ErrorCode::Schema, fmt::format("no pcapng block at octet {}", at));
    }
    if (length > file.size() - at) { break; }
    static_cast<void>(in.bytes(length - kFraming));
    if (in.u32() != length) {
      return failure(ErrorCode::Schema, fmt::format("the pcapng block at octet {} has two lengths", at));
    }
    blocks.push_back({type, file.subspan(at, length)});
    at += length;
  }
  return blocks;
}

std::string_view first_comment(const PcapngBlock& packet) {
  ByteReader in(packet.octets);
  static_cast<void>(in.bytes(20));  // type, length, interface, time
  const auto captured = in.u32();
  static_cast<void>(in.u32());
  static_cast<void>(in.bytes(captured + to_next_word(captured)));
  while (!in.failed()) {
    const auto code = in.u16();
    const auto length = in.u16();
    const auto value = in.bytes(length);
    static_cast<void>(in.bytes(to_next_word(length)));
    if (code == kEnd || in.failed()) { break; }
    if (code == kComment) { return text_of(value); }
  }
  return {};
}

}  // namespace enocheck::report
