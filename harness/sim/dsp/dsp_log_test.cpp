// What the DSP says in its log of a request that it refuses, and what it keeps from the user.
#include "sim/dsp/dsp_fixture.h"

namespace enocheck::sim {
namespace {

class DspLogTest : public DspTest {
 protected:
  /// The last line is about a refusal with this code, for a reason that begins so.
  void expect_refused(const std::string& code, const std::string& reason) const {
    ASSERT_FALSE(log_.lines.empty());
    const auto& line = log_.lines.back();
    EXPECT_TRUE(line.starts_with("request refused request_id=")) << line;
    EXPECT_NE(line.find(" response_code=" + code + " reason=\"" + reason), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
  void expect_refused_signature(const std::string& document, const std::string& reason) {
    const auto answer = dsp_->handle(WebService::Transform, document);
    expect_refused("E100", "signature: " + reason);
    EXPECT_EQ(read(answer).response_code, "E100");
    EXPECT_EQ(answer.body.find("signature:"), std::string::npos) << "the user learns the code alone";
  }
};

TEST_F(DspLogTest, EachFaultOfASignatureIsToldApart) {
  const auto plain = duis::build_request_unchecked(deactivate());
  expect_refused_signature(plain, "there is none");
  auto altered = sign(plain, kEno);
  altered.replace(altered.find(">30<"), 4, ">31<");
  expect_refused_signature(altered, "");
  EXPECT_NE(log_.lines.back().find("digest"), std::string::npos) << log_.lines.back();
  expect_refused_signature(sign(plain, kOtherEno), "certificate ");
  EXPECT_NE(log_.lines.back().find("is not the originator's"), std::string::npos) << log_.lines.back();
  expect_refused_signature(sign(plain, kEno, crypto::RemotePartyRole::NetworkOperator), "certificate ");
  EXPECT_NE(log_.lines.back().find("is not for XML signing"), std::string::npos) << log_.lines.back();
  auto unknown = sign(plain, kEno);
  const std::string before = "<ds:X509SerialNumber>";
  unknown.insert(unknown.find(before) + before.size(), "9");
  expect_refused_signature(unknown, "no certificate with serial 9");
}

TEST_F(DspLogTest, AnExpiredCertificateIsSaidToBeOne) {
  scheduler_.run_until(kStart + std::chrono::years(30));
  static_cast<void>(code(deactivate()));
  expect_refused("E100", "signature: certificate ");
  EXPECT_NE(log_.lines.back().find("is valid until 20"), std::string::npos) << log_.lines.back();
}

TEST_F(DspLogTest, WhatElseIsE100SaysWhichCheckItWas) {
  const auto made = deactivate();
  const auto good = signed_pre_command(made, kEno);
  static_cast<void>(code(made));
  expect_refused("E100", "counter: a request of command variant 4 with this RequestID was accepted before");
  auto zero = deactivate();
  zero.header.request_id.counter = OriginatorCounter{0};
  static_cast<void>(code(zero));
  expect_refused("E100", "content: originator counter 0");
  auto other_counter = good;
  other_counter.header.request_id.counter = OriginatorCounter{counter_++};
  static_cast<void>(code(other_counter));
  expect_refused("E100", "signed pre-command: it is not that of the request");
  auto cut = good;
  std::get<duis::SignedPreCommand>(cut.body).gbcs_payload.pop_back();
  static_cast<void>(code(cut));
  expect_refused("E100", "signed pre-command: ");
  auto damaged = good;
  std::get<duis::SignedPreCommand>(damaged.body).gbcs_payload.back() ^= 1U;
  static_cast<void>(code(damaged));
  expect_refused("E100", "signed pre-command: its signature is not that of the originator's key");
}

TEST_F(DspLogTest, OtherCodesHaveTheirReasonsToo) {
  static_cast<void>(code(WebService::Send, deactivate()));
  expect_refused("E13", "command variant 4 is not served at this URL");
  static_cast<void>(code(deactivate(kOtherEno)));
  expect_refused("E4", "the user is not registered for 00-DB-12-34-56-78-90-A0");
  static_cast<void>(code(deactivate(kEno, kOldEsme)));
  expect_refused("E11", "GBCS 3.2 of the device has no use case of 7.6 for role ED");
}

TEST_F(DspLogTest, ADocumentThatCannotBeReadIsOneLineWhateverItHolds) {
  const auto count = log_.lines.size();
  static_cast<void>(dsp_->handle(WebService::Send, "<a>\n\"b\"\r\n<c/></a>"));
  ASSERT_EQ(log_.lines.size(), count + 1);
  const auto& line = log_.lines.back();
  EXPECT_TRUE(line.starts_with("document unreadable http_status=400 reason=\"")) << line;
  EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos) << line;
  auto made = deactivate();
  made.schema_version = "5.5";
  static_cast<void>(post(WebService::Transform, made));
  EXPECT_NE(log_.lines.back().find("schema version 5.5 is not supported"), std::string::npos)
      << log_.lines.back();
}

}  // namespace
}  // namespace enocheck::sim
