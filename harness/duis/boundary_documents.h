#pragma once

// For tests only: DUIS documents on both sides of every boundary that the DUIS brief, 5.4, tried with libxml2
// and Xerces, and some more of the same kind.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enocheck::duis::boundary {

struct Header {
  std::string version = " schemaVersion=\"5.4\"";
  std::string counter = "1001";
  std::string target = "00-DB-12-34-56-78-90-A0";
  std::string command_variant = "4";
  std::string service_reference = "7.6";
  std::string service_reference_variant = "7.6";
};

inline std::string request(std::string_view body, const Header& header = {}) {
  return fmt::format(
      "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\"{}><sr:Header>"
      "<sr:RequestID>90-B3-D5-1F-30-02-00-00:{}:{}</sr:RequestID><sr:CommandVariant>{}</sr:CommandVariant>"
      "<sr:ServiceReference>{}</sr:ServiceReference><sr:ServiceReferenceVariant>{}</"
      "sr:ServiceReferenceVariant>"
      "</sr:Header><sr:Body>{}</sr:Body></sr:Request>",
      header.version, header.target, header.counter, header.command_variant, header.service_reference,
      header.service_reference_variant, body);
}

inline std::string response(std::string_view body, std::string_view code = "I0",
                            std::string_view at = "2026-01-01T00:00:00.000Z") {
  return fmt::format(
      "<sr:Response xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">"
      "<sr:Header><sr:ResponseCode>{}</sr:ResponseCode><sr:ResponseDateTime>{}</sr:ResponseDateTime>"
      "</sr:Header><sr:Body>{}</sr:Body></sr:Response>",
      code, at, body);
}

inline std::string message(std::string_view content) {
  return fmt::format(
      "<sr:ResponseMessage><sr:ServiceReference>7.6</sr:ServiceReference>"
      "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant>{}</sr:ResponseMessage>",
      content);
}

inline std::string repeated(std::size_t times, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) { all += text; }
  return all;
}

inline std::string deactivate(std::string_view index, std::string_view duration) {
  return request(
      fmt::format("<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS{}>{}"
                  "</sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad>",
                  index, duration));
}

inline std::string curtailment(std::string_view index, std::string_view duration) {
  return deactivate(fmt::format(" index=\"{}\"", index),
                    fmt::format("<sr:Duration>{}</sr:Duration>", duration));
}

inline std::string under(const Header& header) {
  return request(
      "<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS index=\"3\"><sr:Duration>60</sr:Duration>"
      "</sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad>",
      header);
}

inline std::string boost(const std::vector<std::pair<int, std::string_view>>& flags) {
  std::string body;
  for (const auto& [index, value] : flags) {
    body += fmt::format("<sr:AddToBoostButton index=\"{}\">{}</sr:AddToBoostButton>", index, value);
  }
  return request("<sr:AddAuxiliaryLoadToBoostButton>" + body + "</sr:AddAuxiliaryLoadToBoostButton>");
}

inline std::string read_switches(std::string_view execution) {
  return request(fmt::format(
      "<sr:ReadALCSData><sr:ExecutionDateTime>{}</sr:ExecutionDateTime></sr:ReadALCSData>", execution));
}

inline std::string offset_limit(std::string_view seconds) {
  return request(
      fmt::format("<sr:SetRandomisedOffsetLimit><sr:RandomisedOffsetLimit>{}</sr:RandomisedOffsetLimit>"
                  "</sr:SetRandomisedOffsetLimit>",
                  seconds));
}

inline std::string controller(std::string_view number, std::string_view level,
                              std::string_view end = "2026-01-01T01:00:00Z") {
  return request(
      fmt::format("<sr:SetAuxiliaryControllerState auxiliaryControllerN=\"{}\"><sr:StartDateTime>"
                  "2026-01-01T00:00:00Z</sr:StartDateTime><sr:EndDateTime>{}</sr:EndDateTime>"
                  "<sr:CommandedStateLevel>{}</sr:CommandedStateLevel></sr:SetAuxiliaryControllerState>",
                  number, end, level));
}

inline std::string label(std::string_view text, std::size_t times = 1) {
  return request("<sr:UpdateDeviceConfigurationALCDescriptions>" +
                 repeated(times, fmt::format("<sr:ALCSHCALCSDescription index=\"2\"><sr:SwitchDescription>{}"
                                             "</sr:SwitchDescription></sr:ALCSHCALCSDescription>",
                                             text)) +
                 "</sr:UpdateDeviceConfigurationALCDescriptions>");
}

inline std::string calendar(std::size_t schedules, std::string_view special_days) {
  const auto* const date =
      "<sr:Year><sr:NonSpecifiedYear/></sr:Year><sr:Month><sr:NonSpecifiedMonth/></sr:Month><sr:DayOfMonth>"
      "<sr:NonSpecifiedDayOfMonth/></sr:DayOfMonth><sr:DayOfWeek><sr:NonSpecifiedDayOfWeek/></sr:DayOfWeek>";
  const auto schedule = fmt::format(
      "<sr:ALCSHCALCSConnectionSchedule><sr:ActivateDeactivateSwitch index=\"2\"><sr:ActivateSwitch/>"
      "</sr:ActivateDeactivateSwitch><sr:ALCSScheduleDatesAndTime><sr:SwitchTime>00:00:00.00Z</sr:SwitchTime>"
      "<sr:StartDate>{0}</sr:StartDate><sr:EndDate>{0}</sr:EndDate></sr:ALCSScheduleDatesAndTime>"
      "</sr:ALCSHCALCSConnectionSchedule>",
      date);
  return request(
      fmt::format("<sr:UpdateDeviceConfigurationALCScheduler>{}{}<sr:SwitchTypeAndId index=\"2\">"
                  "<sr:HCALCS>00-DB-12-34-56-78-90-97</sr:HCALCS></sr:SwitchTypeAndId>"
                  "</sr:UpdateDeviceConfigurationALCScheduler>",
                  repeated(schedules, schedule), special_days));
}

inline std::string join(std::string_view other) {
  return request(fmt::format(
      "<sr:JoinServiceCritical><sr:OtherDeviceID>{}</sr:OtherDeviceID></sr:JoinServiceCritical>", other));
}

inline std::string device_log(std::string_view type, std::string_view details) {
  return request(
      fmt::format("<sr:UpdateHANDeviceLog><sr:DeviceID>00-DB-12-34-56-78-90-97</sr:DeviceID>"
                  "<sr:RequestType>{}</sr:RequestType>{}</sr:UpdateHANDeviceLog>",
                  type, details));
}

inline std::string whitelist(std::string_view seconds, std::size_t install_code_octets,
                             std::string_view more = "") {
  return fmt::format(
      "<sr:AddDeviceToCHFWhitelist><sr:JoinTimePeriod>{}</sr:JoinTimePeriod><sr:InstallCode>{}"
      "</sr:InstallCode>{}</sr:AddDeviceToCHFWhitelist>",
      seconds, repeated(install_code_octets, "3A"), more);
}

inline std::string mpxn(std::size_t characters) {
  return device_log(
      "Add",
      whitelist("90", 16, fmt::format("<sr:ImportMPxN>{}</sr:ImportMPxN>", repeated(characters, "1"))));
}

inline std::string signed_pre_command(std::string_view execution, std::string_view payload) {
  return request(
      fmt::format("<sr:SignedPreCommand>{}<sr:GBCSPayload>{}</sr:GBCSPayload></sr:SignedPreCommand>",
                  execution, payload));
}

inline std::string dcc_alert(std::string_view code) {
  return response(
      fmt::format("<sr:DCCAlertMessage><sr:DCCAlertCode>{}</sr:DCCAlertCode><sr:DCCAlert>"
                  "<sr:CommandFailure><sr:CommandRequestID>90-B3-D5-1F-30-02-00-00:"
                  "00-DB-12-34-56-78-90-A0:1</sr:CommandRequestID><sr:DeviceID>00-DB-12-34-56-78-90-A0"
                  "</sr:DeviceID></sr:CommandFailure></sr:DCCAlert></sr:DCCAlertMessage>",
                  code));
}

struct Row {
  std::string_view what;
  std::string document;
  bool valid;
  bool we_read_more = false;  ///< valid by XSD, and to us, but not to libxml2
};

inline const std::string kPeriodReversed =
    "<sr:ReadLogPeriod><sr:StartDateTime>2026-01-02T00:00:00Z</sr:StartDateTime><sr:EndDateTime>"
    "2026-01-01T00:00:00Z</sr:EndDateTime></sr:ReadLogPeriod>";
inline const std::string kExecution = "<sr:ExecutionDateTime>2026-01-01T00:00:00Z</sr:ExecutionDateTime>";
inline const std::string kNoSpecialDays = "<sr:ALCSHCALCSSpecialDays/>";

inline std::vector<Row> switch_rows() {
  const auto reset = [](std::string_view index, std::string_view content) {
    return request(
        fmt::format("<sr:ResetAuxiliaryLoad><sr:ResetALCSHCALCS{}>{}</sr:ResetALCSHCALCS>"
                    "</sr:ResetAuxiliaryLoad>",
                    index, content));
  };
  return {
      {"7.6 index 1", curtailment("1", "60"), true},
      {"7.6 index 5", curtailment("5", "60"), true},
      {"7.6 index 03", curtailment("03", "60"), true},
      {"7.6 index +3", curtailment("+3", "60"), true},
      {"7.6 index 0", curtailment("0", "60"), false},
      {"7.6 index 6", curtailment("6", "60"), false},
      {"7.6 index empty", curtailment("", "60"), false},
      {"7.6 Duration 0", curtailment("1", "0"), true},
      {"7.6 Duration 1", curtailment("1", "1"), true},
      {"7.6 Duration 65535", curtailment("1", "65535"), true},
      {"7.6 Duration 060", curtailment("1", "060"), true},
      {"7.6 Duration 65536", curtailment("1", "65536"), false},
      {"7.6 Duration -1", curtailment("1", "-1"), false},
      {"7.6 Duration 1.0", curtailment("1", "1.0"), false},
      {"7.6 Duration empty", curtailment("1", ""), false},
      {"7.6 Duration absent", deactivate(" index=\"1\"", ""), false},
      {"7.6 Duration +60", curtailment("1", "+60"), false, true},
      {"7.6 two switches",
       request("<sr:DeactivateAuxiliaryLoad>" +
               repeated(2,
                        "<sr:DeactivateALCSHCALCS "
                        "index=\"1\"><sr:Duration>1</sr:Duration></sr:DeactivateALCSHCALCS>") +
               "</sr:DeactivateAuxiliaryLoad>"),
       false},
      {"7.6 with ExecutionDateTime",
       request("<sr:DeactivateAuxiliaryLoad>" + kExecution +
               "<sr:DeactivateALCSHCALCS index=\"1\"><sr:Duration>1</sr:Duration></sr:DeactivateALCSHCALCS>"
               "</sr:DeactivateAuxiliaryLoad>"),
       false},
      {"7.8", reset(" index=\"1\"", ""), true},
      {"7.8 with Duration", reset(" index=\"1\"", "<sr:Duration>1</sr:Duration>"), false},
      {"7.8 without index", reset("", ""), false},
      {"7.9 five flags", boost({{1, "true"}, {2, "true"}, {3, "true"}, {4, "true"}, {5, "true"}}), true},
      {"7.9 four flags", boost({{1, "true"}, {2, "true"}, {3, "true"}, {4, "true"}}), false},
      {"7.9 six flags", boost({{1, "true"}, {2, "true"}, {3, "true"}, {4, "true"}, {5, "true"}, {5, "true"}}),
       false},
      {"7.9 five times index 1", boost({{1, "true"}, {1, "true"}, {1, "true"}, {1, "true"}, {1, "true"}}),
       true},
      {"7.9 order 5 to 1", boost({{5, "true"}, {4, "true"}, {3, "true"}, {2, "true"}, {1, "true"}}), true},
      {"7.9 1 and 0", boost({{1, "1"}, {2, "0"}, {3, "1"}, {4, "0"}, {5, "1"}}), true},
      {"7.9 TRUE", boost({{1, "TRUE"}, {2, "true"}, {3, "true"}, {4, "true"}, {5, "true"}}), false},
      {"7.7 execution with Z", read_switches("2026-01-01T00:00:00Z"), true},
      {"7.7 execution with offset", read_switches("2026-01-01T00:00:00+01:00"), true},
      {"7.7 execution without zone", read_switches("2026-01-01T00:00:00"), true},
      {"7.7 execution in the year 3000", read_switches("3000-12-31T00:00:00.00Z"), true},
      {"7.7 execution date only", read_switches("2026-01-01"), false},
      {"7.11 end before start",
       request("<sr:ReadBoostButtonDetails>" + kPeriodReversed + "</sr:ReadBoostButtonDetails>"), true},
      {"7.11 without ReadLogPeriod", request("<sr:ReadBoostButtonDetails/>"), false},
      {"7.12 0", offset_limit("0"), true},
      {"7.12 1799", offset_limit("1799"), true},
      {"7.12 -1", offset_limit("-1"), false},
      {"7.12 1800", offset_limit("1800"), false},
      {"7.13 level 0", controller("1", "0"), true},
      {"7.13 level 50", controller("1", "50"), true},
      {"7.13 level 100", controller("5", "100"), true},
      {"7.13 level 101", controller("1", "101"), false},
      {"7.13 N 6", controller("6", "0"), false},
      {"7.13 N 0", controller("0", "0"), false},
      {"7.13 end before start", controller("1", "0", "2025-01-01T00:00:00Z"), true},
  };
}

inline std::vector<Row> configuration_rows() {
  return {
      {"6.14.1 one entry", label("EV CHARGER"), true},
      {"6.14.1 duplicates", label("EV CHARGER", 2), true},
      {"6.14.1 five", label("x", 5), true},
      {"6.14.1 none", label("x", 0), false},
      {"6.14.1 six", label("x", 6), false},
      {"6.14.1 label of 1", label("x"), true},
      {"6.14.1 label of one blank", label(" "), true},
      {"6.14.1 label of tildes and blanks", label(" ~ "), true},
      {"6.14.1 label of 22", label(repeated(22, "x")), true},
      {"6.14.1 ampersand counts as one", label(repeated(21, "x") + "&amp;"), true},
      {"6.14.1 label of 0", label(""), false},
      {"6.14.1 label of 23", label(repeated(23, "x")), false},
      {"6.14.1 label with e acute", label("\xC3\xA9"), false},
      {"6.14.1 label with tab", label("a\tb"), false},
      {"6.14.2 one schedule, empty special days", calendar(1, kNoSpecialDays), true},
      {"6.14.2 48 schedules", calendar(48, kNoSpecialDays), true},
      {"6.14.2 no schedule", calendar(0, kNoSpecialDays), false},
      {"6.14.2 49 schedules", calendar(49, kNoSpecialDays), false},
      {"6.14.2 no special days element", calendar(1, ""), false},
      {"8.7.1 EUI upper case", join("00-DB-12-34-56-78-90-97"), true},
      {"8.7.1 EUI lower case", join("00-db-12-34-56-78-90-97"), true},
      {"8.7.1 EUI with blanks around", join("\n 00-DB-12-34-56-78-90-97 "), true},
      {"8.7.1 EUI without hyphens", join("00DB123456789097"), false},
      {"8.7.1 EUI with colons", join("00:DB:12:34:56:78:90:97"), false},
      {"8.7.1 EUI of 15 digits", join("00-DB-12-34-56-78-90-9"), false},
      {"8.11 Remove", device_log("Remove", ""), true},
      {"8.11 Add without details", device_log("Add", ""), true},
      {"8.11 Remove with details", device_log("Remove", whitelist("90", 16)), true},
      {"8.11 add", device_log("add", whitelist("90", 16)), false},
      {"8.11 join time 1", device_log("Add", whitelist("1", 16)), true},
      {"8.11 join time 3600", device_log("Add", whitelist("3600", 16)), true},
      {"8.11 join time 0", device_log("Add", whitelist("0", 16)), false},
      {"8.11 join time 3601", device_log("Add", whitelist("3601", 16)), false},
      {"8.11 install code of 6", device_log("Add", whitelist("90", 6)), true},
      {"8.11 install code of 8", device_log("Add", whitelist("90", 8)), true},
      {"8.11 install code of 16", device_log("Add", whitelist("90", 16)), true},
      {"8.11 install code of 5", device_log("Add", whitelist("90", 5)), false},
      {"8.11 install code of 17", device_log("Add", whitelist("90", 17)), false},
      {"8.11 ImportMPxN of 1", mpxn(1), true},
      {"8.11 ImportMPxN of 13", mpxn(13), true},
      {"8.11 ImportMPxN of 0", mpxn(0), false},
      {"8.11 ImportMPxN of 14", mpxn(14), false},
  };
}

inline std::vector<Row> envelope_rows() {
  std::vector<Row> rows{
      {"command variant 0", under({.command_variant = "0"}), false},
      {"command variant 10", under({.command_variant = "10"}), false},
      {"SR 7.5 with SRV 7.6", under({.service_reference = "7.5"}), true},
      {"SRV that does not exist", under({.service_reference_variant = "7.17"}), false},
      {"body of 7.7 under SRV 7.6", request("<sr:ReadALCSData/>"), true},
      {"counter 0", under({.counter = "0"}), true},
      {"counter 1", under({.counter = "1"}), true},
      {"counter 2^64-1", under({.counter = "18446744073709551615"}), true},
      {"counter 2^64", under({.counter = "18446744073709551616"}), false},
      {"counter 01", under({.counter = "01"}), false},
      {"counter -1", under({.counter = "-1"}), false},
      {"counter empty", under({.counter = ""}), false},
      {"RequestID in lower case", under({.target = "00-db-12-34-56-78-90-a0"}), true},
      {"RequestID with blanks around", under({.counter = "1 \n"}), true},
      {"schemaVersion 1", under({.version = " schemaVersion=\"1\""}), true},
      {"schemaVersion 4.0", under({.version = " schemaVersion=\"4.0\""}), true},
      {"schemaVersion 5.1", under({.version = " schemaVersion=\"5.1\""}), true},
      {"schemaVersion absent", under({.version = ""}), false},
      {"schemaVersion empty", under({.version = " schemaVersion=\"\""}), false},
      {"schemaVersion abc", under({.version = " schemaVersion=\"abc\""}), false},
      {"schemaVersion 5.4.1", under({.version = " schemaVersion=\"5.4.1\""}), false},
      {"no body", request(""), false},
      {"two bodies", request("<sr:ReadALCSData/><sr:ReadALCSData/>"), false},
      {"unknown body", request("<sr:SwitchOff/>"), false},
      {"SignedPreCommand", signed_pre_command("", "3wkB"), true},
      {"SignedPreCommand with ExecutionDateTime", signed_pre_command(kExecution, "3wkB"), true},
      {"SignedPreCommand with empty payload", signed_pre_command("", ""), true},
      {"SignedPreCommand with bad base64", signed_pre_command("", "3w!B"), false},
  };
  for (int variant = 1; variant <= 9; ++variant) {
    rows.push_back({"command variant 1 to 9", under({.command_variant = std::to_string(variant)}), true});
  }
  return rows;
}

inline std::vector<Row> response_rows() {
  const auto payload = message("<sr:GBCSPayload>3wkC</sr:GBCSPayload>");
  const auto device = [](std::string_view more) {
    return response(message(fmt::format(
        "<sr:DSPInventory><sr:Device><sr:DeviceID>00-DB-12-34-56-78-90-A0</sr:DeviceID><sr:DeviceType>ESME"
        "</sr:DeviceType><sr:DeviceStatus>Commissioned</sr:DeviceStatus><sr:DeviceManufacturer>x"
        "</sr:DeviceManufacturer><sr:DeviceModel>y</sr:DeviceModel>{}</sr:Device></sr:DSPInventory>",
        more)));
  };
  const auto alert = [](std::string_view code, std::string_view more) {
    return response(
        fmt::format("<sr:DeviceAlertMessage><sr:AlertCode>{}</sr:AlertCode>{}<sr:GBCSPayload>3wkD"
                    "</sr:GBCSPayload></sr:DeviceAlertMessage>",
                    code, more));
  };
  return {
      {"service response", response(payload), true},
      {"acknowledgement", response(message(""), "I99"), true},
      {"code of an SRV", response(message(""), "E081111"), true},
      {"code not in the enumeration", response(payload, "E6"), false},
      {"empty Body", response(""), false},
      {"two payloads", response(message(repeated(2, "<sr:GBCSPayload>3wkC</sr:GBCSPayload>"))), false},
      {"inventory without device", response(message("<sr:DSPInventory/>")), false},
      {"inventory", device(""), true},
      {"inventory with GBCS version",
       device("<sr:DateCommissioned>2025-12-28Z</sr:DateCommissioned><sr:CSPRegion>4G North"
              "</sr:CSPRegion><sr:DeviceGBCSVersion>4.2</sr:DeviceGBCSVersion>"
              "<sr:HANVariant>Single Band</sr:HANVariant><sr:Connectivity>Cellular</sr:Connectivity>"),
       true},
      {"inventory out of order",
       device("<sr:DeviceGBCSVersion>4.2</sr:DeviceGBCSVersion><sr:CSPRegion>North</sr:CSPRegion>"), false},
      {"inventory with unknown region", device("<sr:CSPRegion>5G North</sr:CSPRegion>"), false},
      {"response time without time", response(payload, "I0", "2026-01-01"), false},
      {"pre-command",
       response(
           message("<sr:PreCommand><sr:GBCSVersion>4.2</sr:GBCSVersion><sr:GBCSPayload>3wkB</sr:GBCSPayload>"
                   "</sr:PreCommand>")),
       true},
      {"pre-command without version",
       response(message("<sr:PreCommand><sr:GBCSPayload>3wkB</sr:GBCSPayload></sr:PreCommand>")), false},
      {"local command",
       response(message("<sr:LocalCommand><sr:GBCSPayload>3wkB</sr:GBCSPayload></sr:LocalCommand>")), true},
      {"schedule id 10^12", response(message("<sr:DSPScheduleID>1000000000000</sr:DSPScheduleID>")), true},
      {"device alert", alert("8F12", ""), true},
      {"device alert in lower case", alert("8f12", ""), true},
      {"device alert with 0x", alert("0x8F12", ""), false},
      {"device alert, throttled",
       alert("8F12",
             "<sr:ThrottledAlertSequenceId>1</sr:ThrottledAlertSequenceId>"
             "<sr:ThrottledAlertCount>4294967295</sr:ThrottledAlertCount>"),
       true},
      {"device alert, throttled too often",
       alert("8F12", "<sr:ThrottledAlertCount>4294967296</sr:ThrottledAlertCount>"), false},
      {"DCC alert N13", dcc_alert("N13"), true},
      {"DCC alert N999", dcc_alert("N999"), true},
      {"DCC alert N32", dcc_alert("N32"), false},
      {"DCC alert N66", dcc_alert("N66"), false},
  };
}

inline std::vector<Row> all_rows() {
  std::vector<Row> rows;
  for (auto&& part : {switch_rows(), configuration_rows(), envelope_rows(), response_rows()}) {
    rows.insert(rows.end(), part.begin(), part.end());
  }
  return rows;
}

}  // namespace enocheck::duis::boundary
