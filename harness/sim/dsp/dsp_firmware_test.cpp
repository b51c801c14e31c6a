// Firmware: what the DSP distributes, and what it learns of a meter's version.
#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "gbcs/firmware_activation.h"
#include "sim/dsp/dsp_fixture.h"

namespace enocheck::sim {
namespace {

/// An OTA upgrade file of version 00000104 whose image says GBCS 3.4.
Bytes image() {
  Bytes file = decode_hex("1EF1EE0B00013800000034120100040100000200").value();
  file.resize(52, 0);
  append(file, decode_hex("41000000").value());
  append(file, bytes_of("GBCS 3.4\n"));
  return file;
}

class DspFirmwareTest : public DspTest {
 protected:
  [[nodiscard]] std::string distribute(const std::string& version = "00000104",
                                       std::vector<Eui64> devices = {kOldEsme}) {
    auto made = request(kEis, "11.1", 8, duis::UpdateFirmware{image(), version, std::move(devices)}, kDsp);
    return code(made);
  }
  /// The supplier activates; the old meter answers so.
  void activate(const std::optional<gbcs::FirmwareOutcome>& outcome, std::optional<Instant> at = {}) {
    const auto hash = read_firmware_image(image()).value().hash;
    const auto made = request(kEis, "11.3", 4, duis::ActivateFirmware{at, hash}, kOldEsme);
    EXPECT_EQ(code(signed_pre_command(made, kEis, crypto::RemotePartyRole::Supplier)), "I99");
    auto header = answer_header();
    command_ = header.counter;
    header.date_time = copy_of(gbcs::to_cosem(kStart));
    const auto octets = gbcs::encode_unsigned(header, gbcs::encode_firmware_response(outcome));
    dsp_->receive(kOldEsme, gbcs::sign_message(octets, device_signing_key(kOldEsme)).value());
  }
  [[nodiscard]] std::string enos_code() { return code(deactivate(kEno, kOldEsme)); }

  OriginatorCounter command_;
};

TEST_F(DspFirmwareTest, DistributesWhatTheProductsListHas) {
  EXPECT_EQ(distribute(), "I99");
  ASSERT_EQ(wan_.sent.size(), 1U);
  EXPECT_EQ(wan_.sent.front(), (std::pair{kOldEsme, image()}));
  EXPECT_EQ(enos_code(), "E11") << "distributed is not active";
  EXPECT_EQ(distribute("00000105"), Policy{}.code_firmware_image);
  EXPECT_EQ(distribute("00000104", {kOldEsme, kHcalcs}), "E11");
  EXPECT_EQ(distribute("00000104", {kNobody}), "E19");
  EXPECT_EQ(wan_.sent.size(), 1U);
}

TEST_F(DspFirmwareTest, LearnsFromAnActivationThatSucceeded) {
  EXPECT_EQ(enos_code(), "E11");
  activate(gbcs::FirmwareOutcome{2, {0, 0, 1, 4}});
  EXPECT_EQ(enos_code(), "E11");
  activate(std::nullopt);
  EXPECT_EQ(enos_code(), "E11");
  activate(gbcs::FirmwareOutcome{0, {0, 0, 1, 4}});
  EXPECT_EQ(enos_code(), "I0");
  activate(gbcs::FirmwareOutcome{0, {0, 0, 9, 9}});
  EXPECT_EQ(enos_code(), "E11") << "of an unlisted version nothing is known";
}

TEST_F(DspFirmwareTest, LearnsFromTheAlertOfADatedActivation) {
  activate(std::nullopt, kStart + std::chrono::hours(1));
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Alert;
  header.counter = OriginatorCounter{1};
  header.originator = kOldEsme;
  header.target = kEis;
  header.code = MessageCode{0x00CA};
  const auto payload =
      gbcs::encode_firmware_alert({0x8F66, kStart, command_, gbcs::FirmwareOutcome{0, {0, 0, 1, 4}}});
  dsp_->receive(
      kOldEsme,
      gbcs::sign_message(gbcs::encode_unsigned(header, payload), device_signing_key(kOldEsme)).value());
  const auto delivered = last_delivery();
  const auto& body = std::get<duis::ResponseMessage>(delivered.body);
  const auto& alert = std::get<duis::FutureDatedDeviceAlert>(body.content);
  EXPECT_EQ(alert.alert_code, "8F66");
  EXPECT_EQ(alert.total_instructions, 1);
  EXPECT_EQ(body.service_reference_variant, "11.3");
  EXPECT_EQ(enos_code(), "I0");
}

TEST_F(DspFirmwareTest, LearnsFromAReadAndTellsTheSupplier) {
  EXPECT_EQ(code(request(kEno, "11.2", 1, duis::ReadFirmwareVersion{}, kOldEsme)), "I99");
  const auto payload = decode_hex("DA 200003E8 00 00 01 09 04 00000104 01 01 00").value();
  dsp_->receive(kOldEsme, maced_by_device(answer_header(), payload));
  ASSERT_EQ(delivered_.size(), 2U);
  EXPECT_EQ(delivered_.front().first, kEis);
  const auto alert = duis::parse_response(delivered_.front().second).value();
  EXPECT_EQ(std::get<duis::DccAlertMessage>(alert.body).element, "FirmwareVersionMismatch");
  EXPECT_EQ(enos_code(), "I0");
}

}  // namespace
}  // namespace enocheck::sim
