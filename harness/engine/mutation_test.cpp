#include <gtest/gtest.h>

#include "engine/document_damage.h"
#include "engine/han_event.h"
#include "engine/octet_mutation.h"
#include "engine/request_builder.h"
#include "engine/test_bench.h"
#include "xml/document.h"

namespace enocheck::engine {
namespace {

using namespace catalogue;

const MutationNames kNames = {[](std::string_view text) { return Eui64::parse(text); },
                              [](std::string_view text) { return Result<std::string>(std::string(text)); }};

Bytes message() { return test_messages::command(test_messages::response()); }

Bytes changed(const OctetMutation& mutation) {
  const auto result = mutated(message(), {mutation}, kNames);
  EXPECT_TRUE(result.has_value()) << result.error().detail;
  return result.value_or(Bytes{});
}

TEST(OctetMutation, CountsOctetsInThePartThatIsNamed) {
  const auto whole = message();
  EXPECT_EQ(changed(FlipBit{MessagePart::Message, 0, 0}).front(), whole.front() ^ 1U);
  EXPECT_EQ(changed(FlipBit{MessagePart::Mac, -1, 7}).back(), whole.back() ^ 0x80U);
  const auto payload_changed = changed(SetOctets{MessagePart::Payload, 0, {0xAA, 0xBB}});
  const auto decoded = gbcs::decode_message(payload_changed);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->payload[0], 0xAA);
  EXPECT_EQ(decoded->payload[1], 0xBB);
}

TEST(OctetMutation, CutsAndAppends) {
  EXPECT_EQ(changed(TruncateOctets{3}).size(), message().size() - 3);
  EXPECT_EQ(changed(AppendOctets{{1, 2}}).size(), message().size() + 2);
}

TEST(OctetMutation, PutsAnotherPayloadIntoTheSameHeader) {
  const auto before = message();
  const auto after = changed(catalogue::SetPayload{{0xD9, 0x00}});
  const auto a = gbcs::decode_message(before);
  const auto b = gbcs::decode_message(after);
  ASSERT_TRUE(b.has_value()) << b.error().detail;
  EXPECT_EQ(copy_of(b->payload), (Bytes{0xD9, 0x00}));
  EXPECT_EQ(b->header.counter, a->header.counter);
  EXPECT_EQ(copy_of(b->mac), copy_of(a->mac));
}

TEST(OctetMutation, PutsAnotherHeaderAroundTheSamePayload) {
  const auto other = changed(SetHeader{-5, "00-00-00-00-00-00-00-01", "", "0055", std::uint8_t{3}});
  const auto before = message();
  const auto a = gbcs::decode_message(before);
  const auto b = gbcs::decode_message(other);
  ASSERT_TRUE(b.has_value()) << b.error().detail;
  EXPECT_EQ(b->header.counter.value(), a->header.counter.value() - 5);
  EXPECT_EQ(b->header.originator, Eui64{1});
  EXPECT_EQ(b->header.target, a->header.target);
  EXPECT_EQ(b->header.code, MessageCode{0x0055});
  EXPECT_EQ(b->header.cra, gbcs::CraFlag::Alert);
  EXPECT_TRUE(std::equal(a->payload.begin(), a->payload.end(), b->payload.begin(), b->payload.end()));
  EXPECT_TRUE(std::equal(a->mac.begin(), a->mac.end(), b->mac.begin(), b->mac.end()));
}

TEST(OctetMutation, RefusesWhatTheMessageDoesNotHave) {
  EXPECT_FALSE(mutated(message(), {FlipBit{MessagePart::Message, 10'000, 0}}, kNames).has_value());
  EXPECT_FALSE(mutated(message(), {FlipBit{MessagePart::Mac, -13, 0}}, kNames).has_value());
  EXPECT_FALSE(mutated(test_messages::pre_command(), {FlipBit{MessagePart::Mac, 0, 0}}, kNames).has_value());
  EXPECT_FALSE(mutated(Bytes{1, 2}, {FlipBit{MessagePart::Payload, 0, 0}}, kNames).has_value());
  EXPECT_FALSE(mutated(message(), {TruncateOctets{10'000}}, kNames).has_value());
}

class DocumentDamageTest : public testing::Test {
 protected:
  DocumentDamageTest() : context_(bench_.surroundings, bench_.world()) {
    duis::ServiceRequest request;
    request.header.request_id = Bench::request_id();
    request.header.service_reference = "7.6";
    request.header.service_reference_variant = "7.6";
    request.header.command_variant = 4;
    request.body = duis::DeactivateAuxiliaryLoad{2, 60};
    document_ = duis::build_request_unchecked(request);
  }
  /// Does the document bear a valid signature of the ENO's XML signing key?
  [[nodiscard]] bool is_validly_signed(const std::string& text) const {
    const auto document = xml::Document::parse(text);
    if (!document) { return false; }
    const auto* entry = bench_.surroundings.keys->find(Bench::kEno, crypto::RemotePartyRole::XmlSigning,
                                                       crypto::KeyUsage::DigitalSignature);
    return duis::verify_signature(*document, entry->certificate.public_key()).has_value();
  }
  std::string done(const DocumentDamage& damage) {
    const auto text = signed_with_damage(context_, "ENO", document_, &damage);
    EXPECT_TRUE(text.has_value()) << text.error().detail;
    return text.value_or("");
  }

  Bench bench_;
  CaseContext context_;
  std::string document_;
};

TEST_F(DocumentDamageTest, SignsAsTheUserWithoutDamage) {
  const auto text = signed_with_damage(context_, "ENO", document_, nullptr);
  ASSERT_TRUE(text.has_value()) << text.error().detail;
  EXPECT_TRUE(is_validly_signed(*text));
}

TEST_F(DocumentDamageTest, AChangeBeforeSigningLeavesTheSignatureValidAndOneAfterDoesNot) {
  const DocumentMutation set = {SetNode{"Body/DeactivateAuxiliaryLoad/DeactivateALCSHCALCS/Duration", "61"},
                                false};
  const auto before = done({"", {set}, std::nullopt});
  EXPECT_NE(before.find(">61<"), std::string::npos);
  EXPECT_TRUE(is_validly_signed(before));
  auto late = set;
  late.after_signing = true;
  const auto after = done({"", {late}, std::nullopt});
  EXPECT_NE(after.find(">61<"), std::string::npos);
  EXPECT_FALSE(is_validly_signed(after));
}

TEST_F(DocumentDamageTest, SignsWithOtherKeysNotAtAllOrTwice) {
  DocumentSignature none;
  none.with = DocumentSignature::With::None;
  EXPECT_EQ(done({"", {}, none}), document_);
  DocumentSignature other;
  other.key_of = "EIS";
  EXPECT_FALSE(is_validly_signed(done({"", {}, other})));
  DocumentSignature gbcs;
  gbcs.with = DocumentSignature::With::Gbcs;
  EXPECT_FALSE(is_validly_signed(done({"", {}, gbcs})));
  DocumentSignature twice;
  twice.twice = true;
  const auto doubled = done({"", {}, twice});
  EXPECT_NE(doubled.find("<ds:Signature"), doubled.rfind("<ds:Signature"));
}

TEST_F(DocumentDamageTest, NamesTheCertificateThatItIsTold) {
  DocumentSignature forged;
  forged.key_of = "EIS";
  forged.certificate_of = "ENO";
  const auto text = done({"", {}, forged});
  const auto* eno = bench_.surroundings.keys->find(Bench::kEno, crypto::RemotePartyRole::XmlSigning,
                                                   crypto::KeyUsage::DigitalSignature);
  EXPECT_NE(text.find(eno->certificate.serial()), std::string::npos);
  EXPECT_FALSE(is_validly_signed(text));
}

TEST_F(DocumentDamageTest, MakesHostileDocuments) {
  EXPECT_EQ(done({"", {{AddDoctype{}, true}}, std::nullopt}).rfind("<!DOCTYPE", 0), 0U);
  EXPECT_EQ(done({"", {{AppendText{"x"}, true}}, std::nullopt}).back(), 'x');
  EXPECT_NE(done({"", {{AddNode{".", "<sr:Extra/>"}, false}}, std::nullopt}).find("<sr:Extra/>"),
            std::string::npos);
  const DocumentDamage nowhere = {"", {{RemoveNode{"Body/None"}, false}}, std::nullopt};
  EXPECT_FALSE(signed_with_damage(context_, "ENO", document_, &nowhere).has_value());
}

TEST(HanEvent, ReadsEventsAndCancels) {
  const auto open = read_han_event(test_messages::event(false, 60));
  ASSERT_TRUE(open.has_value());
  EXPECT_FALSE(open->closed);
  EXPECT_EQ(open->minutes, 60);
  EXPECT_TRUE(read_han_event(test_messages::event(true, 5))->closed);
  EXPECT_TRUE(read_han_event(Bytes{0x09, 1, 2, 0})->is_cancel);
  EXPECT_FALSE(read_han_event(Bytes{0x11, 1, 1}).has_value()) << "from client to server";
  EXPECT_FALSE(read_han_event(Bytes{0x09}).has_value());
  EXPECT_FALSE(read_han_event(Bytes(25, 0)).has_value());
}

TEST(RequestBuilder, ReadsInstantsFromNow) {
  const Instant now{std::chrono::hours(1)};
  EXPECT_EQ(*instant_from("now", now), now);
  EXPECT_EQ(*instant_from("PT10M", now), now + std::chrono::minutes(10));
  EXPECT_EQ(*instant_from("-PT1H", now), Instant{});
  EXPECT_EQ(*instant_from("1970-01-01T00:00:00Z", now), Instant{});
  EXPECT_FALSE(instant_from("tomorrow", now).has_value());
}

TEST(RequestBuilder, MakesTheRequestAndItsDeviations) {
  Bench bench;
  CaseContext context(bench.surroundings, bench.world());
  Send send;
  send.as = "ENO";
  send.srv = "6.14.1";
  send.body_of = "6.14.1";
  send.to = "ESME1";
  send.body.labels = {{2, "EV"}};
  const auto plain = build_request(context, send);
  ASSERT_TRUE(plain.has_value()) << plain.error().detail;
  EXPECT_EQ(plain->header.command_variant, 4) << "critical";
  EXPECT_EQ(plain->header.service_reference, "6.14");
  EXPECT_EQ(plain->header.request_id, Bench::request_id(1000));
  send.deviations.variant = 1;
  send.deviations.originator = "EIS";
  send.deviations.counter_offset = -1;
  const auto other = build_request(context, send);
  ASSERT_TRUE(other.has_value()) << other.error().detail;
  EXPECT_EQ(other->header.command_variant, 1);
  EXPECT_EQ(other->header.request_id.originator, Bench::kEis);
  EXPECT_EQ(other->header.request_id.counter.value(), 1000U) << "the next is 1001, less one";
  send.body_of = "7.6";
  EXPECT_FALSE(build_request(context, send).has_value()) << "no index";
}

}  // namespace
}  // namespace enocheck::engine
