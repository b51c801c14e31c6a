#include "sim/esme/authentication.h"

#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests

/// The good command of all tests here: the ENO opens switch 2 for two hours.
CommandSpec good() { return open_switch(2, 120); }

/// One way to spoil a command so that exactly one check is violated.
struct Spoilt {
  std::string name;
  Bytes (*octets)();
  /// Alerts are not answers; the one check whose refusal raises an alert says so.
  std::size_t alerts = 0;
};

Bytes flip_bit(Bytes octets, std::size_t from_end, std::uint8_t mask) {
  octets.at(octets.size() - from_end) ^= mask;
  return octets;
}

Bytes remac(const Bytes& octets, const std::function<void(Bytes&)>& change) {
  const auto message = gbcs::decode_message(octets).value();
  Bytes unmaced = copy_of(message.maced_octets());
  change(unmaced);
  const auto& parties = Parties::get();
  return gbcs::add_mac(unmaced,
                       crypto::agree(parties.broker.agreement, parties.esme.agreement.public_key()).value())
      .value();
}

CommandSpec with(const std::function<void(CommandSpec&)>& change) {
  auto spec = good();
  change(spec);
  return spec;
}

const std::vector<Spoilt>& spoilt_commands() {
  static const std::vector<Spoilt> all = {
      {"Truncated",
       [] {
         auto octets = command(good());
         octets.pop_back();
         return octets;
       }},
      {"TrailingOctet",
       [] {
         auto octets = command(good());
         octets.push_back(0);
         return octets;
       }},
      {"DateTimePresent", [] { return command(with([](auto& s) { s.date_time = Bytes(12, 0xFF); })); }},
      {"WrongRecipient", [] { return command(with([](auto& s) { s.target = Eui64{0x00DB1234567890A6}; })); }},
      {"Response", [] { return command(with([](auto& s) { s.cra = gbcs::CraFlag::Response; })); }},
      {"Alert", [] { return command(with([](auto& s) { s.cra = gbcs::CraFlag::Alert; })); }},
      {"UnknownCode", [] { return command(with([](auto& s) { s.code = MessageCode{0x7E00}; })); }},
      {"RoleNotPermitted", [] { return command(with([](auto& s) { s.code = MessageCode{0x0055}; })); }, 1},
      {"OperatorNotInCells",
       [] {
         return command(with([](auto& s) {
           s.originator = kOtherEno;
           s.signer = &Parties::get().other_eno;
         }));
       },
       1},
      {"PartyNamedByKnownParty",
       [] { return command(with([](auto& s) { s.supplementary = unknown_party(); })); }, 1},
      {"WrongMac", [] { return flip_bit(command(good()), 1, 0x01); }},
      {"NoMac", [] { return copy_of(gbcs::decode_message(command(good()))->maced_octets()); }},
      {"NoSignature", [] { return command(with([](auto& s) { s.signer = nullptr; })); }},
      {"WrongSignature",
       [] { return remac(command(good()), [](Bytes& unmaced) { unmaced.back() ^= 0x01; }); }},
      {"SignedByAnother", [] { return command(with([](auto& s) { s.signer = &Parties::get().supplier; })); }},
  };
  return all;
}

class SpoiltCommand : public testing::TestWithParam<Spoilt> {};

TEST_P(SpoiltCommand, ChangesNothingAndBurnsNoCounter) {
  TestField home;
  const auto up = home.send(GetParam().octets());
  ASSERT_EQ(up.size(), GetParam().alerts);
  for (const auto& octets : up) { EXPECT_EQ(gbcs::decode_message(octets)->header.cra, gbcs::CraFlag::Alert); }
  EXPECT_TRUE(home.is_closed(2));
  EXPECT_EQ(home.watts(2), 7000U);

  EXPECT_EQ(home.answer(good()),
            "DA200003E90000020000020200"
            "0300");
  EXPECT_FALSE(home.is_closed(2));
}

INSTANTIATE_TEST_SUITE_P(Authentication, SpoiltCommand, testing::ValuesIn(spoilt_commands()),
                         [](const auto& spoilt) { return spoilt.param.name; });

TEST(Authentication, RefusesTheSameCounterAndLowerOnes) {
  TestField home;
  EXPECT_NE(home.answer(good()), "");
  EXPECT_EQ(home.answer(good()), "");
  EXPECT_EQ(home.answer(reset_switch(2, 1000)), "");
  EXPECT_FALSE(home.is_closed(2));
  EXPECT_NE(home.answer(reset_switch(2, 1002)), "");
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Authentication, CountsEachRoleByItself) {
  TestField home;
  EXPECT_NE(home.answer(open_switch(2, 10, 5000)), "");
  EXPECT_NE(home.answer(by_supplier(close_switch(2, 10, 7), MessageCode{0x0055})), "");
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Authentication, AcceptsTheHighestCounterAndNothingAfterIt) {
  TestField home;
  EXPECT_NE(home.answer(open_switch(2, 10, 0xFFFFFFFFFFFFFFFF)), "");
  EXPECT_EQ(home.answer(reset_switch(2, 1)), "");
  EXPECT_FALSE(home.is_closed(2));
}

TEST(Authentication, RunsAUseCaseWithoutReplayProtectionAgain) {
  TestField home;
  CommandSpec label = by_supplier({.counter = 9, .items = ecs46a_items({{2, "EVSE"}})}, MessageCode{0x0053});
  EXPECT_NE(home.answer(label), "");
  EXPECT_NE(home.answer(label), "");
}

TEST(Authentication, RefusesAReplayedBoostAssociationThoughItIsNotCritical) {
  TestField home;
  EXPECT_NE(home.answer(set_flags({true, true, true, true, true}, 50)), "");
  EXPECT_NE(home.answer(set_flags({}, 51)), "");
  EXPECT_EQ(home.answer(set_flags({true, true, true, true, true}, 50)), "");
}

TEST(Authentication, RefusesASignatureWhereNoneBelongs) {
  TestField home;
  auto spec = set_flags({true, true, true, true, true}, 50);
  spec.signer = &Parties::get().eno;
  EXPECT_EQ(home.answer(spec), "");
}

TEST(Authentication, RefusesLengthsThatAreNotTheShortest) {
  TestField home;
  auto octets = command(good());
  ASSERT_EQ(octets.at(7), 0x81);
  octets.at(7) = 0x82;
  octets.insert(octets.begin() + 8, 0x00);
  EXPECT_TRUE(home.send(octets).empty());
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Authentication, RefusesACommandTruncatedAnywhere) {
  TestField home;
  const auto whole = command(good());
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    ASSERT_TRUE(home.send(copy_of(ByteView(whole).first(kept))).empty()) << kept;
  }
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Authentication, RefusesEveryFlippedBit) {
  TestField home;
  const auto whole = command(good());
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto octets = whole;
    octets.at(bit / 8) ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
    for (const auto& up : home.send(octets)) {
      ASSERT_EQ(gbcs::decode_message(up)->header.cra, gbcs::CraFlag::Alert) << "bit " << bit;
    }
    ASSERT_TRUE(home.is_closed(2)) << "bit " << bit;
  }
  EXPECT_NE(home.answer(good()), "");
}

TEST(Authentication, OfTheUnknownRemotePartyNeedsItsNameAndCounter) {
  TestField home;
  const auto read = by_broker(MessageCode{0x005E}, 1, ecs61c_items("00000000", "FFFFFFFF"));
  const auto refused = [&](const std::optional<gbcs::SupplementaryParty>& party) {
    auto spec = read;
    spec.supplementary = party;
    return home.answer(spec).empty();
  };
  EXPECT_TRUE(refused(std::nullopt));
  auto party = unknown_party();
  party.remote_party = Eui64{};
  EXPECT_TRUE(refused(party));
  party.remote_party = kBroker;
  EXPECT_TRUE(refused(party));
  party = unknown_party();
  party.originator_counter = OriginatorCounter{1};
  EXPECT_TRUE(refused(party));
  EXPECT_NE(home.answer(read), "");
}

TEST(Authentication, LetsTheEnoUseTheVariantsOnlyWhereFirmwareAndChangeGiveThem) {
  Policy before;
  before.change_in_force = false;
  TestField old_rules(one_meter("3.3"), before);
  TestField old_firmware(one_meter("3.2"));
  TestField newer_family(one_meter("4.1"));
  for (auto* home : {&old_rules, &old_firmware, &newer_family}) {
    EXPECT_EQ(home->answer(good()), "");
    EXPECT_TRUE(home->is_closed(2));
  }
  EXPECT_EQ(newer_family.answer(by_supplier(good(), MessageCode{0x0055})), "");
  EXPECT_NE(old_firmware.answer(by_supplier(good(), MessageCode{0x0055})), "");
}

TEST(Authentication, AlertsTheSupplierWhenASenderHasNoAuthority) {
  TestField home;
  auto spec = good();
  spec.code = MessageCode{0x0055};
  const auto up = home.send(spec);
  ASSERT_EQ(up.size(), 1U);
  const auto alert = gbcs::decode_message(up.front()).value();
  EXPECT_EQ(alert.header.code, MessageCode{0x1000});
  EXPECT_EQ(alert.header.target, kSupplier);
  EXPECT_EQ(alert.header.originator, kEsme);
  EXPECT_FALSE(alert.has_mac);
  EXPECT_TRUE(gbcs::signature_is_valid(alert, Parties::get().esme.signing.public_key()));
  EXPECT_TRUE(encode_hex(alert.payload).starts_with("0F20000001000202128F30090C"));
}

TEST(Authentication, TellsTheSenderWhatGbcs4FirmwareDoesNotKnow) {
  TestField home(one_meter("4.1"));
  const auto up = home.send(by_broker(MessageCode{0x00BB}, 0x186A0, ecs61a_items()));
  ASSERT_EQ(up.size(), 1U);
  const auto alert = gbcs::decode_message(up.front()).value();
  EXPECT_EQ(alert.header.code, MessageCode{0x0120});
  EXPECT_EQ(alert.header.target, kBroker);
  ASSERT_TRUE(alert.header.supplementary.has_value());
  EXPECT_EQ(*alert.header.supplementary, unknown_party());
  EXPECT_TRUE(encode_hex(alert.payload).ends_with("090A00BB00000000000186A0"));
  auto forged = command(by_broker(MessageCode{0x00BB}, 0x186A1, ecs61a_items()));
  forged.back() ^= 1;
  EXPECT_TRUE(home.send(forged).empty());
}

}  // namespace
}  // namespace enocheck::sim
