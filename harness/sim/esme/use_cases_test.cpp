// What the ESME answers to each use case. Expected payloads are those of GBCS brief 4.1 to 4.8, 4.13.
#include <gtest/gtest.h>

#include "gbcs/cosem_time.h"

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests

std::string results(const std::string& answer, std::size_t items) {
  return answer.substr(answer.size() - 4 * items);
}

TEST(Ecs47, AnswersOpenCloseAndResetAsRtdsShows) {
  TestField home;
  EXPECT_EQ(home.answer(by_supplier(open_switch(2, 60, 0x3E9), MessageCode{0x0055})),
            "DA200003E90000020000"
            "0202000300");
  EXPECT_EQ(home.answer(by_supplier(close_switch(2, 30, 0x3EA), MessageCode{0x0055})),
            "DA200003EA0000020000"
            "0202000300");
  EXPECT_EQ(home.answer(by_supplier(reset_switch(5, 0x3EB), MessageCode{0x0055})),
            "DA200003EB00000100"
            "010300");
}

TEST(Ecs47, FailsTheActionForASwitchThatIsNotThere) {
  TestField home;
  EXPECT_EQ(results(home.answer(open_switch(3, 60)), 2), "02000301");
}

TEST(Ecs47, AnswersOtherReasonForSelectorsOutsideTheTable) {
  TestField home;
  std::uint64_t counter = 1;
  for (const std::string selector : {"0020", "0620", "0113", "FFFF", "0210"}) {
    const auto answer = home.answer({.counter = counter++, .items = "0103000900000A0067FF010112" + selector});
    EXPECT_EQ(results(answer, 1), "03FA") << selector;
  }
}

TEST(Ecs47, AnswersOtherReasonWhenDurationAndSelectorDisagree) {
  TestField home;
  const std::string close_2 = "02000100005E2C760102";
  const std::string open_2 = "02000100005E2C760202";
  const std::string script = "03000900000A0067FF01";
  EXPECT_EQ(results(home.answer({.counter = 1,
                                 .items = "03" + close_2 + open_2 + script + "03" + "120001120001120212"}),
                    3),
            "0200020003FA");
  EXPECT_EQ(results(home.answer({.counter = 2, .items = "02" + open_2 + script + "02" + "120001120312"}), 2),
            "020003FA");
  EXPECT_EQ(results(home.answer({.counter = 3, .items = "02" + open_2 + script + "02" + "120001120220"}), 2),
            "020003FA");
  EXPECT_EQ(results(home.answer({.counter = 4, .items = "01" + script + "01" + "120212"}), 1), "03FA");
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Ecs47, IsNotAnsweredWhenItsShapeIsAnother) {
  TestField home;
  const std::string open_2 = "02000100005E2C760202";
  const std::string script = "03000900000A0067FF01";
  std::uint64_t counter = 1;
  for (const auto& items : {"02" + script + open_2 + "02" + "120212120001",  // reordered
                            "02" + open_2 + script + "02" + "1101120212",    // unsigned instead of long
                            "02"
                            "02000100005E2C7A0202" +
                                script + "02120001120612",                 // no such object
                            "02" + open_2 + script + "02" + "1200011202",  // cut
                            std::string("0000"), std::string("")}) {
    EXPECT_TRUE(home.send(CommandSpec{.counter = counter++, .items = items}).empty()) << items;
  }
  auto wrong_invoke_id = open_switch(2, 10, counter++);
  wrong_invoke_id.invoke_id_error = 1;
  EXPECT_TRUE(home.send(wrong_invoke_id).empty());
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Ecs47, RefusesTheEnosCloseWhereTheProfileHasTheDeviceDoSo) {
  Policy policy;
  policy.device_refuses_eno_close = true;
  TestField home(one_meter(), policy);
  EXPECT_EQ(results(home.answer(close_switch(4, 60, 1)), 2), "020003FA");
  EXPECT_FALSE(home.is_closed(4));
  EXPECT_EQ(results(home.answer(by_supplier(close_switch(4, 60, 1), MessageCode{0x7E55})), 2), "02000300");
  EXPECT_TRUE(home.is_closed(4));
}

TEST(Ecs62, OverwritesAllFiveFlags) {
  TestField home;
  EXPECT_EQ(home.answer(set_flags({false, true, false, false, true}, 0x3E8)),
            "DA200003E80000050000000000"
            "0502000200020002000200");
  EXPECT_EQ(home.answer(by_broker(MessageCode{0x005E}, 0x600, ecs61c_items("00000000", "FFFFFFFF"))),
            "DA200006000000"
            "0703FF1302020606000300"
            "03FF"
            "03000300"
            "03FF"
            "0701000100010001000100"
            "01000100");
  EXPECT_NE(home.answer(set_flags({true, false, false, false, false}, 0x3E9)), "");
  EXPECT_TRUE(home.answer(by_broker(MessageCode{0x005E}, 0x601, ecs61c_items("00000000", "FFFFFFFF")))
                  .find("03FF0300030003000300") != std::string::npos);
}

TEST(Ecs62, FailsAtAMeterWithoutBoostFunction) {
  auto setup = one_meter();
  setup.meters.front().has_boost_button = false;
  TestField home(setup);
  EXPECT_EQ(results(home.answer(set_flags({true, true, true, true, true}, 1)), 5), "020102FA02FA02FA02FA");
  EXPECT_TRUE(home.answer(by_broker(MessageCode{0x005E}, 1, ecs61c_items("00000000", "FFFFFFFF")))
                  .starts_with("DA200000010000070300"));
}

TEST(Ecs61a, TellsLabelsTypesCalendarAndStates) {
  TestField home;
  const auto answer = home.answer(by_broker(MessageCode{0x00BB}, 1, ecs61a_items()));
  const auto label = [](const std::string& text) {
    return fmt::format("0A{:02X}{}", text.size(), encode_hex(bytes_of(text)));
  };
  EXPECT_TRUE(answer.starts_with("DA20000001000011" + label("Heater") + label("EV charger") + "0A00" +
                                 label("Pump") + "0A00" +
                                 "09080000000000000000"
                                 "090800DB1234567890A5"
                                 "0900"
                                 "09080000000000000000"
                                 "09080000000000000000"
                                 "0100"
                                 "0104"));
  // Calendar entry 3 is of switch 4, which it opens; then the states of the five switches.
  EXPECT_NE(answer.find("020A12000303FF090600000A0067FF120402090400000000"
                        "12FFFF0407FE0400"
                        "0905FFFFFFFFFF0905FFFFFFFFFF"),
            std::string::npos);
  EXPECT_NE(answer.find("03FF03FF0300030003FF"
                        "110100"),
            std::string::npos);
}

TEST(Ecs61a, MayLeaveOutWhatIsOptionalAndNothingElse) {
  TestField home;
  const std::string days_and_calendar = "01000B00000B0003FF0201000A00000C0002FF02";
  EXPECT_NE(home.answer(by_broker(MessageCode{0x00BB}, 1,
                                  "03"
                                  "01000100005E2C000C02" +
                                      days_and_calendar + "03000000")),
            "");
  EXPECT_EQ(home.answer(by_broker(MessageCode{0x00BB}, 2,
                                  "01"
                                  "01000100005E2C000C02"
                                  "0100")),
            "");
  EXPECT_EQ(home.answer(by_broker(MessageCode{0x00BB}, 3,
                                  "03" + days_and_calendar +
                                      "01000100005E2C000C02"
                                      "03000000")),
            "");
}

TEST(Ecs61c, GivesTheLogWithinTheAskedPeriodBothEndsIncluded) {
  TestField home;
  ASSERT_TRUE(home.field->press_boost(kEsme).has_value());
  home.advance(std::chrono::hours(2));
  const std::uint32_t start = gbcs::to_utc_seconds(one_meter().start);
  const auto entry = fmt::format("{:08X}{:08X}", start, start + 3600);
  const auto log = [&](std::uint32_t from, std::uint32_t to) {
    static std::uint64_t counter = 0;
    return home.answer(by_broker(MessageCode{0x005E}, ++counter,
                                 ecs61c_items(fmt::format("{:08X}", from), fmt::format("{:08X}", to))));
  };
  EXPECT_NE(log(start, start).find("130202060608" + entry), std::string::npos);
  EXPECT_NE(log(start + 1, start + 9000).find("130202060600"), std::string::npos);
  EXPECT_NE(log(0, start - 1).find("130202060600"), std::string::npos);
}

TEST(Ecs61c, OfTheEnoItselfExistsOnlyAsAVariantOfItsOwn) {
  CommandSpec direct{.signer = nullptr,
                     .code = MessageCode{0x7E5E},
                     .counter = 3,
                     .items = ecs61c_items("00000000", "FFFFFFFF")};
  TestField by_urp;
  EXPECT_EQ(by_urp.answer(direct), "");
  Policy policy;
  policy.boost_read_by_urp = false;
  TestField with_variant(one_meter(), policy);
  EXPECT_NE(with_variant.answer(direct), "");
}

TEST(Ecs46a, SetsTheNamedLabelsOnly) {
  TestField home;
  EXPECT_EQ(home.answer(by_supplier({.counter = 0x3EA, .items = ecs46a_items({{2, "Wallbox"}, {5, "~ !"}})},
                                    MessageCode{0x0053})),
            "DA200003EA0000020000"
            "0202000200");
  const auto read = home.answer(by_broker(MessageCode{0x00BB}, 1, ecs61a_items()));
  EXPECT_TRUE(
      read.starts_with("DA20000001000011"
                       "0A06486561746572"
                       "0A0757616C6C626F78"
                       "0A00"
                       "0A0450756D70"
                       "0A037E2021"));
}

TEST(Ecs46a, KeepsTheOldLabelAndStopsAtOneThatIsNoLabel) {
  for (const auto& bad : {std::string(), std::string(23, 'x'), std::string("a\nb"), std::string("\x7F"),
                          std::string("\xC3\xA4")}) {
    TestField home;
    const auto answer = home.answer(by_supplier(
        {.counter = 1, .items = ecs46a_items({{1, "First"}, {2, bad}, {4, "Last"}})}, MessageCode{0x0053}));
    EXPECT_EQ(results(answer, 3), "0200020C02FA") << bad.size();
    const auto read = home.answer(by_broker(MessageCode{0x00BB}, 1, ecs61a_items()));
    EXPECT_TRUE(
        read.starts_with("DA20000001000011"
                         "0A054669727374"
                         "0A0A45562063686172676572"
                         "0A00"
                         "0A0450756D70"))
        << bad.size();
  }
}

TEST(Ecs46a, TakesTwentyTwoCharacters) {
  TestField home;
  EXPECT_EQ(
      results(home.answer(by_supplier({.counter = 1, .items = ecs46a_items({{2, std::string(22, '~')}})},
                                      MessageCode{0x0053})),
              1),
      "0200");
}

TEST(Ecs46a, IsTheSuppliersUnlessTheProfileLetsTheEnoLabel) {
  const CommandSpec label{.code = MessageCode{0x0053}, .counter = 1, .items = ecs46a_items({{2, "EV"}})};
  TestField home;
  EXPECT_EQ(home.answer(label), "");
  Policy policy;
  policy.eno_may_label = true;
  TestField lenient(one_meter(), policy);
  EXPECT_NE(lenient.answer(label), "");
}

TEST(Ecs52, TellsTheFirmwareVersionToTheEno) {
  TestField home;
  EXPECT_EQ(home.answer({.signer = nullptr,
                         .code = MessageCode{0x0059},
                         .counter = 0x3E8,
                         .items = "0101000100000002 01FF020100"}),
            "DA200003E8000001"
            "09040123ABCD"
            "010100");
}

TEST(Response, OfACriticalCommandIsSignedAndHasNoMac) {
  TestField home;
  const auto up = home.send(open_switch(2, 60));
  ASSERT_EQ(up.size(), 1U);
  const auto message = gbcs::decode_message(up.front()).value();
  EXPECT_FALSE(message.has_mac);
  EXPECT_TRUE(gbcs::signature_is_valid(message, Parties::get().esme.signing.public_key()));
  EXPECT_EQ(message.header.originator, kEsme);
  EXPECT_EQ(message.header.target, kEno);
  EXPECT_EQ(message.header.counter, OriginatorCounter{1001});
  EXPECT_TRUE(message.header.date_time.empty());
}

TEST(Response, OfANonCriticalCommandHasAMacForTheKnownPartyItself) {
  TestField home;
  const auto up = home.send(set_flags({}, 1));
  ASSERT_EQ(up.size(), 1U);
  const auto message = gbcs::decode_message(up.front()).value();
  EXPECT_EQ(message.signature_form, gbcs::SignatureForm::Empty);
  const auto& parties = Parties::get();
  const auto& esme = parties.esme.agreement.public_key();
  EXPECT_TRUE(gbcs::mac_is_valid(message, crypto::agree(parties.eno.agreement, esme).value()));
  EXPECT_FALSE(gbcs::mac_is_valid(message, crypto::agree(parties.broker.agreement, esme).value()));
}

TEST(Response, ToAnUnknownPartyGoesToTheBrokerAndEchoesIt) {
  TestField home;
  const auto up = home.send(by_broker(MessageCode{0x005E}, 0x600, ecs61c_items("00000000", "FFFFFFFF")));
  ASSERT_EQ(up.size(), 1U);
  const auto message = gbcs::decode_message(up.front()).value();
  EXPECT_EQ(message.header.target, kBroker);
  EXPECT_EQ(message.header.counter, OriginatorCounter{0x600});
  EXPECT_EQ(message.header.supplementary, unknown_party());
  const auto& parties = Parties::get();
  EXPECT_TRUE(gbcs::mac_is_valid(
      message, crypto::agree(parties.broker.agreement, parties.esme.agreement.public_key()).value()));
}

}  // namespace
}  // namespace enocheck::sim
