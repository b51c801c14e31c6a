#include "gbcs/message.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

constexpr std::string_view kEveryShape[] = {
    examples::kEcs47DeactivatePreCommand,
    examples::kEcs47DeactivateCommand,
    examples::kEcs47DeactivateResponse,
    examples::kEcs62AddResponse,
    examples::kCcs01Command,
    examples::kCcs01Response,
    examples::kCs02aResponse,
    examples::kCs03a2UrpCommand,
    examples::kCs06Response,
    examples::kCs14Alert,
    examples::kEcs200Alert,
    examples::kSyn6,
};

/// A header in the shape of a KRP command, for messages that RTDS does not have.
GroupingHeader header_with(std::optional<SupplementaryParty> party) {
  return {.cra = CraFlag::Command,
          .counter = OriginatorCounter(1002),
          .originator = Eui64(0x90B3D51F30000002),
          .target = Eui64(0x00DB1234567890A0),
          .date_time = {},
          .code = MessageCode(0x0027),
          .supplementary = std::move(party)};
}

Bytes certificate_of(std::size_t content_size) {
  Bytes der = {0x30, 0x82, static_cast<std::uint8_t>(content_size >> 8U),
               static_cast<std::uint8_t>(content_size)};
  der.resize(4 + content_size, 0xAB);
  return der;
}

/// A pre-command whose other-information is these octets.
Bytes with_other_information(ByteView other) {
  auto octets = hex("DF090100000000000003E90890B3D51F300100000800DB1234567890A000");
  octets.push_back(static_cast<std::uint8_t>(other.size()));
  append(octets, other);
  append(octets, hex("020500"));
  return octets;
}

TEST(Message, TellsTheFieldsOfASignedAndMacedCommand) {
  const auto octets = hex(examples::kEcs47DeactivateCommand);
  const auto message = decode_message(octets);
  ASSERT_TRUE(message.has_value()) << message.error().detail;
  EXPECT_EQ(message->form(), Form::Command);
  EXPECT_EQ(message->header.cra, CraFlag::Command);
  EXPECT_EQ(message->header.counter, OriginatorCounter(1001));
  EXPECT_EQ(message->header.originator, Eui64(0x90B3D51F30010000));
  EXPECT_EQ(message->header.target, Eui64(0x00DB1234567890A0));
  EXPECT_TRUE(message->header.date_time.empty());
  EXPECT_EQ(message->header.code, MessageCode(0x0055));
  EXPECT_FALSE(message->header.supplementary.has_value());
  EXPECT_TRUE(message->has_mac);
  EXPECT_EQ(message->signature_form, SignatureForm::Present);
  EXPECT_EQ(encode_hex(message->payload),
            "D9200003E9000202000100005E2C77020203000900000A0067FF010212003C120312");
  EXPECT_EQ(encode_hex(message->signature.first(4)), "A1D527B4");
  EXPECT_EQ(encode_hex(message->mac), "7D60324AE99ABACF410B057C");
  EXPECT_EQ(message->grouping_offset, 14U);
  EXPECT_EQ(message->payload_offset, 14U + 34U);
  EXPECT_EQ(message->grouping.front(), 0xDF);
  EXPECT_EQ(encode_hex(message->grouping.last(3)), "020055");
  EXPECT_FALSE(message->has_long_lengths);
}

TEST(Message, TellsWhatSignatureAndMacAreOver) {
  const auto octets = hex(examples::kEcs47DeactivateCommand);
  const auto message = decode_message(octets).value();
  EXPECT_EQ(encode_hex(message.signed_octets()),
            "090100000000000003E90890B3D51F300100000800DB1234567890A00002005522D9200003E9000202000100005E2C"
            "77020203000900000A0067FF010212003C120312");
  const auto maced = message.maced_octets();
  EXPECT_EQ(maced.size(), 33U + 1 + 34 + 65) << "grouping header, length, payload, signature field";
  EXPECT_EQ(maced.front(), 0xDF);
  EXPECT_EQ(encode_hex(maced.last(2)), "EFDF") << "ends with the signature";
}

TEST(Message, ReadsPreCommandsWithAndWithoutTheNullSignature) {
  auto octets = hex(examples::kEcs47DeactivatePreCommand);
  const auto bare = decode_message(octets).value();
  EXPECT_EQ(bare.form(), Form::PreCommand);
  EXPECT_EQ(bare.signature_form, SignatureForm::Absent);
  octets.push_back(0);
  const auto closed = decode_message(octets).value();
  EXPECT_EQ(closed.form(), Form::PreCommand);
  EXPECT_EQ(closed.signature_form, SignatureForm::Empty);
  EXPECT_EQ(closed.signed_octets().size(), octets.size() - 2);
}

TEST(Message, CallsASignedUnmacedCommandACommand) {
  auto octets = hex(examples::kEcs47DeactivatePreCommand);
  append_signature(octets, Bytes(64, 0x11));
  const auto message = decode_message(octets).value();
  EXPECT_EQ(message.form(), Form::Command);
  EXPECT_FALSE(message.has_mac);
}

TEST(Message, OnlyACommandMayLackItsSignatureField) {
  auto response = hex(examples::kEcs47DeactivateResponse);
  response.resize(response.size() - 65);
  EXPECT_EQ(decode_message(response).error().code, ErrorCode::Truncated);
  response.push_back(0);
  EXPECT_EQ(decode_message(response).value().signature_form, SignatureForm::Empty);
}

TEST(Message, ReadsEveryFormOfOtherInformation) {
  const auto plain = decode_message(with_other_information(hex("0027"))).value();
  EXPECT_FALSE(plain.header.supplementary.has_value());

  const auto alert = hex(examples::kEcs200Alert);
  const auto ecs200 = decode_message(alert).value();
  EXPECT_EQ(ecs200.header.supplementary->remote_party, Eui64(0x90B3D51F30010008));
  EXPECT_FALSE(ecs200.header.supplementary->remote_party_counter.has_value());

  const auto urp = hex(examples::kCcs01Command);
  const auto ccs01 = decode_message(urp).value();
  EXPECT_EQ(ccs01.header.supplementary->remote_party, Eui64(0x90B3D51F30010000));
  EXPECT_EQ(ccs01.header.supplementary->remote_party_counter, OriginatorCounter(1002));
  EXPECT_FALSE(ccs01.header.supplementary->originator_counter.has_value());

  const auto encrypted =
      decode_message(with_other_information(hex("0027 90B3D51F30010000 00000000000003E9 0000000000000514")))
          .value();
  EXPECT_EQ(encrypted.header.supplementary->originator_counter, OriginatorCounter(0x514));
  EXPECT_TRUE(encrypted.header.supplementary->certificate.empty());
}

TEST(Message, ReadsACertificateInOtherInformationBehindALongLength) {
  for (const std::size_t size : {402U, 403U, 60U}) {
    const auto header = header_with(SupplementaryParty{.remote_party = Eui64(0x90B3D51F30020000),
                                                       .remote_party_counter = OriginatorCounter(1002),
                                                       .originator_counter = {},
                                                       .certificate = certificate_of(size)});
    const auto octets = encode_unsigned(header, Bytes(300, 0));
    const auto message = decode_message(octets);
    ASSERT_TRUE(message.has_value()) << message.error().detail;
    EXPECT_EQ(message->header, header);
    EXPECT_EQ(message->payload.size(), 300U);
    EXPECT_EQ(encode_message(*message), octets);
  }
}

TEST(Message, RefusesOtherInformationOfAnyOtherSize) {
  for (std::size_t size = 0; size < 100; ++size) {
    const Bytes other(size, 0x31);
    const bool is_form = size == 2 || size == 10 || size == 18 || size == 26;
    const auto octets = with_other_information(other);
    EXPECT_EQ(decode_message(octets).has_value(), is_form) << size;
  }
}

TEST(Message, RefusesACertificateThatDoesNotFillItsField) {
  auto other = hex("0027 90B3D51F30010000 00000000000003E9");
  append(other, certificate_of(50));
  EXPECT_TRUE(decode_message(with_other_information(other)).has_value());
  other.push_back(0);
  EXPECT_EQ(decode_message(with_other_information(other)).error().code, ErrorCode::TrailingBytes);
  other.resize(other.size() - 2);
  EXPECT_EQ(decode_message(with_other_information(other)).error().code, ErrorCode::Truncated);
}

TEST(Message, ReadsADateTime) {
  const auto octets = hex(examples::kCs06Response);
  const auto message = decode_message(octets).value();
  EXPECT_EQ(encode_hex(message.header.date_time), "07DF0101FF000000008000FF");
}

TEST(Message, ComesBackFromItsEncoding) {
  for (const auto example : kEveryShape) {
    const auto octets = hex(example);
    const auto message = decode_message(octets);
    ASSERT_TRUE(message.has_value()) << example << ": " << message.error().detail;
    EXPECT_EQ(encode_message(*message), octets);
  }
}

TEST(Message, RejectsEveryTruncation) {
  for (const auto example : kEveryShape) {
    const auto whole = hex(example);
    for (std::size_t kept = 0; kept < whole.size(); ++kept) {
      const auto message = decode_message(ByteView(whole).first(kept));
      ASSERT_FALSE(message.has_value()) << example << " accepted with " << kept << " octets";
      EXPECT_EQ(message.error().code, ErrorCode::Truncated) << kept;
      EXPECT_LE(message.error().offset, kept);
    }
  }
}

TEST(Message, RejectsTrailingOctets) {
  for (const auto example : kEveryShape) {
    auto octets = hex(example);
    if (example == examples::kEcs47DeactivatePreCommand) { octets.push_back(0); }
    octets.push_back(0);
    const auto message = decode_message(octets);
    ASSERT_FALSE(message.has_value()) << example;
    EXPECT_EQ(message.error().code, ErrorCode::TrailingBytes);
  }
}

TEST(Message, RejectsEveryChangedFixedOctet) {
  const auto good = hex(examples::kEcs47DeactivateCommand);
  // MAC header, security control and invocation counter, tag, the lengths 09 08 08 00 02, signature length
  for (const std::size_t at :
       {0U, 1U, 2U, 3U, 4U, 5U, 6U, 9U, 10U, 11U, 12U, 13U, 14U, 15U, 25U, 34U, 43U, 44U, 82U}) {
    for (const std::uint8_t flip : Bytes{0x01, 0x04, 0x20, 0x80}) {
      auto octets = good;
      octets[at] ^= flip;
      EXPECT_FALSE(decode_message(octets).has_value()) << "octet " << at << " flipped by " << int{flip};
    }
  }
}

TEST(Message, RejectsCraFlagsOutsideOneToThree) {
  auto octets = hex(examples::kEcs47DeactivatePreCommand);
  for (int cra = 0; cra < 256; ++cra) {
    octets[2] = static_cast<std::uint8_t>(cra);
    const auto message = decode_message(octets);
    EXPECT_EQ(message.has_value(), cra == 1) << cra << " (a response or alert has to have a signature field)";
    if (cra == 0 || cra > 3) { EXPECT_EQ(message.error().code, ErrorCode::BadValue); }
  }
}

TEST(Message, RejectsLengthsThatDoNotAddUp) {
  const auto good = hex(examples::kEcs47DeactivateCommand);
  auto longer = good;
  ++longer[8];
  EXPECT_EQ(decode_message(longer).error().code, ErrorCode::Truncated);
  auto shorter = good;
  --shorter[8];
  EXPECT_FALSE(decode_message(shorter).has_value());
  auto endless = good;
  endless[7] = 0x84;
  EXPECT_FALSE(decode_message(endless).has_value());
}

TEST(Message, ReportsLongLengths) {
  auto octets = hex(examples::kEcs47DeactivateCommand);
  octets.insert(octets.begin() + 8, 0);
  octets[7] = 0x82;  // 82 0096 in the place of 81 96
  const auto message = decode_message(octets);
  ASSERT_TRUE(message.has_value());
  EXPECT_TRUE(message->has_long_lengths);
  EXPECT_EQ(encode_message(*message), hex(examples::kEcs47DeactivateCommand));
}

TEST(Message, ReadsAnEmptyPayload) {
  const auto octets = encode_unsigned(header_with({}), {});
  const auto message = decode_message(octets).value();
  EXPECT_TRUE(message.payload.empty());
  EXPECT_EQ(message.signed_octets().size(), octets.size() - 1);
  EXPECT_EQ(encode_message(message), octets);
}

TEST(Message, WrapsAcrossEveryLengthBoundary) {
  for (const std::size_t size :
       {60U, 61U, 62U, 63U, 188U, 189U, 190U, 191U, 65000U, 65470U, 65480U, 70000U}) {
    auto octets = encode_unsigned(header_with({}), Bytes(size, 7));
    append_signature(octets, {});
    const auto maced = wrap_with_mac(octets, Bytes(12, 9));
    const auto message = decode_message(maced);
    ASSERT_TRUE(message.has_value()) << size << ": " << message.error().detail;
    EXPECT_EQ(message->payload.size(), size);
    EXPECT_FALSE(message->has_long_lengths);
    EXPECT_EQ(encode_message(*message), maced);
  }
}

}  // namespace
}  // namespace enocheck::gbcs
