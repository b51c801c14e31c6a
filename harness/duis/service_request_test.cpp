#include "duis/service_request.h"

#include <gtest/gtest.h>

#include <set>

#include "core/hex.h"
#include "duis/service_reference.h"

namespace enocheck::duis {
namespace {

/// A request of 7.6 around a body, as a sender with the usual prefix writes it.
std::string with_body(std::string_view body) {
  return fmt::format(
      "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">"
      "<sr:Header><sr:RequestID>90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:1001</sr:RequestID>"
      "<sr:CommandVariant>4</sr:CommandVariant><sr:ServiceReference>7.6</sr:ServiceReference>"
      "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant></sr:Header>"
      "<sr:Body>{}</sr:Body></sr:Request>",
      body);
}

constexpr std::string_view kDeactivate =
    "<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS index=\"3\"><sr:Duration>60</sr:Duration>"
    "</sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad>";

/// The detail of the error that reading gives; empty if it reads.
std::string error_of(std::string_view document) {
  const auto request = parse_request(document);
  return request ? std::string() : request.error().detail;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(ServiceRequest, ReadsACurtailment) {
  const auto request = parse_request(with_body(kDeactivate)).value();
  EXPECT_EQ(request.schema_version, "5.4");
  EXPECT_EQ(to_string(request.header.request_id), "90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:1001");
  EXPECT_EQ(request.header.command_variant, 4);
  EXPECT_EQ(request.header.service_reference, "7.6");
  EXPECT_EQ(request.header.service_reference_variant, "7.6");
  const auto& body = std::get<DeactivateAuxiliaryLoad>(request.body);
  EXPECT_EQ(body.index, 3);
  EXPECT_EQ(body.duration, 60);
  EXPECT_EQ(element_of(request.body), "DeactivateAuxiliaryLoad");
}

TEST(ServiceRequest, ReadsAnotherPrefixTheDefaultNamespaceAndBlanks) {
  const auto* const text =
      "<?xml version=\"1.0\"?>\n<Request xmlns='http://www.dccinterface.co.uk/ServiceUserGateway' "
      "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' schemaVersion=' 5.4 '>\n <Header>"
      "<RequestID>\n 90-b3-d5-1f-30-02-00-00:00-db-12-34-56-78-90-a0:1001 </RequestID>"
      "<FirstInSequence> 1 </FirstInSequence>"
      "<PrecedingServiceRequestID>90-b3-d5-1f-30-02-00-00:00-db-12-34-56-78-90-a0:9</"
      "PrecedingServiceRequestID>"
      "<CommandVariant> 04 </CommandVariant><ServiceReference>7.6</ServiceReference>"
      "<x:ServiceReferenceVariant xmlns:x='http://www.dccinterface.co.uk/ServiceUserGateway'>7.6"
      "</x:ServiceReferenceVariant></Header>\n <Body> <DeactivateAuxiliaryLoad>"
      "<DeactivateALCSHCALCS index='+3'><!-- an hour --><Duration> 060 </Duration>"
      "</DeactivateALCSHCALCS></DeactivateAuxiliaryLoad> </Body>"
      "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><anything/></Signature>\n</Request>\n";
  const auto request = parse_request(text);
  ASSERT_TRUE(request) << request.error().detail;
  EXPECT_EQ(request->header.first_in_sequence, true);
  EXPECT_EQ(request->header.preceding.value().counter.value(), 9U);
  EXPECT_EQ(request->header.command_variant, 4);
  EXPECT_EQ(std::get<DeactivateAuxiliaryLoad>(request->body).index, 3);
  EXPECT_EQ(std::get<DeactivateAuxiliaryLoad>(request->body).duration, 60);
  const auto* const sequence =
      "<sr:FirstInSequence>true</sr:FirstInSequence><sr:PrecedingServiceRequestID>"
      "90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:9</sr:PrecedingServiceRequestID>";
  EXPECT_EQ(build_request(*request).value(), replaced(with_body(kDeactivate), "<sr:CommandVariant>",
                                                      fmt::format("{}<sr:CommandVariant>", sequence)));
}

TEST(ServiceRequest, NamesTheElementAtFault) {
  EXPECT_EQ(
      error_of(with_body("<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS index=\"3\"><sr:Duration>"
                         "65536</sr:Duration></sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad>")),
      "Request/Body/DeactivateAuxiliaryLoad/DeactivateALCSHCALCS/Duration: '65536' is no number from 0 to "
      "65535");
  EXPECT_EQ(error_of(with_body("<sr:DeactivateAuxiliaryLoad><sr:Delay/></sr:DeactivateAuxiliaryLoad>")),
            "Request/Body/DeactivateAuxiliaryLoad: Delay stands where DeactivateALCSHCALCS must be");
  EXPECT_EQ(error_of(with_body("<sr:ReadALCSData><sr:Delay/></sr:ReadALCSData>")),
            "Request/Body/ReadALCSData/Delay: not expected here");
  EXPECT_EQ(error_of(with_body("<sr:SwitchOff/>")),
            "Request/Body: SwitchOff is no service request of DUIS 5.4");
  EXPECT_EQ(error_of(with_body("")), "Request/Body: the service request is missing");
  EXPECT_EQ(error_of(with_body("<ReadALCSData/>")), "Request/Body: an element of another namespace");
  EXPECT_EQ(error_of(with_body("<sr:ReadALCSData/><sr:ReadALCSData/>")),
            "Request/Body/ReadALCSData: not expected here");
}

TEST(ServiceRequest, IsExactAboutTheEnvelope) {
  const auto good = with_body(kDeactivate);
  ASSERT_EQ(error_of(good), "");
  for (const auto& [what, by] : std::vector<std::pair<std::string_view, std::string_view>>{
           {" schemaVersion=\"5.4\"", ""},
           {"schemaVersion=\"5.4\"", "schemaVersion=\"5.4.1\""},
           {"schemaVersion=\"5.4\"", "schemaVersion=\"\""},
           {"schemaVersion=\"5.4\"", "schemaVersion=\"5.4\" version=\"1\""},
           {":1001<", ":01001<"},
           {":1001<", ":18446744073709551616<"},
           {"<sr:CommandVariant>4", "<sr:CommandVariant>0"},
           {"<sr:CommandVariant>4", "<sr:CommandVariant>10"},
           {"<sr:CommandVariant>4</sr:CommandVariant>", ""},
           {"<sr:ServiceReference>7.6", "<sr:ServiceReference>7.99"},
           {"<sr:ServiceReference>7.6", "<sr:ServiceReference> 7.6"},
           {"<sr:ServiceReferenceVariant>7.6", "<sr:ServiceReferenceVariant>6.14"},
           {"</sr:Request>", "<sr:Signature/></sr:Request>"},
           {"ServiceUserGateway", "SomethingElse"}}) {
    EXPECT_NE(error_of(replaced(good, what, by)), "") << what << " by " << by;
  }
  EXPECT_EQ(error_of("<sr:Response xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\"/>"),
            "Response: no DUIS Request");
}

TEST(ServiceRequest, TakesNothingBehindTheSignature) {
  const auto* const signature = "<s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'/>";
  const auto good = with_body(kDeactivate);
  EXPECT_EQ(error_of(replaced(good, "</sr:Request>", fmt::format("{}</sr:Request>", signature))), "");
  EXPECT_NE(error_of(replaced(good, "</sr:Request>", fmt::format("{0}{0}</sr:Request>", signature))), "");
  EXPECT_NE(error_of(replaced(good, "<sr:Body>", fmt::format("{}<sr:Body>", signature))), "");
}

TEST(ServiceRequest, RefusesHostileText) {
  const auto request = parse_request("<!DOCTYPE x [<!ENTITY a 'b'>]>" + with_body(kDeactivate));
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, ErrorCode::Hostile);
}

TEST(ServiceRequest, ReadsEveryLabelAsItIs) {
  const auto label = [](std::string_view text) {
    return with_body(
        fmt::format("<sr:UpdateDeviceConfigurationALCDescriptions><sr:ALCSHCALCSDescription "
                    "index=\"2\"><sr:SwitchDescription>{}</sr:SwitchDescription>"
                    "</sr:ALCSHCALCSDescription></sr:UpdateDeviceConfigurationALCDescriptions>",
                    text));
  };
  const auto read = [&](std::string_view text) {
    const auto request = parse_request(label(text));
    return request
               ? std::get<UpdateDeviceConfigurationALCDescriptions>(request->body).switches.at(0).description
               : request.error().detail;
  };
  EXPECT_EQ(read("EV CHARGER"), "EV CHARGER");
  EXPECT_EQ(read(" "), " ");
  EXPECT_EQ(read(" ~&amp;&lt; "), " ~&< ");
  EXPECT_EQ(read("1234567890123456789012"), "1234567890123456789012");
  EXPECT_NE(error_of(label("12345678901234567890123")), "");
  EXPECT_NE(error_of(label("")), "");
  EXPECT_NE(error_of(label("\t")), "");
  EXPECT_NE(error_of(label("é")), "");
}

/// A calendar with every part that one can have, and one of each kind of date.
UpdateDeviceConfigurationALCScheduler a_calendar() {
  const CalendarDate any;
  const CalendarDate last_of_june{std::nullopt, 6, CalendarDate::kLastDay, std::nullopt};
  const CalendarDate second_last{2026, std::nullopt, CalendarDate::kSecondLastDay, 7};
  const std::array<bool, 7> weekend{false, false, false, false, false, true, true};
  const auto six = std::chrono::hours(6);
  UpdateDeviceConfigurationALCScheduler body;
  body.execution = parse_iso8601("2026-01-01T00:00:00Z").value();
  body.schedule = {{1, true, {1, 2}, weekend, six, any, last_of_june},
                   {5, false, {}, std::nullopt, six + Duration(90), second_last, any}};
  body.special_days = {{1, {2026, 12, std::int8_t{25}, std::nullopt}}, {20, any}};
  body.switches = {{1, std::nullopt}, {2, Eui64{0x00DB123456789097}}};
  return body;
}

TEST(ServiceRequest, ReadsEveryPartOfACalendar) {
  auto request = parse_request(with_body(kDeactivate)).value();
  const auto sent = a_calendar();
  request.body = sent;
  const auto again = parse_request(build_request(request).value()).value();
  const auto& read = std::get<UpdateDeviceConfigurationALCScheduler>(again.body);
  ASSERT_EQ(read.schedule.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read.schedule[i].index, sent.schedule[i].index);
    EXPECT_EQ(read.schedule[i].activate, sent.schedule[i].activate);
    EXPECT_EQ(read.schedule[i].special_days, sent.schedule[i].special_days);
    EXPECT_EQ(read.schedule[i].weekdays, sent.schedule[i].weekdays);
    EXPECT_EQ(read.schedule[i].time, sent.schedule[i].time);
    EXPECT_EQ(read.schedule[i].start, sent.schedule[i].start);
    EXPECT_EQ(read.schedule[i].end, sent.schedule[i].end);
    EXPECT_EQ(read.special_days[i].index, sent.special_days[i].index);
    EXPECT_EQ(read.special_days[i].date, sent.special_days[i].date);
    EXPECT_EQ(read.switches[i].hcalcs, sent.switches[i].hcalcs);
  }
}

/// A request of each body, built and read again, must be the same document.
TEST(ServiceRequest, RoundTripsEveryBody) {
  const auto at = parse_iso8601("2026-01-01T00:00:00Z").value();
  const std::array<BoostFlag, 5> flags{{{5, true}, {4, false}, {3, true}, {2, false}, {1, true}}};
  const std::vector<std::pair<RequestBody, std::string>> bodies{
      {UpdateDeviceConfigurationALCDescriptions{{{2, "EV & <CHARGER>"}, {2, "x"}}},
       "<sr:UpdateDeviceConfigurationALCDescriptions><sr:ALCSHCALCSDescription index=\"2\">"
       "<sr:SwitchDescription>EV &amp; &lt;CHARGER&gt;</sr:SwitchDescription></sr:ALCSHCALCSDescription>"
       "<sr:ALCSHCALCSDescription index=\"2\"><sr:SwitchDescription>x</sr:SwitchDescription>"
       "</sr:ALCSHCALCSDescription></sr:UpdateDeviceConfigurationALCDescriptions>"},
      {ReadEventOrSecurityLog{std::nullopt, at, at, "ALCSEvent"},
       "<sr:ReadEventOrSecurityLog><sr:ReadLogPeriod><sr:StartDateTime>2026-01-01T00:00:00.000Z"
       "</sr:StartDateTime><sr:EndDateTime>2026-01-01T00:00:00.000Z</sr:EndDateTime></sr:ReadLogPeriod>"
       "<sr:LogToRead>ALCSEvent</sr:LogToRead></sr:ReadEventOrSecurityLog>"},
      {a_calendar(), ""},
      {SetRandomisedOffsetLimit{1799},
       "<sr:SetRandomisedOffsetLimit><sr:RandomisedOffsetLimit>1799</sr:RandomisedOffsetLimit>"
       "</sr:SetRandomisedOffsetLimit>"},
      {UpdateFirmware{{0x1E, 0xF1}, "00000104", {Eui64{1}, Eui64{2}}},
       "<sr:UpdateFirmware><sr:FirmwareImage>HvE=</sr:FirmwareImage><sr:FirmwareVersion>00000104"
       "</sr:FirmwareVersion><sr:DeviceIDList>00-00-00-00-00-00-00-01,00-00-00-00-00-00-00-02"
       "</sr:DeviceIDList></sr:UpdateFirmware>"},
      {ReadFirmwareVersion{}, "<sr:ReadFirmwareVersion/>"},
      {ReadFirmwareVersion{at}, ""},
      {ActivateFirmware{at, Bytes(32, 0xAB)}, ""},
      {ActivateAuxiliaryLoad{1, 30},
       "<sr:ActivateAuxiliaryLoad><sr:ActivateALCSHCALCS index=\"1\"><sr:Duration>30</sr:Duration>"
       "</sr:ActivateALCSHCALCS></sr:ActivateAuxiliaryLoad>"},
      {DeactivateAuxiliaryLoad{3, 60}, std::string(kDeactivate)},
      {ReadALCSData{}, "<sr:ReadALCSData/>"},
      {ReadALCSData{at},
       "<sr:ReadALCSData><sr:ExecutionDateTime>2026-01-01T00:00:00.000Z</sr:ExecutionDateTime>"
       "</sr:ReadALCSData>"},
      {ResetAuxiliaryLoad{5},
       "<sr:ResetAuxiliaryLoad><sr:ResetALCSHCALCS index=\"5\"/></sr:ResetAuxiliaryLoad>"},
      {AddAuxiliaryLoadToBoostButton{std::nullopt, flags},
       "<sr:AddAuxiliaryLoadToBoostButton><sr:AddToBoostButton index=\"5\">true</sr:AddToBoostButton>"
       "<sr:AddToBoostButton index=\"4\">false</sr:AddToBoostButton><sr:AddToBoostButton index=\"3\">true"
       "</sr:AddToBoostButton><sr:AddToBoostButton index=\"2\">false</sr:AddToBoostButton>"
       "<sr:AddToBoostButton index=\"1\">true</sr:AddToBoostButton></sr:AddAuxiliaryLoadToBoostButton>"},
      {RemoveAuxiliaryLoadFromBoostButton{at, flags}, ""},
      {ReadBoostButtonDetails{std::nullopt, at, at - std::chrono::hours(1)},
       "<sr:ReadBoostButtonDetails><sr:ReadLogPeriod><sr:StartDateTime>2026-01-01T00:00:00.000Z"
       "</sr:StartDateTime><sr:EndDateTime>2025-12-31T23:00:00.000Z</sr:EndDateTime></sr:ReadLogPeriod>"
       "</sr:ReadBoostButtonDetails>"},
      {SetAuxiliaryControllerState{1, at, at, 100, true}, ""},
      {SetAuxiliaryControllerState{5, at, at, 0, false}, ""},
      {SignedPreCommand{at, decode_hex("DF0901").value()}, ""},
      {SignedPreCommand{}, "<sr:SignedPreCommand><sr:GBCSPayload></sr:GBCSPayload></sr:SignedPreCommand>"},
      {OpaqueBody{"ReadInventory",
                  "<sr:ReadInventory><sr:DeviceID>00-DB-12-34-56-78-90-A0</sr:DeviceID>"
                  "</sr:ReadInventory>"},
       ""},
  };
  auto request = parse_request(with_body(kDeactivate)).value();
  for (const auto& [body, expected] : bodies) {
    request.body = body;
    const auto document = build_request(request);
    ASSERT_TRUE(document) << document.error().detail;
    if (!expected.empty()) { EXPECT_EQ(*document, with_body(expected)); }
    const auto again = parse_request(*document);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(again->body.index(), body.index());
    EXPECT_EQ(execution_of(again->body), execution_of(body));
    EXPECT_EQ(build_request(*again).value(), *document);
  }
}

TEST(ServiceRequest, ResolvesPrefixesOfOpaqueBodies) {
  const auto document =
      replaced(with_body("<x:ReadInventory xmlns:x=\"http://www.dccinterface.co.uk/ServiceUserGateway\">\n"
                         "  <x:DeviceID> 00-DB-12-34-56-78-90-A0</x:DeviceID>\n</x:ReadInventory>"),
               "7.6</sr:ServiceReferenceVariant>", "8.2</sr:ServiceReferenceVariant>");
  const auto request = parse_request(document).value();
  const auto& body = std::get<OpaqueBody>(request.body);
  EXPECT_EQ(body.element, "ReadInventory");
  EXPECT_EQ(body.xml,
            "<sr:ReadInventory><sr:DeviceID> 00-DB-12-34-56-78-90-A0</sr:DeviceID></sr:ReadInventory>");
  EXPECT_EQ(element_of(request.body), "ReadInventory");
}

TEST(ServiceRequest, BuildsNothingThatTheSchemaForbids) {
  const auto good = parse_request(with_body(kDeactivate)).value();
  const auto refused = [&](auto change) {
    auto request = good;
    change(request);
    const auto document = build_request(request);
    if (document) { return std::string("built: ") + *document; }
    EXPECT_EQ(document.error().code, ErrorCode::BadValue);
    EXPECT_FALSE(build_request_unchecked(request).empty());
    return document.error().detail;
  };
  using Request = ServiceRequest;
  EXPECT_EQ(refused([](Request& r) { r.body = ResetAuxiliaryLoad{6}; }),
            "Request/Body/ResetAuxiliaryLoad/ResetALCSHCALCS: index attribute: '6' is no number from 1 to 5");
  EXPECT_EQ(refused([](Request& r) { r.body = UpdateDeviceConfigurationALCDescriptions{}; }),
            "Request/Body/UpdateDeviceConfigurationALCDescriptions: ALCSHCALCSDescription is missing");
  EXPECT_EQ(refused([](Request& r) {
              r.body = UpdateDeviceConfigurationALCDescriptions{
                  {{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}, {5, "e"}, {5, "f"}}};
            }),
            "Request/Body/UpdateDeviceConfigurationALCDescriptions/ALCSHCALCSDescription: not expected here");
  EXPECT_EQ(refused([](Request& r) {
              r.body = SetAuxiliaryControllerState{1, {}, {}, 101, false};
            }),
            "Request/Body/SetAuxiliaryControllerState/CommandedStateLevel: '101' is no number from 0 to 100");
  EXPECT_EQ(refused([](Request& r) { r.header.command_variant = 0; }),
            "Request/Header/CommandVariant: '0' is no number from 1 to 9");
  EXPECT_EQ(refused([](Request& r) { r.header.service_reference = "7.66"; }),
            "Request/Header/ServiceReference: '7.66' is no Service Reference of DUIS 5.4");
  EXPECT_EQ(refused([](Request& r) {
              r.body = OpaqueBody{"ReadInventory", "<sr:UpdateInventory/>"};
            }),
            "Request/Body: the text is a UpdateInventory, not a ReadInventory");
  EXPECT_EQ(refused([](Request& r) {
              r.body = OpaqueBody{"ReadInventory", "<sr:ReadInventory/><x/>"};
            }),
            "Request/Body/x: not expected here");
  EXPECT_EQ(refused([](Request& r) { r.schema_version = "5\"><x/>"; }),
            "Request: schemaVersion attribute: '5\"><x/>' is no decimal number");
  EXPECT_EQ(refused([](Request& r) {
              r.body = SignedPreCommand{};
              r.header.command_variant = 10;
            }),
            "Request/Header/CommandVariant: '10' is no number from 1 to 9");
  EXPECT_EQ(refused([](Request& r) {
              r.body = SignedPreCommand{};
              r.header.service_reference_variant = "7.6 ";
            }),
            "Request/Header/ServiceReferenceVariant: '7.6 ' is no Service Reference Variant of DUIS 5.4");
}

TEST(ServiceReference, ListsEveryVariantOnce) {
  const auto variants = service_reference_variants();
  EXPECT_EQ(variants.size(), 129U);
  std::set<std::string_view> numbers;
  std::set<std::string_view> elements;
  std::set<std::string_view> references;
  for (const auto& variant : variants) {
    numbers.insert(variant.number);
    elements.insert(variant.element);
    references.insert(variant.service_reference());
  }
  EXPECT_EQ(numbers.size(), 129U);
  EXPECT_EQ(elements.size(), 129U);
  EXPECT_EQ(references.size(), 95U);
  EXPECT_EQ(find_variant("6.14.2")->service_reference(), "6.14");
  EXPECT_EQ(find_variant("7.6")->element, "DeactivateAuxiliaryLoad");
  EXPECT_EQ(find_variant_of_element("DeactivateAuxiliaryLoad")->number, "7.6");
  EXPECT_EQ(find_variant("7.66"), nullptr);
  EXPECT_EQ(find_variant_of_element("SignedPreCommand"), nullptr);
}

}  // namespace
}  // namespace enocheck::duis
