#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"

namespace enocheck::report {

/// One packet of a capture.
struct Packet {
  Instant at;
  std::uint32_t interface = 0;  ///< index into the interfaces that the header names
  std::string_view dissector;   ///< Wireshark's name: "gbcs_message", "xml", "data"
  ByteView octets;
  std::vector<std::string> comments;
};

/// The start of a pcapng file: one section, big-endian, and an interface a name, each with link type 252
/// (exported upper PDUs) and times in milliseconds.
///
/// Source: draft-ietf-opsawg-pcapng, sections 3 and 4; tcpdump.org's list of link types.
[[nodiscard]] Bytes pcapng_header(std::string_view application, std::span<const std::string_view> interfaces);

/// Appends an enhanced packet block: the tag that names the dissector, the end tag, the octets, and the
/// comments.
void append_packet(Bytes& file, const Packet& packet);

/// A block of a file, uncopied.
struct PcapngBlock {
  std::uint32_t type = 0;
  ByteView octets;  ///< all of it, from the type to the second length
  [[nodiscard]] bool is_packet() const;
};
/// The whole blocks of a file that append_packet wrote. What a killed writer left half done at the end is
/// left out. Errors: Schema where a block has no possible length or ends in another than it began with.
[[nodiscard]] Result<std::vector<PcapngBlock>> whole_blocks(ByteView file);
/// The first comment of a packet; empty if it has none.
[[nodiscard]] std::string_view first_comment(const PcapngBlock& packet);

}  // namespace enocheck::report
