#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"
#include "transform/to_pre_command.h"

namespace enocheck::transform {
namespace {

duis::ServiceRequest activation(std::optional<Instant> execution = {}) {
  duis::ServiceRequest made;
  made.header.request_id = {Eui64{1}, Eui64{2}, OriginatorCounter{1000}};
  made.header.command_variant = 4;
  made.header.service_reference = "11.3";
  made.header.service_reference_variant = "11.3";
  made.body = duis::ActivateFirmware{execution, Bytes(32, 0xAB)};
  return made;
}

/// A response to it with that outcome, its signature a placeholder.
Bytes response(const std::optional<gbcs::FirmwareOutcome>& outcome) {
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Response;
  header.counter = OriginatorCounter{1000};
  header.originator = Eui64{2};
  header.target = Eui64{1};
  header.code = MessageCode{0x0012};
  header.date_time = copy_of(gbcs::to_cosem(Instant(std::chrono::hours(24 * 20000))));
  auto octets = gbcs::encode_unsigned(header, gbcs::encode_firmware_response(outcome));
  gbcs::append_signature(octets, Bytes(64, 1));
  return octets;
}

std::vector<std::string> fields(const Result<std::vector<Mismatch>>& mismatches) {
  std::vector<std::string> names;
  for (const auto& mismatch : mismatches.value()) { names.push_back(mismatch.field); }
  return names;
}

using Fields = std::vector<std::string>;

TEST(FirmwareCorrelation, FindsAnotherHashCounterOrTime) {
  const auto made = [](duis::ServiceRequest request) {
    auto octets = to_unsigned_command(request, known_remote_party(request.header.request_id)).value();
    gbcs::append_signature(octets, {});
    return octets;
  };
  EXPECT_EQ(fields(correlate_pre_command(activation(), made(activation()))), Fields{});
  auto other = activation();
  std::get<duis::ActivateFirmware>(other.body).hash.back() = 0;
  EXPECT_EQ(fields(correlate_pre_command(activation(), made(other))), Fields{"hash"});
  const Instant later(std::chrono::hours(24 * 21000));
  EXPECT_EQ(fields(correlate_pre_command(activation(), made(activation(later)))), Fields{"execution time"});
  EXPECT_EQ(fields(correlate_pre_command(activation(later), made(activation(later)))), Fields{});
}

TEST(FirmwareCorrelation, WantsTheOutcomeThatTheRequestCallsFor) {
  const gbcs::FirmwareOutcome done{0, {0, 0, 1, 4}};
  EXPECT_EQ(fields(correlate_response(activation(), response(done))), Fields{});
  EXPECT_EQ(fields(correlate_response(activation(), response(std::nullopt))), Fields{"outcome"});
  const Instant later(std::chrono::hours(24 * 21000));
  EXPECT_EQ(fields(correlate_response(activation(later), response(std::nullopt))), Fields{});
}

TEST(FirmwareOutput, TellsResultAndVersion) {
  const auto request = activation();
  const auto done = mmc_output(&request, response(gbcs::FirmwareOutcome{0, {0, 0, 1, 4}})).value();
  EXPECT_NE(
      done.find("<ra:ActivateFirmwareRsp MessageSuccess=\"true\"><ra:ActivateImageResponseCode "
                "ResponseCode=\"0\"><ra:ASN1Status>success</ra:ASN1Status></ra:ActivateImageResponseCode>"
                "<ra:FirmwareVersion>00000104</ra:FirmwareVersion></ra:ActivateFirmwareRsp>"),
      std::string::npos)
      << done;
  const auto failed = mmc_output(&request, response(gbcs::FirmwareOutcome{2, {0, 0, 1, 3}})).value();
  EXPECT_NE(failed.find("MessageSuccess=\"false\""), std::string::npos) << failed;
  EXPECT_NE(failed.find("hashMismatch"), std::string::npos) << failed;
  EXPECT_FALSE(mmc_output(&request, response(gbcs::FirmwareOutcome{9, {0, 0, 1, 3}})));
  EXPECT_TRUE(all_items_succeeded(response(std::nullopt)).value());
  EXPECT_FALSE(all_items_succeeded(response(gbcs::FirmwareOutcome{1, {0, 0, 1, 3}})).value());
}

}  // namespace
}  // namespace enocheck::transform
