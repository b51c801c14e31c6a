// Damaged messages: whatever is read must be readable to its end, and writes back as it was.

#include <gtest/gtest.h>

#include "core/entropy.h"
#include "core/hex.h"
#include "gbcs/description.h"
#include "gbcs/message.h"
#include "gbcs/payload_asn1.h"
#include "gbcs/payload_gbz.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

Bytes damaged(Bytes octets, SeededEntropy& entropy) {
  const auto damages = 1 + entropy.below(3);
  for (std::uint64_t i = 0; i < damages && !octets.empty(); ++i) {
    const auto at = octets.begin() + static_cast<std::ptrdiff_t>(entropy.below(octets.size()));
    switch (entropy.below(5)) {
      case 0: *at ^= static_cast<std::uint8_t>(1U << entropy.below(8)); break;
      case 1: *at = static_cast<std::uint8_t>(entropy.next()); break;
      case 2: octets.erase(at); break;
      case 3: octets.insert(at, static_cast<std::uint8_t>(entropy.next())); break;
      default: octets.erase(at, octets.end()); break;
    }
  }
  return octets;
}

constexpr std::string_view kMessages[] = {examples::kEcs47DeactivateCommand,
                                          examples::kEcs61cCommand,
                                          examples::kCcs01Command,
                                          examples::kCs02aResponse,
                                          examples::kCs03a2UrpCommand,
                                          examples::kCs14Alert,
                                          examples::kEcs200Alert,
                                          examples::kFutureDatedAlert,
                                          examples::kSyn6,
                                          examples::kSyn8};

TEST(Robustness, DamagedMessagesAreRefusedOrWriteBackAsTheyWere) {
  SeededEntropy entropy(46);
  std::size_t read = 0;
  for (const auto example : kMessages) {
    const auto good = decode_hex(example).value();
    for (int round = 0; round < 3000; ++round) {
      const auto octets = damaged(good, entropy);
      const auto message = decode_message(octets);
      if (!message) {
        EXPECT_LE(message.error().offset, octets.size());
        continue;
      }
      ++read;
      if (!message->has_long_lengths) { EXPECT_EQ(encode_message(*message), octets); }
      EXPECT_LE(message->payload_offset + message->payload.size(), octets.size());
    }
  }
  EXPECT_GT(read, 1000U) << "damage that is always refused tests nothing behind the envelope";
}

TEST(Robustness, DamagedPayloadsAreDescribedWithinTheirOctets) {
  SeededEntropy entropy(47);
  std::size_t described = 0;
  for (const auto example : kMessages) {
    const auto good = decode_hex(example).value();
    const auto message = decode_message(good).value();
    for (int round = 0; round < 3000; ++round) {
      auto octets = encode_unsigned(message.header, damaged(copy_of(message.payload), entropy));
      append_signature(octets, {});
      const auto again = decode_message(octets).value();
      const auto payload = describe_payload(again);
      for (const auto& item : payload.items) {
        ++described;
        EXPECT_LE(item.offset + item.octets.size(), octets.size());
      }
      if (payload.kind == PayloadKind::DlmsAccessRequest) {
        EXPECT_EQ(payload.error.has_value(), !decode_access_request(again.payload).has_value());
      }
    }
  }
  EXPECT_GT(described, 1000U);
}

TEST(Robustness, RandomOctetsAreReadToTheirEndByEveryDecoder) {
  SeededEntropy entropy(48);
  for (int round = 0; round < 20000; ++round) {
    Bytes octets(entropy.below(64));
    entropy.fill(octets);
    // First octets that get a decoder past its tag.
    Bytes request = {0xD9, 0, 0, 0, 0, 0};
    append(request, octets);
    if (const auto decoded = decode_access_request(request)) {
      EXPECT_LE(encode_access_request(*decoded).size(), request.size());
    }
    ByteReader in(octets);
    const auto item = read_data(in);
    EXPECT_LE(item.size(), octets.size());
    EXPECT_EQ(in.failed(), item.empty());
    if (const auto nodes = decode_der(octets)) { EXPECT_FALSE(nodes->empty()); }
    Bytes gbz = {0x01, 0x09};
    append(gbz, octets);
    if (const auto components = decode_gbz(gbz)) { EXPECT_LE(components->size(), 255U); }
  }
}

}  // namespace
}  // namespace enocheck::gbcs
