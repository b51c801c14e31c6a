#include "gbcs/dlms.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

Bytes payload_of(std::string_view example) {
  const auto octets = hex(example);
  return copy_of(decode_message(octets).value().payload);
}

bool reads(std::string_view data) {
  const auto octets = hex(data);
  ByteReader in(octets);
  (void)read_data(in);
  in.expect_end();
  return !in.failed();
}

TEST(AccessRequest, TellsSpecificationsAndData) {
  const auto payload = payload_of(examples::kEcs47DeactivateCommand);
  const auto request = decode_access_request(payload).value();
  EXPECT_EQ(request.invoke_id, invoke_id_of(1001));
  ASSERT_EQ(request.specifications.size(), 2U);
  EXPECT_EQ(request.specifications[0].kind, AccessKind::Set);
  EXPECT_EQ(request.specifications[0].class_id, 1);
  EXPECT_EQ(to_string(request.specifications[0].obis), "0-0:94.44.119.2");
  EXPECT_EQ(request.specifications[0].attribute, 2);
  EXPECT_EQ(request.specifications[1].kind, AccessKind::Action);
  EXPECT_EQ(to_string(request.specifications[1].obis), "0-0:10.0.103.255");
  EXPECT_EQ(unsigned_of(request.data[0]), 60U);
  EXPECT_EQ(unsigned_of(request.data[1]), 0x0312U);
}

TEST(AccessRequest, ReadsSelections) {
  const auto payload = payload_of(examples::kEcs61cCommand);
  const auto request = decode_access_request(payload).value();
  ASSERT_EQ(request.specifications.size(), 7U);
  const auto& log = request.specifications[1];
  EXPECT_EQ(log.kind, AccessKind::GetWithSelection);
  EXPECT_EQ(log.class_id, 7);
  EXPECT_EQ(log.selector, 1);
  const auto range = members_of(log.selection).value();
  ASSERT_EQ(range.size(), 4U);
  EXPECT_EQ(unsigned_of(range[1]), 0x1C2F5370U);
  EXPECT_EQ(tag_of(request.data[6]), DataTag::Null);
}

TEST(AccessRequest, ComesBackFromItsEncoding) {
  for (const auto example : {examples::kEcs47DeactivateCommand, examples::kEcs61cCommand,
                             examples::kCcs01Command, examples::kEcs62AddCommand, examples::kSyn6}) {
    const auto payload = payload_of(example);
    EXPECT_EQ(encode_access_request(decode_access_request(payload).value()), payload);
  }
}

TEST(AccessRequest, RejectsEveryTruncationAndTrailingOctets) {
  auto payload = payload_of(examples::kEcs61cCommand);
  for (std::size_t kept = 0; kept < payload.size(); ++kept) {
    const auto request = decode_access_request(ByteView(payload).first(kept));
    ASSERT_FALSE(request.has_value()) << kept;
    EXPECT_EQ(request.error().code, ErrorCode::Truncated) << kept;
  }
  payload.push_back(0);
  EXPECT_EQ(decode_access_request(payload).error().code, ErrorCode::TrailingBytes);
}

TEST(AccessRequest, FindsCountsThatLie) {
  const auto good = payload_of(examples::kEcs47DeactivateCommand);
  auto specifications = good;
  specifications[6] = 3;
  EXPECT_FALSE(decode_access_request(specifications).has_value());
  auto data = good;
  data[27] = 1;
  EXPECT_EQ(decode_access_request(data).error().code, ErrorCode::BadValue);
  auto endless = good;
  endless[6] = 0x7F;
  EXPECT_EQ(decode_access_request(endless).error().code, ErrorCode::Truncated);
  EXPECT_EQ(decode_access_request(hex("D9 20000001 00 84FFFFFFFF")).error().code, ErrorCode::Truncated);
}

TEST(AccessRequest, RejectsUnknownSpecifications) {
  EXPECT_EQ(decode_access_request(hex("D9 20000001 00 01 05 0001 0000000201FF 02 01 00")).error().code,
            ErrorCode::BadTag);
}

TEST(AccessResponse, TellsDataAndResults) {
  const auto payload = payload_of(examples::kEcs47DeactivateErrorResponse);
  const auto response = decode_access_response(payload).value();
  EXPECT_EQ(response.invoke_id, invoke_id_of(0x3EC));
  ASSERT_EQ(response.results.size(), 2U);
  EXPECT_EQ(response.results[0].kind, AccessKind::Set);
  EXPECT_EQ(response.results[0].code, 1);
  EXPECT_EQ(response.results[1].kind, AccessKind::Action);
  EXPECT_EQ(response.results[1].code, 250);
  EXPECT_EQ(encode_access_response(response), payload);
}

TEST(AccessResponse, ReadsDataOfGets) {
  const auto payload = payload_of(examples::kSyn8);
  const auto response = decode_access_response(payload).value();
  ASSERT_EQ(response.data.size(), 7U);
  EXPECT_EQ(boolean_of(response.data[0]), true);
  EXPECT_EQ(compact_elements_of(response.data[1])->size(), 6U);
  EXPECT_EQ(encode_access_response(response), payload);
}

TEST(AccessResponse, RejectsEveryTruncationAndWrongCounts) {
  const auto payload = payload_of(examples::kSyn8);
  for (std::size_t kept = 0; kept < payload.size(); ++kept) {
    ASSERT_FALSE(decode_access_response(ByteView(payload).first(kept)).has_value()) << kept;
  }
  EXPECT_EQ(decode_access_response(hex("DA 20000001 00 00 01 00 02 0100 0100")).error().code,
            ErrorCode::BadValue);
}

TEST(DataNotification, ListsTheMembersOfAnAlert) {
  const auto payload = payload_of(examples::kFutureDatedAlert);
  const auto alert = decode_data_notification(payload).value();
  ASSERT_EQ(alert.members.size(), 3U);
  EXPECT_EQ(unsigned_of(alert.members[0]), 0x8F66U);
  EXPECT_EQ(string_of(alert.members[1])->size(), 12U);
  EXPECT_EQ(string_of(alert.members[2])->size(), 19U);
}

TEST(DataNotification, HasToBeAStructure) {
  EXPECT_EQ(decode_data_notification(hex("0F 20000001 00 128F66")).error().code, ErrorCode::BadTag);
  EXPECT_EQ(decode_data_notification(hex("0F 20000001 00 0101128F66")).error().code, ErrorCode::BadTag);
}

TEST(Data, ReadsEveryType) {
  for (const auto* const item : {"00",
                                 "0102 1101 1102",
                                 "0202 0300 03FF",
                                 "0300",
                                 "0400",
                                 "0407FE",
                                 "0408FE",
                                 "0409FE80",
                                 "05FFFFFFFF",
                                 "0600000001",
                                 "0900",
                                 "090411223344",
                                 "0A0141",
                                 "0C0141",
                                 "0D12",
                                 "0FFF",
                                 "10FFFF",
                                 "1101",
                                 "120001",
                                 "1300 00",
                                 "130202060600",
                                 "1406FFFFFFFFFFFFFF",
                                 "150000000000000001",
                                 "1601",
                                 "1741200000",
                                 "184024000000000000",
                                 "1907DF0101FF000000008000FF",
                                 "1A07DF0101FF",
                                 "1B00000000"}) {
    if (std::string_view(item) == "1300 00") {
      EXPECT_FALSE(reads(item)) << "a compact array of nulls";
    } else {
      EXPECT_TRUE(reads(item)) << item;
    }
  }
}

TEST(Data, RefusesUnknownTypesAndShortValues) {
  for (const auto* const item : {"", "07", "08", "FF", "1C", "03", "0903 1122", "0409FE", "0101", "0202 00",
                                 "1907DF", "8100", "0980"}) {
    EXPECT_FALSE(reads(item)) << item;
  }
}

TEST(Data, LimitsNesting) {
  std::string nested;
  for (int depth = 0; depth < kMaximumNesting; ++depth) { nested += "0201"; }
  EXPECT_TRUE(reads(nested + "00"));
  EXPECT_FALSE(reads("0201" + nested + "00"));
  std::string compact = "13";
  for (int depth = 0; depth < kMaximumNesting; ++depth) { compact += "0201"; }
  EXPECT_FALSE(reads(compact + "0600"));
}

TEST(Data, WritesCompactArraysOut) {
  const auto log = hex("13 02020606 10 1C2F61801C2F747C 1C30B3001C30B684");
  const auto entries = compact_elements_of(log).value();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(encode_hex(entries[0]), "0202061C2F6180061C2F747C");
  const auto nested = compact_elements_of(hex("13 0202 12 01000216 08 0001 01 02 0002 03 04")).value();
  ASSERT_EQ(nested.size(), 2U);
  EXPECT_EQ(encode_hex(nested[1]), "0202120002010216031604");
  const auto strings = compact_elements_of(hex("13 09 05 0141 024242")).value();
  EXPECT_EQ(encode_hex(strings[1]), "09024242");
  EXPECT_FALSE(compact_elements_of(hex("0100")).has_value());
}

TEST(Data, RefusesCompactArraysThatDoNotComeOutEven) {
  EXPECT_FALSE(reads("13 02020606 07 00000000000000"));
  EXPECT_FALSE(reads("13 02020606 09 000000000000000000"));
  EXPECT_FALSE(reads("13 07 01 00")) << "unknown element type";
  EXPECT_FALSE(reads("13 1306 00")) << "compact array of compact arrays";
}

TEST(Data, RefusesCompactTypesWithoutOctets) {
  // Counts multiply, 65535 to the power of the nesting, over elements that take nothing from the content.
  EXPECT_TRUE(reads("13 02020011 02 0102")) << "a null beside an octet is fine";
  EXPECT_FALSE(reads("13 00 00"));
  EXPECT_FALSE(reads("13 01FFFF01FFFF01FFFF01FFFF00 01 00"));
  EXPECT_FALSE(reads("13 01FFFF01FFFF01FFFF0200 01 00"));
  EXPECT_FALSE(reads("13 010000 11 01 00"));
  EXPECT_FALSE(reads("13 01FFFF01FFFF01FFFF01FFFF11 01 00")) << "the content is short";
}

TEST(Data, ReadersAnswerForTheirTypesOnly) {
  EXPECT_EQ(unsigned_of(hex("1105")), 5U);
  EXPECT_EQ(unsigned_of(hex("120102")), 0x0102U);
  EXPECT_EQ(unsigned_of(hex("0601020304")), 0x01020304U);
  EXPECT_EQ(unsigned_of(hex("150102030405060708")), 0x0102030405060708U);
  EXPECT_EQ(unsigned_of(hex("1605")), 5U);
  EXPECT_FALSE(unsigned_of(hex("0F05")).has_value());
  EXPECT_FALSE(unsigned_of(hex("1205")).has_value());
  EXPECT_FALSE(unsigned_of({}).has_value());
  EXPECT_EQ(boolean_of(hex("0301")), true);
  EXPECT_EQ(boolean_of(hex("0300")), false);
  EXPECT_FALSE(boolean_of(hex("1101")).has_value());
  EXPECT_EQ(text_of(string_of(hex("0A034C6231")).value()), "Lb1");
  EXPECT_FALSE(string_of(hex("0A034C62")).has_value());
  EXPECT_FALSE(members_of(hex("1101")).has_value());
  EXPECT_FALSE(members_of(hex("01021101")).has_value());
}

TEST(Data, WritersMakeWhatRtdsHas) {
  Bytes octets;
  ByteWriter out(octets);
  put_structure(out, 2);
  put_boolean(out, true);
  put_boolean(out, false);
  put_array(out, 1);
  put_null(out);
  put_unsigned(out, 0x64);
  put_long_unsigned(out, 0x0312);
  put_double_long_unsigned(out, 0x1C2F5370);
  put_enum(out, 1);
  put_octet_string(out, hex("0123ABCD"));
  put_visible_string(out, "Label2");
  EXPECT_EQ(encode_hex(octets),
            "020203FF0300010100116412"
            "0312061C2F5370160109040123ABCD0A064C6162656C32");
}

TEST(Dlms, TakesTheInvokeIdFromTheLowOctetsOfTheCounter) {
  EXPECT_EQ(invoke_id_of(0x3E9), 0x200003E9U);
  EXPECT_EQ(invoke_id_of(0x0102030405060708), 0x20060708U);
}

TEST(Dlms, NamesResults) {
  EXPECT_STREQ(data_access_result_name(0), "success");
  EXPECT_STREQ(data_access_result_name(250), "other-reason");
  EXPECT_STREQ(action_result_name(1), "hardware-fault");
  EXPECT_EQ(data_access_result_name(99), nullptr);
  EXPECT_EQ(action_result_name(19), nullptr);
}

TEST(Dlms, PrintsObis) { EXPECT_EQ(to_string(Obis{0, 1, 12, 0, 2, 255}), "0-1:12.0.2.255"); }

}  // namespace
}  // namespace enocheck::gbcs
