// Joins, unjoins and the hub's device log. Expected payloads and responses are those of RTDS 4.5.0.
#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"
#include "transform/to_pre_command.h"

namespace enocheck::transform {
namespace {

constexpr Eui64 kSupplier{0x90B3D51F30010000};
constexpr Eui64 kBroker{0x90B3D51F30000002};
constexpr Eui64 kEsme{0x00DB1234567890A0};
constexpr Eui64 kHub{0x00DB1234567890A2};
constexpr Eui64 kHcalcs{0x00DB1234567890A5};

duis::ServiceRequest request(std::string variant, duis::RequestBody body, const Eui64& target,
                             std::uint64_t counter) {
  duis::ServiceRequest made;
  made.header.request_id = {kSupplier, target, OriginatorCounter{counter}};
  made.header.service_reference = variant == "8.11" ? "8.11" : variant.substr(0, 3);
  made.header.service_reference_variant = std::move(variant);
  made.body = std::move(body);
  return made;
}
duis::ServiceRequest join(const Eui64& other, const Eui64& target = kEsme) {
  return request("8.7.1", duis::JoinServiceCritical{other}, target, 1000);
}
duis::ServiceRequest log_request(duis::UpdateHANDeviceLog body) {
  return request("8.11", std::move(body), kHub, 1002);
}
duis::ServiceRequest addition() {
  return log_request({std::nullopt, Eui64{0x00DB1234567890A0}, duis::UpdateHANDeviceLog::RequestType::Add,
                      duis::AddDeviceToCHFWhitelist{
                          90, decode_hex("30313233343536373839414243444546").value(), {}, {}, {}}});
}
duis::ServiceRequest removal() {
  return log_request(
      {std::nullopt, Eui64{0x00DB1234567890A0}, duis::UpdateHANDeviceLog::RequestType::Remove, std::nullopt});
}

Addressing between(const duis::ServiceRequest& made, std::string target_type, std::string other_type) {
  auto addressing = made.header.service_reference_variant == "8.11"
                        ? unknown_remote_party(made.header.request_id, kBroker, OriginatorCounter{0x516})
                        : known_remote_party(made.header.request_id);
  addressing.target_type = std::move(target_type);
  addressing.other_type = std::move(other_type);
  return addressing;
}

std::string code_and_payload(const Result<Bytes>& command) {
  if (!command) { return command.error().detail; }
  const auto message = gbcs::decode_message(*command);
  return std::to_string(message->header.code.value()) + " " + encode_hex(message->payload);
}

TEST(Join, PayloadsAreThoseOfRtds) {
  const auto hcalcs = join(Eui64{0x00DB12345678909A});
  EXPECT_EQ(code_and_payload(to_unsigned_command(hcalcs, between(hcalcs, "ESME", "HCALCS"))),
            "13 3010020100040800DB12345678909A020104");
  const auto esme = join(Eui64{0x00DB123456789093}, kHcalcs);
  EXPECT_EQ(code_and_payload(to_unsigned_command(esme, between(esme, "HCALCS", "ESME"))),
            "171 3010020101040800DB123456789093020101");
  const auto unjoin = request("8.8.1", duis::UnjoinServiceCritical{Eui64{0x00DB123456789099}}, kEsme, 1001);
  EXPECT_EQ(code_and_payload(to_unsigned_command(unjoin, between(unjoin, "ESME", ""))),
            "15 040800DB123456789099");
}

TEST(Join, NeedsToKnowWhatTheOtherDeviceIs) {
  const auto made = join(kHcalcs);
  EXPECT_EQ(to_unsigned_command(made, between(made, "ESME", "")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(to_unsigned_command(made, between(made, "ESME", "CAD")).error().code, ErrorCode::BadValue);
}

TEST(DeviceLog, PayloadsAreThoseOfRtds) {
  EXPECT_EQ(
      code_and_payload(to_unsigned_command(addition(), between(addition(), "CHF", "ESME"))),
      "1 D920000516000303006800001E0300FF0102006800001E0300FF0302006800001E0300FF02030204090800DB12345678"
      "90A01601091030313233343536373839414243444546160012005A03FF");
  EXPECT_EQ(code_and_payload(to_unsigned_command(removal(), between(removal(), "CHF", "ESME"))),
            "2 D920000516000103006800001E0300FF0201090800DB1234567890A0");
}

TEST(DeviceLog, CarriesNoContradiction) {
  auto bare = addition();
  std::get<duis::UpdateHANDeviceLog>(bare.body).details.reset();
  EXPECT_EQ(to_unsigned_command(bare, between(bare, "CHF", "HCALCS")).error().code, ErrorCode::BadValue);
  auto full = removal();
  std::get<duis::UpdateHANDeviceLog>(full.body).details.emplace();
  EXPECT_EQ(to_unsigned_command(full, between(full, "CHF", "HCALCS")).error().code, ErrorCode::BadValue);
}

std::string first_mismatch(const duis::ServiceRequest& asked, const Bytes& command) {
  CorrelationOptions options;
  options.broker = kBroker;
  const auto mismatches = correlate_pre_command(asked, command, options);
  if (!mismatches) { return mismatches.error().detail; }
  return mismatches->empty() ? "" : mismatches->front().field;
}

TEST(Join, CorrelatesWithItsOwnCommandOnly) {
  const auto asked = join(kHcalcs);
  const auto command = to_unsigned_command(asked, between(asked, "ESME", "HCALCS")).value();
  EXPECT_EQ(first_mismatch(asked, command), "");
  EXPECT_EQ(first_mismatch(join(Eui64{0x00DB123456789097}), command), "other device");
  const auto unjoin = request("8.8.1", duis::UnjoinServiceCritical{kHcalcs}, kEsme, 1000);
  EXPECT_EQ(first_mismatch(unjoin, command), "message code");
  const auto responder = to_unsigned_command(asked, between(asked, "HCALCS", "ESME")).value();
  EXPECT_EQ(first_mismatch(asked, responder), "");  // CS03A2: only the inventory knows which it has to be
}

TEST(DeviceLog, CorrelatesWithItsOwnCommandOnly) {
  const auto add = to_unsigned_command(addition(), between(addition(), "CHF", "HCALCS")).value();
  EXPECT_EQ(first_mismatch(addition(), add), "");
  EXPECT_EQ(first_mismatch(removal(), add), "message code");
  auto other_code = addition();
  std::get<duis::UpdateHANDeviceLog>(other_code.body).details->install_code.back() ^= 1U;
  EXPECT_EQ(first_mismatch(other_code, add), "install code");
  auto other_time = addition();
  std::get<duis::UpdateHANDeviceLog>(other_time.body).details->join_time_period = 91;
  EXPECT_EQ(first_mismatch(other_time, add), "join time");
}

constexpr std::string_view kJoinResponse =
    "DF090200000000000003E80800DB1234567890A00890B3D51F300100000002000D0302010040762EC72BD5ACCB4D0C92907A6C72"
    "1C58470EF4EDD66ACFB6223025036DF9D2E59D1E7D6936F42BF645C78003567C1B96FA8021915FE70FC9B2A49C299C61AD55";
constexpr std::string_view kJoinFailure =
    "DF090200000000000003EA0800DB1234567890A00890B3D51F300100000002000D0302010340E45E26D0521966C5F49B1E3A885D"
    "0B3104A229097E9545725AC02FDA1EF51AB0BB4196E335212C97054C7B28C54BE5251AB40DF9834D355806584A9ADA3EFE77";

TEST(Join, ResponsesOfRtdsCorrelateAndTellTheirResult) {
  auto asked = join(Eui64{0x00DB12345678909A});
  const auto success = decode_hex(kJoinResponse).value();
  EXPECT_TRUE(correlate_response(asked, success).value().empty());
  EXPECT_TRUE(all_items_succeeded(success).value());
  EXPECT_NE(
      mmc_output(&asked, success)
          .value()
          .find("<ra:JoinServiceCriticalRsp MessageSuccess=\"true\"><ra:joinResponseCode ResponseCode=\"0\">"
                "<ra:ASN1Status>success</ra:ASN1Status></ra:joinResponseCode></ra:JoinServiceCriticalRsp>"),
      std::string::npos);
  const auto failed = decode_hex(kJoinFailure).value();
  EXPECT_EQ(correlate_response(asked, failed).value().front().field, "originator counter");
  EXPECT_FALSE(all_items_succeeded(failed).value());
  EXPECT_NE(mmc_output(&asked, failed).value().find("incompatibleWithExistingEntry"), std::string::npos);
}

}  // namespace
}  // namespace enocheck::transform
