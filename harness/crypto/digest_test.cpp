#include "crypto/digest.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::crypto {
namespace {

// Source: FIPS 180-4, "abc" and the empty message.
TEST(Digest, Sha256OfPublishedMessages) {
  EXPECT_EQ(encode_hex(sha256(bytes_of("abc"))),
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
  EXPECT_EQ(encode_hex(sha256(ByteView())),
            "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
}

TEST(Digest, PartsAreOneMessage) {
  EXPECT_EQ(sha256({bytes_of("a"), ByteView(), bytes_of("bc")}), sha256(bytes_of("abc")));
}

TEST(Digest, Sha1OfPublishedMessage) {
  EXPECT_EQ(encode_hex(sha1(bytes_of("abc"))), "A9993E364706816ABA3E25717850C26C9CD0D89D");
}

}  // namespace
}  // namespace enocheck::crypto
