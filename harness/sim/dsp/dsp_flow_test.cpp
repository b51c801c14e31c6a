// What leaves for devices, what comes back, and what does not.
#include "core/hex.h"
#include "gbcs/dlms.h"
#include "sim/dsp/dsp_fixture.h"

namespace enocheck::sim {
namespace {

const Bytes kSuccess = decode_hex("DA 200003E8 00 00 02 0000 02 0200 0300").value();

TEST_F(DspTest, GivesThePreCommandWithTheNullSignatureOctet) {
  const auto response = read(post(WebService::Transform, deactivate()));
  const auto& content = std::get<duis::ResponseMessage>(response.body).content;
  const auto& pre_command = std::get<duis::PreCommand>(content);
  EXPECT_EQ(pre_command.gbcs_version, "3.3");
  const auto message = gbcs::decode_message(pre_command.octets).value();
  EXPECT_EQ(message.signature_form, gbcs::SignatureForm::Empty);
  EXPECT_EQ(message.form(), gbcs::Form::PreCommand);
  EXPECT_EQ(message.header.originator, kEno);
  EXPECT_EQ(message.header.code, Policy{}.ecs47_eno);
  EXPECT_FALSE(response.response_id.has_value());
}

TEST_F(DspTest, TheSupplierKeepsTodaysUseCases) {
  const auto response = read(post(WebService::Transform, deactivate(kEis)));
  EXPECT_EQ(gbcs::decode_message(duis::gbcs_octets_of(response)).value().header.code, MessageCode{0x0055});
  EXPECT_EQ(code(add_boost(kEis)), "I99");
  EXPECT_EQ(gbcs::decode_message(wan_.sent.back().second).value().header.code, MessageCode{0x005F});
  EXPECT_EQ(code(add_boost()), "I99");
  EXPECT_EQ(gbcs::decode_message(wan_.sent.back().second).value().header.code, Policy{}.ecs62_eno);
}

TEST_F(DspTest, SendsTheSignedPreCommandUnchangedUnderAMac) {
  const auto second = signed_pre_command(deactivate(), kEno);
  EXPECT_EQ(code(second), "I99");
  ASSERT_EQ(wan_.sent.size(), 1U);
  const auto& [device, octets] = wan_.sent.front();
  EXPECT_EQ(device, kEsme);
  const auto message = gbcs::decode_message(octets).value();
  EXPECT_EQ(copy_of(message.maced_octets()), std::get<duis::SignedPreCommand>(second.body).gbcs_payload);
  const auto* const own = world_.device_keys.find(kEsme, crypto::KeyUsage::KeyAgreement);
  const auto* const broker = world_.device_keys.find(kDsp, crypto::KeyUsage::KeyAgreement);
  EXPECT_TRUE(gbcs::mac_is_valid(message, world_.device_keys.shared_secret(*own, *broker).value()));
}

TEST_F(DspTest, HandsTheResponseToTheUser) {
  const auto second = signed_pre_command(deactivate(), kEno);
  EXPECT_EQ(code(second), "I99");
  const auto octets =
      gbcs::sign_message(gbcs::encode_unsigned(answer_header(), kSuccess), device_signing_key()).value();
  dsp_->receive(kEsme, octets);
  ASSERT_EQ(delivered_.size(), 1U);
  EXPECT_EQ(delivered_.front().first, kEno);
  const auto response = last_delivery();
  EXPECT_EQ(response.response_code, "I0");
  EXPECT_EQ(response.request_id, second.header.request_id);
  EXPECT_EQ(response.response_id, duis::answer_to(second.header.request_id));
  EXPECT_EQ(copy_of(duis::gbcs_octets_of(response)), octets);
  scheduler_.run_until(kStart + std::chrono::hours(1));
  EXPECT_EQ(delivered_.size(), 1U) << "no time-out after an answer";
}

TEST_F(DspTest, WhatItSaysIsSignedByTheDspAndValid) {
  const auto answer = post(WebService::Transform, deactivate());
  const auto document = xml::Document::parse(answer.body).value();
  EXPECT_TRUE(world_.schema.validate(document).has_value());
  const auto claim = duis::read_signature(document).value();
  ASSERT_TRUE(claim.has_value());
  const auto* const signer = world_.user_keys.find_serial(claim->signer.serial);
  ASSERT_NE(signer, nullptr);
  EXPECT_EQ(signer->certificate.role(), crypto::RemotePartyRole::DspXmlSigning);
  EXPECT_TRUE(duis::verify_signature(document, signer->certificate.public_key()).has_value());
}

TEST_F(DspTest, LeavesAcknowledgementsUnsignedOnlyWhereThePolicySaysSo) {
  Policy policy;
  policy.sign_acknowledgements = false;
  start(std::make_unique<DspRules>(policy));
  const auto acknowledgement = post(WebService::Send, add_boost());
  EXPECT_FALSE(duis::read_signature(xml::Document::parse(acknowledgement.body).value()).value().has_value());
  const auto content = post(WebService::Transform, deactivate());
  EXPECT_TRUE(duis::read_signature(xml::Document::parse(content.body).value()).value().has_value());
}

TEST_F(DspTest, DropsResponsesThatAreNotTheDevicesOrNotTheAnswer) {
  EXPECT_EQ(code(signed_pre_command(deactivate(), kEno)), "I99");
  const auto good = answer_header();
  auto other_counter = good;
  other_counter.counter = OriginatorCounter{good.counter.value() + 1};
  auto other_code = good;
  other_code.code = MessageCode{0x0055};
  auto other_recipient = good;
  other_recipient.target = kEis;
  auto a_command = good;
  a_command.cra = gbcs::CraFlag::Command;
  for (const auto& header : {other_counter, other_code, other_recipient, a_command}) {
    dsp_->receive(kEsme,
                  gbcs::sign_message(gbcs::encode_unsigned(header, kSuccess), device_signing_key()).value());
  }
  const auto forged =
      gbcs::sign_message(gbcs::encode_unsigned(good, kSuccess), device_signing_key(kOldEsme)).value();
  dsp_->receive(kEsme, forged);
  auto unsigned_response = gbcs::encode_unsigned(good, kSuccess);
  gbcs::append_signature(unsigned_response, {});
  dsp_->receive(kEsme, unsigned_response);
  dsp_->receive(kEsme, decode_hex("DF0901").value());
  EXPECT_TRUE(delivered_.empty());
  scheduler_.run_until(kStart + Policy{}.response_limit);
  EXPECT_EQ(last_delivery().response_code, "E21");
}

TEST_F(DspTest, TellsTheUserOnceWhatTheWanCouldNotDeliver) {
  EXPECT_EQ(code(signed_pre_command(deactivate(), kEno)), "I99");
  const auto sent = wan_.sent.back().second;
  dsp_->undelivered().receive(kOldEsme, sent);
  dsp_->undelivered().receive(kEsme, decode_hex("DF0901").value());
  EXPECT_TRUE(delivered_.empty());
  dsp_->undelivered().receive(kEsme, sent);
  EXPECT_EQ(last_delivery().response_code, "E20");
  dsp_->undelivered().receive(kEsme, sent);
  scheduler_.run_until(kStart + 2 * Policy{}.response_limit);
  EXPECT_EQ(delivered_.size(), 1U) << "no E21 as well";
}

TEST_F(DspTest, SpeaksForTheDistributorWhereOnlyTheBrokerMay) {
  const auto made = read_boost();
  EXPECT_EQ(code(made), "I99");
  const auto command = gbcs::decode_message(wan_.sent.back().second).value();
  EXPECT_EQ(command.header.originator, kDsp);
  EXPECT_EQ(command.header.code, MessageCode{0x005E});
  ASSERT_TRUE(command.header.supplementary.has_value());
  EXPECT_EQ(command.header.supplementary->remote_party, kEno);
  EXPECT_EQ(command.header.supplementary->remote_party_counter, made.header.request_id.counter);

  auto without_party = answer_header();
  without_party.supplementary.reset();
  dsp_->receive(kEsme, maced_by_device(without_party, kSuccess));
  auto bad_mac = maced_by_device(answer_header(), kSuccess);
  bad_mac.back() ^= 1U;
  dsp_->receive(kEsme, bad_mac);
  EXPECT_TRUE(delivered_.empty());
  dsp_->receive(kEsme, maced_by_device(answer_header(), kSuccess));
  EXPECT_EQ(last_delivery().response_id, duis::answer_to(made.header.request_id)) << "the user's own counter";
}

TEST_F(DspTest, TheBrokersCounterAlwaysRises) {
  EXPECT_EQ(code(read_boost()), "I99");
  const auto first = gbcs::decode_message(wan_.sent.back().second).value().header.counter;
  EXPECT_EQ(code(read_boost()), "I99");
  EXPECT_GT(gbcs::decode_message(wan_.sent.back().second).value().header.counter, first);
}

TEST_F(DspTest, SaysE21OnceAndHandsOnALateResponse) {
  const auto second = signed_pre_command(deactivate(), kEno);
  EXPECT_EQ(code(second), "I99");
  scheduler_.run_until(kStart + Policy{}.response_limit - Duration{1});
  EXPECT_TRUE(delivered_.empty());
  scheduler_.run_until(kStart + std::chrono::hours(1));
  ASSERT_EQ(delivered_.size(), 1U);
  EXPECT_EQ(last_delivery().response_code, "E21");
  EXPECT_TRUE(duis::gbcs_octets_of(last_delivery()).empty());
  const auto late =
      gbcs::sign_message(gbcs::encode_unsigned(answer_header(), kSuccess), device_signing_key()).value();
  dsp_->receive(kEsme, late);
  EXPECT_EQ(last_delivery().response_code, "I0");
  dsp_->receive(kEsme, late);
  EXPECT_EQ(delivered_.size(), 2U) << "the same response twice";
}

TEST_F(DspTest, ExecutesAtItsDateAndNotBefore) {
  const auto execution = kStart + std::chrono::minutes(10);
  EXPECT_EQ(code(request(kEno, "7.7", 1, duis::ReadALCSData{execution})), "I99");
  scheduler_.run_until(execution - Duration{1});
  EXPECT_TRUE(wan_.sent.empty());
  scheduler_.run_until(execution);
  EXPECT_EQ(wan_.sent.size(), 1U);
}

TEST_F(DspTest, CancelsForTheOriginatorAlone) {
  const auto execution = kStart + std::chrono::minutes(10);
  const Instant never = std::chrono::sys_days{std::chrono::year{3000} / 12 / 31};
  EXPECT_EQ(code(request(kEno, "7.7", 1, duis::ReadALCSData{execution})), "I99");
  EXPECT_EQ(code(request(kOu, "7.7", 1, duis::ReadALCSData{execution})), "I99");
  EXPECT_EQ(code(request(kEno, "7.7", 1, duis::ReadALCSData{never})), "I99");
  scheduler_.run_until(execution);
  ASSERT_EQ(wan_.sent.size(), 1U);
  EXPECT_EQ(gbcs::decode_message(wan_.sent.front().second).value().header.supplementary->remote_party, kOu);
}

TEST_F(DspTest, HandsADeviceAlertToItsRecipient) {
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Alert;
  header.counter = OriginatorCounter{7};
  header.originator = kEsme;
  header.target = kEno;
  header.code = MessageCode{0x0120};
  const auto payload =
      decode_hex("0F200007D0000203128F85090C07DF0101FF000000008000FF090A001200000000000186A0").value();
  const auto unsigned_alert = gbcs::encode_unsigned(header, payload);
  dsp_->receive(kEsme, gbcs::sign_message(unsigned_alert, device_signing_key(kOldEsme)).value());
  EXPECT_TRUE(delivered_.empty()) << "another device's signature";
  dsp_->receive(kEsme, gbcs::sign_message(unsigned_alert, device_signing_key()).value());
  const auto alert = last_delivery();
  EXPECT_EQ(std::get<duis::DeviceAlertMessage>(alert.body).alert_code, "8F85");
  EXPECT_EQ(alert.response_id, (duis::RequestId{kEsme, kEno, OriginatorCounter{7}}));

  header.target = kDsp;
  header.supplementary = gbcs::SupplementaryParty{kOu, OriginatorCounter{5}, std::nullopt, {}};
  dsp_->receive(kEsme,
                gbcs::sign_message(gbcs::encode_unsigned(header, payload), device_signing_key()).value());
  EXPECT_EQ(delivered_.back().first, kOu) << "the broker's alert is the unknown party's";
}

}  // namespace
}  // namespace enocheck::sim
