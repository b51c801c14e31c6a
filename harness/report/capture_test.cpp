#include "report/capture.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "core/hex.h"
#include "report/pcapng.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

/// A command without payload, signature or MAC: 0039 from …A1 to …B2.
constexpr std::string_view kPreCommand =
    "DF09010000000000000001"
    "08AA000000000000A1"
    "08AA000000000000B2"
    "0002003900";

Bytes hex(std::string_view text) { return decode_hex(text).value(); }
Bytes text_octets(std::string_view text) { return copy_of(bytes_of(text)); }

/// The blocks as text, where names of dissectors and comments can be found.
std::vector<std::string> texts_of(ByteView packets) {
  std::vector<std::string> texts;
  const auto blocks = whole_blocks(packets);
  EXPECT_TRUE(blocks.has_value());
  for (const auto& block : *blocks) { texts.emplace_back(text_of(block.octets)); }
  return texts;
}

std::vector<std::string> packets_of(std::string_view link, const Bytes& octets) {
  return texts_of(capture_of("area/case", {{Instant{}, std::string(link), Eui64{0xA0}, octets}}));
}

bool has(const std::string& packet, std::string_view text) { return packet.find(text) != std::string::npos; }

TEST(Capture, AMessageGoesToItsDissectorWithCaseFileAndDevice) {
  const auto packets = packets_of("hub-to-device", hex(std::string(kPreCommand) + "00"));
  ASSERT_EQ(packets.size(), 1U);
  EXPECT_TRUE(has(packets[0], "gbcs_message"));
  EXPECT_TRUE(has(packets[0], "area/case"));
  EXPECT_TRUE(has(packets[0], "0001-hub-to-device.hex 00-00-00-00-00-00-00-A0"));
  EXPECT_FALSE(has(packets[0], "last octet")) << "its signature length is its own";
}

TEST(Capture, APreCommandGetsTheOctetThatItLacks) {
  const auto packets = packets_of("message-to-parser", hex(kPreCommand));
  ASSERT_EQ(packets.size(), 1U);
  EXPECT_TRUE(has(packets[0], text_of(hex(std::string(kPreCommand) + "00"))));
  EXPECT_TRUE(has(packets[0], "the last octet, 00, is not in the evidence"));
}

TEST(Capture, DamagedOctetsArePlainDataWithTheReason) {
  const auto packets = packets_of("hub-to-device", hex("DF0901"));
  ASSERT_EQ(packets.size(), 1U);
  EXPECT_FALSE(has(packets[0], "gbcs_message"));
  EXPECT_TRUE(has(packets[0], "no GBCS message: "));
}

TEST(Capture, ADocumentIsFollowedByTheMessagesThatItCarries) {
  const auto message = hex(std::string(kPreCommand) + "00");
  const auto packets = packets_of(
      "dsp-to-user", text_octets("<a><b>\n " + encode_base64(message) + "</b><c>3wk=</c><d>x</d></a>"));
  ASSERT_EQ(packets.size(), 3U);
  EXPECT_TRUE(has(packets[0], "xml"));
  EXPECT_TRUE(has(packets[1], "gbcs_message"));
  EXPECT_TRUE(has(packets[1], text_of(message)));
  EXPECT_TRUE(has(packets[1], "in the document before this"));
  EXPECT_TRUE(has(packets[2], "in the document before this; no GBCS message: "));
}

TEST(Capture, ADocumentThatIsNoneIsStillShown) {
  EXPECT_EQ(packets_of("user-to-dsp", text_octets("<a>3wk")).size(), 1U);
  const auto empty = packets_of("dsp-to-user", {});
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_TRUE(has(empty[0], "no document"));
}

TEST(Capture, ContactsAndLoadsAreNoMessages) {
  EXPECT_TRUE(packets_of("switch-to-load", {1}).empty());
  EXPECT_TRUE(packets_of("load-to-feeder", {1, 0, 0, 0, 0}).empty());
  EXPECT_EQ(packets_of("esme-to-hcalcs", {1}).size(), 1U);
}

class CaptureFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / "enocheck_capture" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(std::size_t worker, const std::string& id, engine::Verdict verdict,
             KeptCases of = KeptCases::All) const {
    auto sink = CaptureSink::open(capture_file(folder_, worker), "eno", of);
    ASSERT_TRUE(sink.has_value()) << sink.error().detail;
    catalogue::Testcase testcase;
    testcase.id = id;
    engine::CaseResult result;
    result.verdict = verdict;
    (*sink)->case_finished(testcase, result, {{Instant{}, "dsp-to-wan", Eui64{}, hex("00")}});
    EXPECT_TRUE((*sink)->status().has_value());
  }
  /// The cases of the packets in evidence.pcapng, in order.
  [[nodiscard]] std::vector<std::string> cases() const {
    std::vector<std::string> ids;
    const auto file = read_file(capture_file(folder_, 0)).value_or(Bytes{});
    const auto blocks = whole_blocks(file);
    EXPECT_TRUE(blocks.has_value());
    for (const auto& block : *blocks) {
      if (block.is_packet()) { ids.emplace_back(first_comment(block)); }
    }
    return ids;
  }
  fs::path folder_;
};

using Ids = std::vector<std::string>;

TEST_F(CaptureFile, GoesOnAfterAWriterThatWasKilledHalfWay) {
  write(0, "a", engine::Verdict::Pass);
  const auto whole = fs::file_size(capture_file(folder_, 0));
  write(0, "b", engine::Verdict::Pass);
  fs::resize_file(capture_file(folder_, 0), whole + 30);
  write(0, "c", engine::Verdict::Pass);
  EXPECT_EQ(cases(), (Ids{"a", "c"}));
}

TEST_F(CaptureFile, HasOnlyTheCasesThatAreWanted) {
  write(0, "passed", engine::Verdict::Pass, KeptCases::Failed);
  write(0, "skipped", engine::Verdict::Skip, KeptCases::Failed);
  write(0, "failed", engine::Verdict::Fail, KeptCases::Failed);
  write(0, "unclear", engine::Verdict::Inconc, KeptCases::Failed);
  write(1, "none", engine::Verdict::Fail, KeptCases::None);
  EXPECT_EQ(cases(), (Ids{"failed", "unclear"}));
  EXPECT_FALSE(fs::exists(capture_file(folder_, 1)));
}

TEST_F(CaptureFile, PartsOfWorkersBecomeOneByCase) {
  write(2, "b", engine::Verdict::Pass);
  write(1, "c", engine::Verdict::Pass);
  write(1, "a", engine::Verdict::Pass);
  const auto joined = join_captures(folder_);
  ASSERT_TRUE(joined.has_value()) << joined.error().detail;
  EXPECT_EQ(cases(), (Ids{"a", "b", "c"}));
  EXPECT_FALSE(fs::exists(capture_file(folder_, 1)));
  EXPECT_FALSE(fs::exists(capture_file(folder_, 2)));
  ASSERT_TRUE(join_captures(folder_).has_value()) << "again";
  EXPECT_EQ(cases(), (Ids{"a", "b", "c"}));
}

TEST_F(CaptureFile, WhatIsNoCaptureIsNotWrittenOver) {
  ASSERT_TRUE(write_file(capture_file(folder_, 0), bytes_of("no capture at all")).has_value());
  const auto sink = CaptureSink::open(capture_file(folder_, 0), "eno", KeptCases::All);
  ASSERT_FALSE(sink.has_value());
  EXPECT_EQ(sink.error().code, ErrorCode::Schema);
}

}  // namespace
}  // namespace enocheck::report
