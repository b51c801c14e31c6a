#include <gtest/gtest.h>

#include "core/files.h"
#include "core/hex.h"
#include "report/manifest.h"
#include "report/redaction.h"
#include "report/salvage.h"
#include "report/seal.h"
#include "report/secret_scan.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

const Bytes kScalar(32, 0x5A);

Bytes octets_of(const std::string& text) { return copy_of(bytes_of(text)); }

std::string pem() { return crypto::PrivateKey::from_scalar(kScalar)->to_pem().value_or(""); }

Bytes der() {
  const auto text = pem();
  const auto begin = text.find('\n') + 1;
  return *decode_base64(text.substr(begin, text.find("-----END") - begin));
}

TEST(SecretScan, FindsKeysHoweverTheyAreSpelt) {
  SecretScan scan;
  const std::string around = "some text ";
  EXPECT_EQ(scan.find(octets_of(around + pem())), "a private key (PEM)");
  auto binary = octets_of(around);
  append(binary, der());
  const auto found = "a private key (DER)";
  EXPECT_EQ(scan.find(binary), found);
  EXPECT_EQ(scan.find(octets_of(around + encode_hex(der()))), found);
  EXPECT_EQ(scan.find(octets_of("a" + encode_hex(der()))), found) << "a letter before it that spells as well";
  EXPECT_EQ(scan.find(octets_of("<a>" + encode_base64(der()) + "</a>")), found);
  const auto xml = "<a>" + encode_base64(der()) + "</a>";
  EXPECT_EQ(scan.find(octets_of(R"({"hex":")" + encode_hex(bytes_of(xml)) + "\"}")), found)
      << "one in the other";
  EXPECT_EQ(scan.find(octets_of(around + encode_hex(kScalar))), std::nullopt) << "32 octets may be anything";
  EXPECT_EQ(scan.find(octets_of(std::string(1000, '0') + "0\x82\x01\x02" + std::string(100, 'A'))),
            std::nullopt);
}

TEST(SecretScan, FindsAKnownKeyByItsValueAlone) {
  SecretScan scan;
  scan.add(*crypto::PrivateKey::from_scalar(kScalar));
  ASSERT_EQ(scan.known(), 1U);
  for (const auto& text : {std::string(text_of(kScalar)), "key=" + encode_hex(kScalar),
                           "xy " + encode_base64(kScalar), "/" + encode_base64(kScalar)}) {
    EXPECT_EQ(scan.find(octets_of(text)), "a private key of a party of the run") << text;
  }
  EXPECT_EQ(scan.find(octets_of(encode_hex(Bytes(32, 0x5B)))), std::nullopt);
}

TEST(MpanRedaction, ReplacesDigitsAndTheirHexByNumbersOfTheSameLength) {
  const MpanRedaction redaction({"1200000000914", "1200000000923"});
  const auto first = redaction.pseudonyms().at("1200000000914");
  EXPECT_EQ(first, "9900000000001");
  const auto before = "<MPxN>1200000000914</MPxN> " + encode_hex(bytes_of(std::string_view("1200000000923")));
  auto text = octets_of(before);
  EXPECT_EQ(redaction.apply(text), 2U);
  EXPECT_EQ(text_of(text),
            "<MPxN>9900000000001</MPxN> " + encode_hex(bytes_of(std::string_view("9900000000002"))));
  EXPECT_EQ(text.size(), before.size());
}

TEST(MpanRedaction, TellsOneInBase64WhereverItBegins) {
  const MpanRedaction redaction({"1200000000914"});
  for (const std::string before : {"", "a", "ab", "abc"}) {
    const auto spelt = encode_base64(bytes_of(before + "1200000000914 and more"));
    EXPECT_TRUE(redaction.is_left_in(octets_of("<a>" + spelt))) << before;
  }
  EXPECT_FALSE(redaction.is_left_in(octets_of(encode_base64(bytes_of(std::string_view("1200000000915"))))));
}

TEST(MpanRedaction, FindsThoseThatDocumentsName) {
  const std::set<std::string> expected = {"1200000000914"};
  for (const auto* const text : {"<sr:MPxN>1200000000914</sr:MPxN>", R"({"mpan":"1200000000914"})",
                                 R"({"mpan": "1200000000914"})", R"(<meter import-mpan="1200000000914">)",
                                 "<ImportMPxN>1200000000914<", "<ExportMPAN>1200000000914<"}) {
    EXPECT_EQ(mpans_in(text), expected) << text;
  }
  EXPECT_TRUE(mpans_in("<Counter>1795000000000</Counter>").empty());
  EXPECT_TRUE(mpans_in("<MPxN>12000000009141</MPxN>").empty()) << "one digit too many";
  EXPECT_TRUE(mpans_in("<MPxN>120000000091</MPxN>").empty());
}

class SealTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "a");
    ASSERT_TRUE(write_file(folder_ / "a/b", bytes_of(std::string_view("abc"))).has_value());
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_ = fs::path(testing::TempDir()) / "enocheck_seal";
};

TEST_F(SealTest, NamesEveryFileWithItsDigest) {
  const auto key = crypto::SealKey::generate();
  ASSERT_TRUE(key && seal(folder_, *key, SealedBy::Tester));
  const auto manifest = read_text(folder_ / kManifestFile).value_or("");
  EXPECT_NE(manifest.find("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/b\n"),
            std::string::npos)
      << manifest;
  const auto findings = check_seal(folder_, key->public_key());
  ASSERT_TRUE(findings.has_value()) << findings.error().detail;
  EXPECT_TRUE(findings->faults.empty());
  EXPECT_EQ(findings->files, 2U) << "the file, and the public key";
  EXPECT_EQ(findings->whose, SealedBy::Tester);
}

TEST_F(SealTest, AFolderWithALinkIsNotSealed) {
  fs::create_symlink("a/b", folder_ / "link");
  const auto key = crypto::SealKey::generate();
  const auto sealed = seal(folder_, *key, SealedBy::Run);
  ASSERT_FALSE(sealed.has_value());
  EXPECT_NE(sealed.error().detail.find("link"), std::string::npos) << sealed.error().detail;
  EXPECT_FALSE(is_sealed(folder_));
}

TEST(CutTornLine, LeavesWholeLines) {
  const auto file = fs::path(testing::TempDir()) / "enocheck_torn";
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"a", ""}, {"a\n", "a\n"}, {"a\nb\nc", "a\nb\n"}, {"\n\n", "\n\n"}}) {
    ASSERT_TRUE(write_file(file, bytes_of(before)).has_value());
    EXPECT_TRUE(cut_torn_line(file).has_value());
    EXPECT_EQ(read_text(file).value_or("?"), after) << before;
  }
  fs::remove(file);
  EXPECT_TRUE(cut_torn_line(file).has_value()) << "none is there";
}

TEST(ParseManifest, LinesThatAreNoneAreTold) {
  const auto digest = std::string(64, 'a');
  EXPECT_EQ(parse_manifest(digest + "  a/b\n").files.size(), 1U);
  for (const auto& text : {digest + "  a", digest + " a\n", digest + "  \n", std::string(64, 'A') + "  a\n",
                           digest + "  ../a\n", digest + "  /a\n", digest + "  a/\n", digest + "  a//b\n",
                           digest + "  a\\b\n", std::string("\n"), digest.substr(1) + "  a\n"}) {
    EXPECT_EQ(parse_manifest(text).faults.size(), 1U) << text;
  }
}

}  // namespace
}  // namespace enocheck::report
