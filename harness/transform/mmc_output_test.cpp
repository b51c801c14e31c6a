#include "transform/mmc_output.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "transform/test_vectors.h"

namespace enocheck::transform {
namespace {

using test::message;
using test::request;

std::string parsed(const char* request_id, const char* message_id) {
  const auto asked = request(request_id);
  const auto output = mmc_output(&asked, message(message_id));
  return output ? *output : "error: " + output.error().detail;
}

std::string parsed_alert(const char* message_id) {
  const auto output = mmc_output(nullptr, message(message_id));
  return output ? *output : "error: " + output.error().detail;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) { ++found; }
  return found;
}

/// A response message with another list of data.
Bytes with_data(const char* message_id, std::size_t item, const char* hex) {
  const auto octets = message(message_id);
  const auto whole = gbcs::decode_message(octets).value();
  auto response = gbcs::decode_access_response(whole.payload).value();
  const auto data = decode_hex(hex).value();
  response.data.at(item) = data;
  auto altered = gbcs::encode_unsigned(whole.header, gbcs::encode_access_response(response));
  gbcs::append_signature(altered, {});
  return altered;
}

// Source: DUIS brief 8.2, which prints this document as valid against the MMC schema.
TEST(MmcOutput, GivesTheDocumentOfTheBriefForADeactivation) {
  auto asked = request("7.6/eno_request");
  const auto octets = message("ECS47/deactivate_response");
  const auto whole = gbcs::decode_message(octets).value();
  auto header = whole.header;
  header.target = asked.header.request_id.originator;
  auto response = gbcs::encode_unsigned(header, whole.payload);
  gbcs::append_signature(response, whole.signature);
  EXPECT_EQ(
      mmc_output(&asked, response).value(),
      "<ra:GBCSResponse xmlns:ra=\"http://www.dccinterface.co.uk/ResponseAndAlert\" schemaVersion=\"5.4\">"
      "<ra:Header><ra:BusinessOriginatorID>00-DB-12-34-56-78-90-A0</ra:BusinessOriginatorID>"
      "<ra:BusinessTargetID>90-B3-D5-1F-30-02-00-00</ra:BusinessTargetID>"
      "<ra:OriginatorCounter>1001</ra:OriginatorCounter>"
      "<ra:GBCSHexadecimalMessageCode>0055</ra:GBCSHexadecimalMessageCode>"
      "<ra:ServiceReference>7.6</ra:ServiceReference>"
      "<ra:ServiceReferenceVariant>7.6</ra:ServiceReferenceVariant></ra:Header>"
      "<ra:Body><ra:ResponseMessage><ra:SMETSData><ra:DeactivateAuxiliaryLoadRsp MessageSuccess=\"true\"/>"
      "</ra:SMETSData><ra:DebugInfo><ra:COSEMDebug>"
      "<ra:COSEMResponse ResponseCode=\"0\" Position=\"1\"><ra:DataAccessResult>success</ra:DataAccessResult>"
      "</ra:COSEMResponse><ra:COSEMResponse ResponseCode=\"0\" Position=\"2\">"
      "<ra:ActionResult>success</ra:ActionResult></ra:COSEMResponse></ra:COSEMDebug></ra:DebugInfo>"
      "</ra:ResponseMessage></ra:Body></ra:GBCSResponse>");
}

TEST(MmcOutput, NamesWhatFailed) {
  const auto output = parsed("7.6/error_request", "ECS47/deactivate_error_response");
  EXPECT_TRUE(contains(output, "<ra:DeactivateAuxiliaryLoadRsp MessageSuccess=\"false\"/>"));
  EXPECT_TRUE(contains(output,
                       "<ra:COSEMResponse ResponseCode=\"1\" Position=\"1\">"
                       "<ra:DataAccessResult>hardware-fault</ra:DataAccessResult>"));
  EXPECT_TRUE(contains(output,
                       "<ra:COSEMResponse ResponseCode=\"250\" Position=\"2\">"
                       "<ra:ActionResult>other-reason</ra:ActionResult>"));
}

TEST(MmcOutput, HasAResponseElementForEveryService) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"6.14.1/request", "ECS46a/labels_response", "UpdateDeviceConfigurationALCDescriptionsRsp"},
      {"7.5/request", "ECS47/activate_response", "ActivateAuxiliaryLoadRsp"},
      {"7.8/request", "ECS47/reset_response", "ResetAuxiliaryLoadRsp"},
      {"7.9/request", "ECS62/add_response", "AddAuxiliaryLoadToBoostButtonRsp"},
      {"7.10/request", "ECS62/remove_response", "RemoveAuxiliaryLoadFromBoostButtonRsp"},
      {"7.13/curtail_request", "ECS47a/eis_curtail_response", "SetAuxiliaryControllerStateRsp"}};
  for (const auto& [from, to, element] : rows) {
    EXPECT_TRUE(contains(parsed(from, to), std::string("<ra:") + element + " MessageSuccess=\"true\"/>"))
        << element;
  }
}

TEST(MmcOutput, ReadsTheSwitchData) {
  const auto output = parsed("7.7/request", "ECS61a/read_response");
  EXPECT_EQ(count(output, "<ra:AuxiliaryLoadControlSwitch Index="), 5U);
  EXPECT_TRUE(contains(output,
                       "<ra:AuxiliaryLoadControlSwitch Index=\"2\">"
                       "<ra:Description>HCALCS_2_Description</ra:Description>"
                       "<ra:TypeAndIdentifier><ra:HCALCS>00-DB-12-34-56-78-90-97</ra:HCALCS>"
                       "</ra:TypeAndIdentifier><ra:State>true</ra:State>"));
  EXPECT_TRUE(contains(output,
                       "<ra:Description>ALCS_1_Description</ra:Description>"
                       "<ra:TypeAndIdentifier><ra:ALCS/></ra:TypeAndIdentifier>"));
}

TEST(MmcOutput, GivesNoTypeToASwitchThatIsNotThere) {
  const auto asked = request("7.7/request");
  const auto output = mmc_output(&asked, with_data("ECS61a/read_response", 5, "0900")).value();
  EXPECT_TRUE(contains(output, "<ra:Description>ALCS_1_Description</ra:Description><ra:State>"));
  EXPECT_EQ(count(output, "<ra:TypeAndIdentifier>"), 4U);
}

TEST(MmcOutput, ReadsTheCalendarAndItsSpecialDays) {
  const auto output = parsed("7.7/request", "ECS61a/read_response");
  EXPECT_EQ(count(output, "<ra:ALCSHCALCSSpecialDay index="), 4U);
  // 25 December of every year; 3 April 2015.
  EXPECT_TRUE(contains(output,
                       "<ra:ALCSHCALCSSpecialDay index=\"1\"><ra:Year><ra:NonSpecifiedYear/></ra:Year>"
                       "<ra:Month><ra:SpecifiedMonth>12</ra:SpecifiedMonth></ra:Month><ra:DayOfMonth>"
                       "<ra:SpecifiedDayOfMonth>25</ra:SpecifiedDayOfMonth></ra:DayOfMonth>"));
  EXPECT_TRUE(contains(output, "<ra:Year><ra:SpecifiedYear>2015</ra:SpecifiedYear></ra:Year>"));
  EXPECT_EQ(count(output, "<ra:ALCSScheduler>"), 6U);
  // Entry 5: switch 2 closes at 14:00 on weekends and on all four special days, from 21 June to 21 September.
  EXPECT_TRUE(contains(
      output,
      "<ra:ActivateDeactivateSwitch index=\"2\"><ra:ActivateSwitch/></ra:ActivateDeactivateSwitch>"
      "<ra:SpecialDaysApplicability index=\"1\"/><ra:SpecialDaysApplicability index=\"2\"/>"
      "<ra:SpecialDaysApplicability index=\"3\"/><ra:SpecialDaysApplicability index=\"4\"/>"
      "<ra:DaysOfWeekApplicability><ra:DayOfWeekApplicability><ra:DayOfWeekID>Saturday</ra:DayOfWeekID>"
      "</ra:DayOfWeekApplicability><ra:DayOfWeekApplicability><ra:DayOfWeekID>Sunday</ra:DayOfWeekID>"
      "</ra:DayOfWeekApplicability></ra:DaysOfWeekApplicability><ra:ALCSScheduleDatesAndTime>"
      "<ra:SwitchTime>14:00:00.00Z</ra:SwitchTime>"));
}

TEST(MmcOutput, LeavesOutWhatTheDeviceDidNotGive) {
  const auto output = parsed("7.7/error_request", "ECS61a/read_error_response");
  EXPECT_TRUE(contains(output, "<ra:ReadALCSDataRsp MessageSuccess=\"false\">"));
  EXPECT_EQ(count(output, "<ra:State>"), 3U);
  EXPECT_EQ(count(output, "<ra:Description>"), 5U);
}

TEST(MmcOutput, ReadsTheBoostDetails) {
  const auto output = parsed("7.11/request", "ECS61c/read_response");
  EXPECT_EQ(count(output, "<ra:EventLogEntry>"), 6U);
  // 1C2F6180 and 1C2F747C: from 2014-12-26, 81 minutes.
  EXPECT_TRUE(contains(output,
                       "<ra:EventLogEntry><ra:BoostEnd>2014-12-26T01:21:00.000Z</ra:BoostEnd>"
                       "<ra:BoostStart>2014-12-26T00:00:00.000Z</ra:BoostStart></ra:EventLogEntry>"));
  EXPECT_TRUE(contains(output,
                       "<ra:BoostFunctionAvailability>true</ra:BoostFunctionAvailability>"
                       "<ra:BoostFunctionControl1Value>true</ra:BoostFunctionControl1Value>"));
  EXPECT_TRUE(contains(parsed("7.11/eno_request", "ECS61c/eno_read_urp_response"),
                       "<ra:BoostFunctionControl1Value>false</ra:BoostFunctionControl1Value>"
                       "<ra:BoostFunctionControl2Value>true</ra:BoostFunctionControl2Value>"));
}

TEST(MmcOutput, ReadsTheControllersConfiguration) {
  const auto output = parsed("7.14/request", "ECS61d/read_urp_response");
  EXPECT_EQ(count(output, "<ra:AuxiliaryControllerDescription auxiliaryControllerN="), 5U);
  EXPECT_TRUE(
      contains(output,
               "<ra:AuxiliaryControllerDescription auxiliaryControllerN=\"2\">"
               "<ra:AuxiliaryControlDescription>HCALCS_2_Description</ra:AuxiliaryControlDescription>"));
  EXPECT_EQ(count(output, "<ra:AuxiliaryControllerSpecialDayDefinition identifier="), 3U);
  EXPECT_EQ(count(output, "<ra:AuxiliaryControllerSchedule>"), 6U);
  EXPECT_TRUE(
      contains(output,
               "<ra:AuxiliaryControllerSchedule><ra:AuxiliaryControllerAction auxiliaryControllerN=\"1\">"
               "<ra:CommandedStateLevel>0</ra:CommandedStateLevel><ra:InputFromControlledLoad/>"));
  EXPECT_TRUE(contains(output, "<ra:SpecialDaysApplicability identifier=\"1\"/>"));
  EXPECT_TRUE(contains(output, "<ra:AuxiliaryControllerSchedulePeriodAndTime><ra:SwitchTime>09:00:00.00Z"));
}

TEST(MmcOutput, ReadsTheControllersOperation) {
  const auto output = parsed("7.15/request", "ECS61e/read_response");
  EXPECT_EQ(count(output, "<ra:AuxiliaryControllerOperationalData auxiliaryControllerN="), 5U);
  for (const auto* const part :
       {"<ra:AuxiliaryControllerType>HCALCS</ra:AuxiliaryControllerType>"
        "<ra:HCALCSID>12-34-56-78-90-AB-CD-EF</ra:HCALCSID>",
        "<ra:AuxiliaryControllerType>ALCS</ra:AuxiliaryControllerType></ra:TypeAndIdentifier>",
        "<ra:AuxiliaryControllerType>APC</ra:AuxiliaryControllerType>",
        "<ra:AuxiliaryControllerType>None</ra:AuxiliaryControllerType>",
        "<ra:OutputState>100</ra:OutputState><ra:InputState>100</ra:InputState>",
        "<ra:OutputState>100</ra:OutputState><ra:InputState>0</ra:InputState>"
        "<ra:StateAndAssociatedInformation>"}) {
    EXPECT_TRUE(contains(output, part)) << part << " in " << output;
  }
  EXPECT_EQ(count(output, "<ra:OutputState>"), 4U) << "the object of controller 4 has no members";
}

TEST(MmcOutput, LeavesOutControllersThatTheDeviceDidNotGive) {
  EXPECT_EQ(count(parsed("7.14/error_request", "ECS61d/read_error_response"), "AuxiliaryControlDescription>"),
            4U)
      << "two elements";
  const auto operation = parsed("7.15/error_request", "ECS61e/read_error_response");
  EXPECT_EQ(count(operation, "<ra:AuxiliaryControllerType>"), 4U);
  EXPECT_EQ(count(operation, "<ra:OutputState>"), 0U);
}

TEST(MmcOutput, RefusesControllersThatItHasNoPlaceFor) {
  const auto asked = request("7.15/request");
  for (const auto& [item, hex] : std::vector<std::pair<std::size_t, const char*>>{
           {0, "090212AB"}, {0, "1100"}, {5, "0C0131"}, {5, "0C017B"}, {5, "0A027B7D"}}) {
    EXPECT_EQ(mmc_output(&asked, with_data("ECS61e/read_response", item, hex)).error().code,
              ErrorCode::BadValue)
        << hex;
  }
  const auto configuration = request("7.14/request");
  for (const auto& [item, hex] :
       std::vector<std::pair<std::size_t, const char*>>{{0, "1100"}, {5, "1100"}, {6, "1100"}}) {
    EXPECT_EQ(mmc_output(&configuration, with_data("ECS61d/read_urp_response", item, hex)).error().code,
              ErrorCode::BadValue)
        << hex;
  }
}

TEST(MmcOutput, ShowsTheUnknownRemotePartyInTheHeader) {
  const auto output = parsed("7.7/eno_request", "ECS61a/eno_read_urp_response");
  EXPECT_TRUE(contains(output,
                       "<ra:BusinessTargetID>90-B3-D5-1F-30-00-00-02</ra:BusinessTargetID>"
                       "<ra:OriginatorCounter>1537</ra:OriginatorCounter>"
                       "<ra:SupplementaryRemotePartyID>90-B3-D5-1F-30-02-00-00"
                       "</ra:SupplementaryRemotePartyID><ra:SupplementaryRemotePartyCounter>2006"
                       "</ra:SupplementaryRemotePartyCounter><ra:GBCSHexadecimalMessageCode>00BB"));
}

TEST(MmcOutput, KeepsTheDocumentWellFormedWhateverTheLabel) {
  const auto asked = request("7.7/request");
  const auto output = mmc_output(&asked, with_data("ECS61a/read_response", 0, "0A053C2641071F")).value();
  EXPECT_TRUE(contains(output, "<ra:Description>&lt;&amp;A\xEF\xBF\xBD\xEF\xBF\xBD</ra:Description>"));
}

TEST(MmcOutput, RefusesDataThatItHasNoPlaceFor) {
  const auto switch_data = request("7.7/request");
  const std::pair<std::size_t, const char*> rows[] = {
      {0, "1101"},               // a label that is a number
      {5, "0903010203"},         // an identifier of three octets
      {10, "03FF"},              // special days that are no array
      {11, "0101020203FF03FF"},  // a calendar entry of two members
      {12, "1101"}};             // a state that is a number
  for (const auto& [item, hex] : rows) {
    const auto output = mmc_output(&switch_data, with_data("ECS61a/read_response", item, hex));
    EXPECT_EQ(output ? ErrorCode::Io : output.error().code, ErrorCode::BadValue) << item;
  }
  const auto boost = request("7.11/request");
  EXPECT_FALSE(mmc_output(&boost, with_data("ECS61c/read_response", 1, "03FF")));
  EXPECT_FALSE(mmc_output(&boost, with_data("ECS61c/read_response", 0, "1101")));
  EXPECT_FALSE(mmc_output(&boost, message("ECS61a/read_response")));
}

TEST(MmcOutput, TellsResponsesAlertsAndCommandsApart) {
  const auto asked = request("7.6/request");
  EXPECT_EQ(mmc_output(&asked, message("ECS47/deactivate_command")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(mmc_output(&asked, message("ECS100/krp_alert")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(mmc_output(nullptr, message("ECS47/deactivate_response")).error().code, ErrorCode::BadValue);
}

TEST(MmcOutput, GivesHeaderAndDebugInfoForOtherServices) {
  auto asked = request("7.8/request");
  asked.header.service_reference = asked.header.service_reference_variant = "7.12";
  asked.body = duis::OpaqueBody{"SetRandomisedOffsetLimit", ""};
  const auto output = mmc_output(&asked, message("ECS47/reset_response")).value();
  EXPECT_FALSE(contains(output, "SMETSData"));
  EXPECT_TRUE(contains(output, "<ra:ResponseMessage><ra:DebugInfo>"));
}

TEST(MmcOutput, ReadsAlerts) {
  const std::pair<const char*, const char*> rows[] = {
      {"ECS100/krp_alert",
       "<ra:Timestamp>2015-01-01T00:00:00.000Z</ra:Timestamp><ra:Payload><ra:CommandNotSupportedbyDevice>"
       "<ra:MessageCodeofCommandReceived>0012</ra:MessageCodeofCommandReceived>"
       "<ra:OriginatorCounterfromCommandReceived>100000</ra:OriginatorCounterfromCommandReceived>"},
      {"ECS100/urp_alert", "<ra:SupplementaryRemotePartyCounter>200000</ra:SupplementaryRemotePartyCounter>"},
      {"ECS101/input_alert",
       "<ra:AuxiliaryControllerN>3</ra:AuxiliaryControllerN><ra:ResultingLevel>100</ra:ResultingLevel>"
       "<ra:InputFromControlledLoad/>"},
      {"ECS102/output_alert",
       "<ra:LimitAPCLevelEndedDeviceAlert><ra:AuxiliaryControllerN>1</ra:AuxiliaryControllerN>"
       "<ra:ResultingLevel>100</ra:ResultingLevel></ra:LimitAPCLevelEndedDeviceAlert>"},
      {"ECS200/alert",
       "<ra:OutputState>100</ra:OutputState><ra:InputState>0</ra:InputState>"
       "<ra:StateAndAssociatedInformation>{\"outputState\":\"100\""},
      {"ECS80/alert",
       "<ra:interruptionValue>2014-12-31T23:50:00.000Z</ra:interruptionValue>"
       "<ra:restorationValue>2014-12-31T23:59:00.000Z</ra:restorationValue>"},
      {"ECS46c/calendar_alert",
       "<ra:FutureDatedCommandMessageCode>0054</ra:FutureDatedCommandMessageCode>"
       "<ra:FutureDatedCommandOriginatorCounter>1007</ra:FutureDatedCommandOriginatorCounter>"
       "<ra:DLMSCOSEMFDInstructionIdentification><ra:ClassId>2328</ra:ClassId>"
       "<ra:InstanceId>00005E2C801A</ra:InstanceId><ra:AttributeId>06</ra:AttributeId>"},
      {"GCA_DLMS/alert", "<ra:GBCSHexAlertCode>8F30</ra:GBCSHexAlertCode><ra:AlertDescription>sender lacks"},
      {"CS06/activation_alert",
       "<ra:FirmwareActivationDeviceAlert><ra:ExecutionDateTime>2030-01-15T09:00:00.000Z</"
       "ra:ExecutionDateTime>"
       "<ra:OriginatorCounterFromCommand>1001</ra:OriginatorCounterFromCommand>"
       "<ra:ActivateImageResponseCode ResponseCode=\"0\"><ra:ASN1Status>success</ra:ASN1Status>"
       "</ra:ActivateImageResponseCode><ra:FirmwareVersion>0123ABCF</ra:FirmwareVersion>"}};
  for (const auto& [id, part] : rows) {
    EXPECT_TRUE(contains(parsed_alert(id), part)) << id << ": " << parsed_alert(id);
  }
}

TEST(MmcOutput, TellsWhetherEveryItemSucceeded) {
  EXPECT_TRUE(all_items_succeeded(message("ECS47/deactivate_response")).value());
  EXPECT_FALSE(all_items_succeeded(message("ECS47/deactivate_error_response")).value());
  EXPECT_FALSE(all_items_succeeded(message("ECS61a/read_error_response")).value());
  EXPECT_EQ(all_items_succeeded(message("ECS47/deactivate_command")).error().code, ErrorCode::BadValue);
}

}  // namespace
}  // namespace enocheck::transform
