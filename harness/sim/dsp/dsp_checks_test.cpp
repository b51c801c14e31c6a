// Each row of the DUIS brief's 6.3 broken alone: the code, and that nothing leaves for the device.
#include <fmt/format.h>

#include "core/hex.h"

#include "sim/dsp/dsp_fixture.h"

namespace enocheck::sim {
namespace {

TEST_F(DspTest, RefusesWhatIsNoDocumentWithoutBody) {
  for (const auto* const document :
       {"", "<", "<sr:Request/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"}) {
    const auto answer = dsp_->handle(WebService::Send, document);
    EXPECT_EQ(answer.http_status, 400) << document;
    EXPECT_TRUE(answer.body.empty());
  }
  EXPECT_EQ(dsp_->handle(WebService::Send, std::string((std::size_t{1} << 20U) + 1, ' ')).http_status, 413);
}

TEST_F(DspTest, RefusesSchemaVersionsThatItDoesNotSpeak) {
  for (const auto& [version, status] : std::vector<std::pair<std::string, int>>{
           {"5.0", 400}, {"5.1", 200}, {"5.4", 200}, {"5.40", 200}, {"5.5", 400}}) {
    auto made = deactivate();
    made.schema_version = version;
    EXPECT_EQ(post(WebService::Transform, made).http_status, status) << version;
  }
}

TEST_F(DspTest, RefusesUnsignedAlteredAndForeignSignatures) {
  const auto made = deactivate();
  const auto plain = duis::build_request_unchecked(made);
  auto altered = sign(plain, kEno);
  altered.replace(altered.find(">30<"), 4, ">31<");
  for (const auto& document : {plain, altered, sign(plain, kOtherEno), sign(plain, kEis),
                               sign(plain, kEno, crypto::RemotePartyRole::NetworkOperator)}) {
    EXPECT_EQ(read(dsp_->handle(WebService::Transform, document)).response_code, "E100") << document;
  }
  EXPECT_EQ(read(dsp_->handle(WebService::Transform, sign(plain, kEno))).response_code, "I0");
}

TEST_F(DspTest, RefusesCommandVariantsAtTheWrongService) {
  EXPECT_EQ(code(WebService::Send, deactivate()), "E13");
  EXPECT_EQ(code(WebService::Transform, add_boost()), "E13");
  EXPECT_EQ(code(WebService::NonDevice, add_boost()), "E13");
}

TEST_F(DspTest, RefusesCommandVariantsThatDoNotFitTheService) {
  auto non_critical = add_boost();
  non_critical.header.command_variant = 4;
  EXPECT_EQ(code(non_critical), "E12");
  auto critical = deactivate();
  critical.header.command_variant = 1;
  EXPECT_EQ(code(critical), "E12");
  auto without_pre_command = deactivate();
  without_pre_command.header.command_variant = 5;
  EXPECT_EQ(code(without_pre_command), "E12");
  auto nobodys = deactivate();
  nobodys.header.command_variant = 9;
  EXPECT_EQ(code(nobodys), "E12");
}

TEST_F(DspTest, RefusesReferencesThatContradictEachOther) {
  auto reference = deactivate();
  reference.header.service_reference = "7.5";
  EXPECT_EQ(code(reference), "E12");
  auto body = deactivate();
  body.body = duis::ActivateAuxiliaryLoad{2, 30};
  EXPECT_EQ(code(body), "E12");
}

TEST_F(DspTest, RefusesUsersByWhoTheyAre) {
  EXPECT_EQ(code(deactivate(kNobody)), "E1");
  EXPECT_EQ(code(deactivate(kSuspendedEno)), "E3");
  EXPECT_EQ(code(request(kEno, "7.5", 4, duis::ActivateAuxiliaryLoad{2, 30})), "E2");
  EXPECT_EQ(code(deactivate(kOu)), "E2");
  EXPECT_EQ(code(deactivate(kOtherEno)), "E4");
}

TEST_F(DspTest, RefusesTheDistributorBeforeTheChange) {
  Policy before;
  before.change_in_force = false;
  start(std::make_unique<DspRules>(before));
  EXPECT_EQ(code(deactivate()), "E2");
  EXPECT_EQ(code(add_boost()), "E2");
  EXPECT_EQ(code(read_boost()), "E2");
  EXPECT_EQ(code(deactivate(kEis)), "I0");
  EXPECT_EQ(code(request(kEno, "7.7", 1, duis::ReadALCSData{})), "I99");
}

TEST_F(DspTest, RegistrationCountsFromItsStartUntilBeforeItsEnd) {
  const auto end = kStart + std::chrono::days(30);
  const auto at = [&](Instant execution) {
    return code(request(kEno, "7.7", 1, duis::ReadALCSData{execution}));
  };
  EXPECT_EQ(at(end - Duration{1}), "I99");
  EXPECT_EQ(at(end), "E4");
  scheduler_.run_until(end);
  EXPECT_EQ(code(deactivate()), "E4");
}

TEST_F(DspTest, RefusesTargetsByWhatTheyAre) {
  EXPECT_EQ(code(deactivate(kEno, Eui64{7})), "E19");
  EXPECT_EQ(code(deactivate(kEno, kHcalcs)), "E11");
  EXPECT_EQ(code(deactivate(kEno, kHub)), "E11");
  EXPECT_EQ(code(deactivate(kEno, kSmets1)), "E11");
  EXPECT_EQ(code(deactivate(kEno, kSuspendedEsme)), "E5");
  EXPECT_EQ(code(request(kEno, "7.7", 1, duis::ReadALCSData{}, kSuspendedEsme)), "I99");
}

TEST_F(DspTest, OldFirmwareRefusesTheDistributorOnlyWhereItNeedsTheNewUseCase) {
  Policy policy;
  policy.code_use_case = "E65";  // told apart from the other E11s
  start(std::make_unique<DspRules>(policy));
  auto boost = add_boost();
  boost.header.request_id.target = kOldEsme;
  auto boost_read = read_boost();
  boost_read.header.request_id.target = kOldEsme;
  EXPECT_EQ(code(deactivate(kEno, kOldEsme)), "E65");
  EXPECT_EQ(code(boost), "E65");
  EXPECT_EQ(code(boost_read), "I99") << "by the broker: no new use case";
  EXPECT_EQ(code(deactivate(kEis, kOldEsme)), "I0");

  policy.boost_read_by_urp = false;
  start(std::make_unique<DspRules>(policy));
  boost_read.header.request_id.counter = OriginatorCounter{counter_++};
  EXPECT_EQ(code(boost_read), "E65");
}

TEST_F(DspTest, ComparesGbcsVersionsAsNumbers) {
  Policy policy;
  policy.eno_variants_from = "3.10";
  start(std::make_unique<DspRules>(policy));
  EXPECT_EQ(code(deactivate()), "E11");
}

TEST_F(DspTest, RefusesContentThatTheSchemaLetsThrough) {
  auto zero = deactivate();
  zero.header.request_id.counter = OriginatorCounter{0};
  auto repeated = add_boost();
  std::get<duis::AddAuxiliaryLoadToBoostButton>(repeated.body).flags[4].index = 1;
  auto reversed = read_boost();
  std::get<duis::ReadBoostButtonDetails>(reversed.body).end = kStart - std::chrono::hours(2);
  const auto past = request(kEno, "7.7", 1, duis::ReadALCSData{kStart - Duration{1}});
  for (const auto& made : {zero, repeated, reversed, past}) {
    EXPECT_EQ(code(made), "E100") << duis::build_request_unchecked(made);
  }
  EXPECT_TRUE(wan_.sent.empty());
}

TEST_F(DspTest, RefusesADuplicateButNotTheSecondHalf) {
  const auto made = deactivate();
  const auto second = signed_pre_command(made, kEno);
  EXPECT_EQ(code(made), "E100");
  EXPECT_EQ(code(second), "I99");
  EXPECT_EQ(code(second), "E100");
  EXPECT_EQ(wan_.sent.size(), 1U);
}

TEST_F(DspTest, RefusedRequestsMayComeAgain) {
  const auto made = deactivate();
  EXPECT_EQ(code(WebService::Send, made), "E13");
  EXPECT_EQ(code(made), "I0");
}

TEST_F(DspTest, RefusesPreCommandsThatDoNotBelong) {
  const auto made = deactivate();
  const auto good = signed_pre_command(made, kEno);
  EXPECT_EQ(code(signed_pre_command(deactivate(), kOtherEno)), "E100") << "another's signature";

  auto other_counter = good;
  other_counter.header.request_id.counter = OriginatorCounter{counter_++};
  EXPECT_EQ(code(other_counter), "E100");
  auto other_service = good;
  other_service.header.service_reference_variant = "7.8";
  other_service.header.service_reference = "7.8";
  EXPECT_EQ(code(other_service), "E100") << "7.8 carries an open command";
  auto damaged = good;
  std::get<duis::SignedPreCommand>(damaged.body).gbcs_payload.back() ^= 1U;
  EXPECT_EQ(code(damaged), "E100");
  auto cut = good;
  std::get<duis::SignedPreCommand>(cut.body).gbcs_payload.pop_back();
  EXPECT_EQ(code(cut), "E100");
  EXPECT_TRUE(wan_.sent.empty());
  EXPECT_EQ(code(good), "I99");
}

TEST_F(DspTest, AnActivationDoesNotPassUnderTheHeaderOfADeactivation) {
  const auto honest = request(kEis, "7.5", 4, duis::ActivateAuxiliaryLoad{2, 30});
  auto disguised = signed_pre_command(honest, kEis, crypto::RemotePartyRole::Supplier);
  disguised.header.service_reference = "7.6";
  disguised.header.service_reference_variant = "7.6";
  EXPECT_EQ(code(disguised), "E100");
}

TEST_F(DspTest, KeepsLocalCommandsFromTheDistributor) {
  auto made = add_boost();
  made.header.command_variant = 2;
  EXPECT_EQ(code(made), "E17");
  auto suppliers = add_boost(kEis);
  suppliers.header.command_variant = 2;
  const auto response = read(post(WebService::NonDevice, suppliers));
  EXPECT_EQ(response.response_code, "I0");
  EXPECT_TRUE(gbcs::decode_message(duis::gbcs_octets_of(response)).value().has_mac);
  EXPECT_TRUE(wan_.sent.empty());
}

TEST_F(DspTest, SaysWhatItDoesNotPlay) {
  const auto made = request(kEno, "6.2.4", 1,
                            duis::OpaqueBody{"ReadDeviceConfigurationIdentityExcMPxN",
                                             "<sr:ReadDeviceConfigurationIdentityExcMPxN/>"});
  EXPECT_EQ(code(made), kNotPlayed);
  EXPECT_TRUE(wan_.sent.empty());
}

TEST_F(DspTest, KeepsTheInventoryAsUsersTellIt) {
  constexpr Eui64 kNew{0x00DB123456789096U};
  const auto notify = [&](const Eui64& device, std::string_view type) {
    return code(
        request(kEis, "12.2", 8,
                duis::OpaqueBody{"DevicePrenotification",
                                 fmt::format("<sr:DevicePrenotification><sr:DeviceID>{}</sr:DeviceID>"
                                             "<sr:DeviceManufacturer>A</sr:DeviceManufacturer>"
                                             "<sr:DeviceModel>B</sr:DeviceModel>"
                                             "<sr:DeviceType>{}</sr:DeviceType></sr:DevicePrenotification>",
                                             to_string(device), type)},
                kDsp));
  };
  const auto update = [&](const Eui64& device, std::string_view change) {
    return code(request(
        kEis, "8.4", 8,
        duis::OpaqueBody{"UpdateInventory", fmt::format("<sr:UpdateInventory><sr:DeviceID>{}</sr:DeviceID>{}"
                                                        "</sr:UpdateInventory>",
                                                        to_string(device), change)},
        kDsp));
  };
  const Policy policy;
  EXPECT_EQ(update(kNew, "<sr:DeleteDevice/>"), policy.code_device_unknown);
  EXPECT_EQ(notify(kNew, "HCALCS"), "I99");
  EXPECT_EQ(notify(kNew, "HCALCS"), policy.code_device_known);
  EXPECT_EQ(update(kNew, "<sr:DeleteDevice/>"), "I99");
  EXPECT_EQ(update(kNew, "<sr:DeleteDevice/>"), policy.code_device_unknown);
  EXPECT_EQ(update(kHcalcs, "<sr:DeleteDevice/>"), policy.code_device_status);
  const auto mpxn = "<sr:UpdateMPxN><sr:ExportMPAN>1200000000099</sr:ExportMPAN></sr:UpdateMPxN>";
  EXPECT_EQ(update(kEsme, mpxn), "I99");
  const duis::OpaqueBody by_mpan{"ReadInventory",
                                 "<sr:ReadInventory><sr:MPxN>1200000000099</sr:MPxN></sr:ReadInventory>"};
  EXPECT_EQ(code(request(kEis, "8.2", 8, by_mpan, kDsp)), "I0");
  EXPECT_TRUE(wan_.sent.empty());
}

TEST_F(DspTest, ReadsTheInventoryOfThePremises) {
  const auto body = [](const Eui64& device) {
    return duis::OpaqueBody{"ReadInventory", "<sr:ReadInventory><sr:DeviceID>" + to_string(device) +
                                                 "</sr:DeviceID></sr:ReadInventory>"};
  };
  const auto response = read(post(WebService::NonDevice, request(kEno, "8.2", 8, body(kEsme), kDsp)));
  EXPECT_EQ(response.response_code, "I0");
  const auto& message = std::get<duis::ResponseMessage>(response.body);
  const auto& xml = std::get<duis::OpaqueContent>(message.content).xml;
  EXPECT_NE(xml.find(to_string(kHcalcs)), std::string::npos) << xml;
  EXPECT_NE(xml.find(to_string(kHub)), std::string::npos) << xml;
  EXPECT_EQ(xml.find(to_string(kOldEsme)), std::string::npos) << xml;
  EXPECT_EQ(code(request(kEno, "8.2", 8, body(Eui64{7}), kDsp)), "E080201");
  EXPECT_EQ(code(request(kEno, "8.2", 8, body(kEsme), kEsme)), "E19");
}

}  // namespace
}  // namespace enocheck::sim
