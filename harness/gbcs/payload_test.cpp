#include "gbcs/payload.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

std::string kind(std::string_view payload) { return name_of(kind_of(decode_hex(payload).value())); }

TEST(PayloadKind, GoesByTheFirstOctets) {
  EXPECT_EQ(kind(""), "empty");
  EXPECT_EQ(kind("D9 20000001 00 00 00"), "dlms-access-request");
  EXPECT_EQ(kind("DA 20000001 00 00 00 00"), "dlms-access-response");
  EXPECT_EQ(kind("0F 20000001 00 0200"), "dlms-other");
  EXPECT_EQ(kind("0109 01 01 0702 0003 00 00 00"), "gbz");
  EXPECT_EQ(kind("020100"), "asn1");
  EXPECT_EQ(kind("0500"), "asn1");
  EXPECT_EQ(kind("04080303030303030303"), "asn1");
  EXPECT_EQ(kind("3082000302 0100"), "asn1");
}

TEST(PayloadKind, HoldsForDamagedPayloadsOfAKnownKind) {
  EXPECT_EQ(kind("D9"), "dlms-access-request");
  EXPECT_EQ(kind("0109FF"), "gbz");
}

TEST(PayloadKind, ShowsTheUnknownAsOctets) {
  EXPECT_EQ(kind("C001"), "dlms-other");
  EXPECT_EQ(kind("0109"), "dlms-other");
}

}  // namespace
}  // namespace enocheck::gbcs
