#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"
#include "transform/to_pre_command.h"

namespace enocheck::transform {
namespace {

duis::ServiceRequest log_request(const std::string& log = "ALCSEvent") {
  duis::ServiceRequest made;
  made.header.request_id = {Eui64{1}, Eui64{2}, OriginatorCounter{1000}};
  made.header.service_reference = "6.13";
  made.header.service_reference_variant = "6.13";
  const auto start = parse_iso8601("2014-12-15T00:00:00Z").value();
  made.body = duis::ReadEventOrSecurityLog{std::nullopt, start, start + std::chrono::days(17), log};
  return made;
}

/// A response with these log entries, in hex, its MAC a placeholder.
Bytes response(const std::string& compact_array) {
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Response;
  header.counter = OriginatorCounter{1000};
  header.originator = Eui64{2};
  header.target = Eui64{1};
  header.code = MessageCode{0x00BA};
  auto octets =
      gbcs::encode_unsigned(header, decode_hex("DA200003E8000001" + compact_array + "010100").value());
  gbcs::append_signature(octets, {});
  return octets;
}

std::string output(const std::string& compact_array) {
  const auto request = log_request();
  const auto written = mmc_output(&request, response(compact_array));
  return written ? *written : written.error().detail;
}

TEST(EventLog, IsAskedForInTheOctetsOfRtds) {
  const auto request = log_request();
  const auto made = to_unsigned_command(request, known_remote_party(request.header.request_id)).value();
  // ECS35g of RTDS 4.5.0 but for counter and message code.
  EXPECT_TRUE(
      encode_hex(made).ends_with("D9200003E800010400070011636202FF020102040204120001090600005E2C64FF0F0212000"
                                 "0061C20E100061C374A8001000100"))
      << encode_hex(made);
  const auto other =
      to_unsigned_command(log_request("Security"), known_remote_party(request.header.request_id));
  EXPECT_EQ(other.error().code, ErrorCode::Unsupported);
}

// The first two entries that ECS35g of RTDS 4.5.0 has: a close command, and the HCALCS's report of it.
TEST(EventLog, IsWrittenEntryByEntry) {
  const auto mmc = output("130204061216 06161C20E100021100548E24801C20E105020001548E2480");
  const auto first =
      "<ra:ALCSEventLogEntry><ra:Timestamp>2014-12-15T00:00:00.000Z</ra:Timestamp><ra:SwitchNumber>2"
      "</ra:SwitchNumber><ra:SwitchAction>On</ra:SwitchAction><ra:Outcome>Outcome not known</ra:Outcome>"
      "<ra:HANCommandID>1418601600</ra:HANCommandID></ra:ALCSEventLogEntry>";
  const auto second =
      "<ra:Timestamp>2014-12-15T00:00:05.000Z</ra:Timestamp><ra:SwitchNumber>2</"
      "ra:SwitchNumber><ra:SwitchAction>Entry "
      "relates to a Message from an HC ALCS</ra:SwitchAction><ra:Outcome>Success</ra:Outcome>";
  EXPECT_NE(mmc.find(first), std::string::npos) << mmc;
  EXPECT_NE(mmc.find(second), std::string::npos) << mmc;
  EXPECT_NE(output("13020406121606 00").find("<ra:ALCSEvent/>"), std::string::npos);
}

TEST(EventLog, IsRefusedWhereAnEntryIsNone) {
  EXPECT_EQ(output("130204061216 060B1C20E100061100548E2480"), "log entry 0611, outcome 0");
  EXPECT_EQ(output("130204061216 060B1C20E100021300548E2480"), "log entry 0213, outcome 0");
  EXPECT_EQ(output("130204061216 060B1C20E100021103548E2480"), "log entry 0211, outcome 3");
}

}  // namespace
}  // namespace enocheck::transform
