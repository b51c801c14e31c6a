#include "duis/service_response.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "duis/response_code.h"

namespace enocheck::duis {
namespace {

std::string with_body(std::string_view body, std::string_view code = "I0") {
  return fmt::format(
      "<sr:Response xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">"
      "<sr:Header><sr:RequestID>90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:1001</sr:RequestID>"
      "<sr:ResponseID>00-DB-12-34-56-78-90-A0:90-B3-D5-1F-30-02-00-00:1001</sr:ResponseID>"
      "<sr:ResponseCode>{}</sr:ResponseCode><sr:ResponseDateTime>2026-01-01T00:00:00.000Z"
      "</sr:ResponseDateTime></sr:Header><sr:Body>{}</sr:Body></sr:Response>",
      code, body);
}

std::string message(std::string_view content) {
  return fmt::format(
      "<sr:ResponseMessage><sr:ServiceReference>7.6</sr:ServiceReference>"
      "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant>{}</sr:ResponseMessage>",
      content);
}

std::string error_of(std::string_view document) {
  const auto response = parse_response(document);
  return response ? std::string() : response.error().detail;
}

TEST(ServiceResponse, ReadsAServiceResponse) {
  const auto response =
      parse_response(with_body(message("<sr:GBCSPayload>3wkC\n AAAA</sr:GBCSPayload>"))).value();
  EXPECT_EQ(response.request_id.value().counter.value(), 1001U);
  EXPECT_EQ(response.response_id, answer_to(*response.request_id));
  EXPECT_EQ(response.response_code, "I0");
  EXPECT_EQ(to_iso8601(response.response_date_time), "2026-01-01T00:00:00.000Z");
  const auto& body = std::get<ResponseMessage>(response.body);
  EXPECT_EQ(body.service_reference_variant, "7.6");
  EXPECT_EQ(encode_hex(std::get<GbcsPayload>(body.content).octets), "DF0902000000");
  EXPECT_EQ(encode_hex(gbcs_octets_of(response)), "DF0902000000");
}

/// Each document, the alternative that its content is, and the GBCS octets that it carries.
struct RoundTrip {
  std::string body;
  std::size_t alternative;
  std::size_t content;
  std::string octets;
};

TEST(ServiceResponse, RoundTripsEveryBodyAndContent) {
  const std::vector<RoundTrip> cases{
      {message(""), 0, 0, ""},
      {message("<sr:GBCSPayload>3wkC</sr:GBCSPayload>"), 0, 1, "DF0902"},
      {message("<sr:PreCommand><sr:GBCSVersion>4.2</sr:GBCSVersion><sr:GBCSPayload>3wkB</sr:GBCSPayload>"
               "</sr:PreCommand>"),
       0, 2, "DF0901"},
      {message("<sr:LocalCommand><sr:GBCSPayload>3wkB</sr:GBCSPayload></sr:LocalCommand>"), 0, 3, "DF0901"},
      {message(
           "<sr:FutureDatedDeviceAlertMessage><sr:FutureDatedAlertCode>8F66</sr:FutureDatedAlertCode>"
           "<sr:GBCSPayload>3wkD</sr:GBCSPayload><sr:InstructionNumber>1</sr:InstructionNumber>"
           "<sr:TotalCommandInstructions>2</sr:TotalCommandInstructions></sr:FutureDatedDeviceAlertMessage>"),
       0, 4, "DF0903"},
      {message("<sr:DSPInventory><sr:Device><sr:DeviceID>00-DB-12-34-56-78-90-A0</sr:DeviceID></sr:Device>"
               "</sr:DSPInventory>"),
       0, 5, ""},
      {"<sr:DeviceAlertMessage><sr:AlertCode>8F85</sr:AlertCode><sr:GBCSPayload>3wkD</sr:GBCSPayload>"
       "</sr:DeviceAlertMessage>",
       1, 0, "DF0903"},
      {"<sr:DeviceAlertMessage><sr:AlertCode>8F85</sr:AlertCode><sr:ThrottledAlertSequenceId>7"
       "</sr:ThrottledAlertSequenceId><sr:ThrottledAlertCount>4294967295</sr:ThrottledAlertCount>"
       "<sr:GBCSPayload>3wkD</sr:GBCSPayload></sr:DeviceAlertMessage>",
       1, 0, "DF0903"},
      {"<sr:DCCAlertMessage><sr:DCCAlertCode>N13</sr:DCCAlertCode><sr:DCCAlert><sr:CommandFailure>"
       "<sr:CommandRequestID>90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:1001</sr:CommandRequestID>"
       "<sr:DeviceID>00-DB-12-34-56-78-90-A0</sr:DeviceID></sr:CommandFailure></sr:DCCAlert>"
       "</sr:DCCAlertMessage>",
       2, 0, ""},
      {"<sr:SMETS1ResponseMessage><GBCSResponse xmlns=\"http://www.dccinterface.co.uk/ResponseAndAlert\">"
       "<x/></GBCSResponse></sr:SMETS1ResponseMessage>",
       3, 0, ""},
  };
  for (const auto& expected : cases) {
    const auto document = with_body(expected.body);
    const auto response = parse_response(document);
    ASSERT_TRUE(response) << response.error().detail << "\n" << document;
    EXPECT_EQ(response->body.index(), expected.alternative);
    if (const auto* const body = std::get_if<ResponseMessage>(&response->body)) {
      EXPECT_EQ(body->content.index(), expected.content);
    }
    EXPECT_EQ(encode_hex(gbcs_octets_of(*response)), expected.octets);
    EXPECT_EQ(build_response(*response).value(), document);
  }
}

TEST(ServiceResponse, ReadsAlertCodesInEitherCase) {
  const auto alert = [](std::string_view code) {
    return with_body(
        fmt::format("<sr:DeviceAlertMessage><sr:AlertCode>{}</sr:AlertCode><sr:GBCSPayload/>"
                    "</sr:DeviceAlertMessage>",
                    code));
  };
  EXPECT_EQ(std::get<DeviceAlertMessage>(parse_response(alert("8f85")).value().body).alert_code, "8F85");
  EXPECT_NE(error_of(alert("0x8F85")), "");
  EXPECT_NE(error_of(alert("8F8")), "");
  EXPECT_NE(error_of(alert("8F 85")), "");
}

TEST(ServiceResponse, RefusesWhatTheSchemaRefuses) {
  const auto payload = message("<sr:GBCSPayload>3wkC</sr:GBCSPayload>");
  EXPECT_EQ(error_of(with_body(payload)), "");
  EXPECT_EQ(error_of(with_body(payload, "E6")),
            "Response/Header/ResponseCode: 'E6' is no Response Code of DUIS 5.4");
  EXPECT_EQ(error_of(with_body("")), "Response/Body: ResponseMessage is missing");
  EXPECT_EQ(error_of(with_body(message("<sr:GBCSPayload>3wkC</sr:GBCSPayload><sr:GBCSPayload/>"))),
            "Response/Body/ResponseMessage/GBCSPayload: not expected here");
  EXPECT_EQ(error_of(with_body(message("<sr:Acknowledgement/>"))),
            "Response/Body/ResponseMessage: Acknowledgement is nothing that may stand here");
  EXPECT_NE(error_of(with_body("<sr:DCCAlertMessage><sr:DCCAlertCode>N32</sr:DCCAlertCode><sr:DCCAlert>"
                               "<sr:CommandFailure/></sr:DCCAlert></sr:DCCAlertMessage>")),
            "");
  EXPECT_EQ(error_of(with_body("<sr:DCCAlertMessage><sr:DCCAlertCode>N13</sr:DCCAlertCode><sr:DCCAlert/>"
                               "</sr:DCCAlertMessage>")),
            "Response/Body/DCCAlertMessage/DCCAlert: the content is missing");
}

TEST(ServiceResponse, BuildsNothingThatTheSchemaForbids) {
  auto response = parse_response(with_body(message(""))).value();
  response.response_code = "E6";
  const auto document = build_response(response);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::BadValue);
  EXPECT_EQ(build_response_unchecked(response), with_body(message(""), "E6"));
  response.response_code = "I0";
  ASSERT_TRUE(build_response(response));
  response.schema_version = "five";
  EXPECT_FALSE(build_response(response));
}

TEST(ResponseCode, KnowsTheEnumeration) {
  for (const auto* const code : {"I0", "I99", "E1", "E11", "E100", "E1011", "E081111", "W110101"}) {
    EXPECT_TRUE(is_response_code(code)) << code;
  }
  for (const auto* const code : {"", "I1", "E6", "e1", "E1 ", "E999", "W1"}) {
    EXPECT_FALSE(is_response_code(code)) << code;
  }
}

TEST(ResponseCode, KnowsDccAlertCodes) {
  unsigned known = 0;
  for (int number = 0; number < 1000; ++number) {
    known += is_dcc_alert_code(fmt::format("N{}", number)) ? 1U : 0U;
  }
  EXPECT_EQ(known, 65U);  // N1 to N65 without N32, and N999
  EXPECT_TRUE(is_dcc_alert_code("AD1"));
  for (const auto* const code : {"", "N", "N0", "N01", "N32", "N66", "N065", "AD2", "n1"}) {
    EXPECT_FALSE(is_dcc_alert_code(code)) << code;
  }
}

}  // namespace
}  // namespace enocheck::duis
