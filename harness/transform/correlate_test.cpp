#include "transform/correlate.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "transform/test_vectors.h"

namespace enocheck::transform {
namespace {

using test::message;
using test::request;

const Eui64 kBroker(0x90B3D51F30000002U);

/// The names of the fields that differ, or the error.
std::vector<std::string> fields(const Result<std::vector<Mismatch>>& mismatches) {
  if (!mismatches) { return {std::string("error: ") + mismatches.error().detail}; }
  std::vector<std::string> names;
  for (const auto& mismatch : *mismatches) { names.push_back(mismatch.field); }
  return names;
}

using Names = std::vector<std::string>;

CorrelationOptions accepting(std::uint16_t code) {
  CorrelationOptions options;
  options.further_codes.emplace_back(code);
  options.broker = kBroker;
  return options;
}

struct Pair {
  const char* request;
  const char* message;
  std::uint16_t code = 0;  ///< further code, of an ENO variant
};

constexpr Pair kCommands[] = {{"6.14.1/request", "ECS46a/labels_precommand"},
                              {"6.14.1/labels_request", "ECS46a/eis_labels_signed_precommand"},
                              {"7.5/request", "ECS47/activate_command"},
                              {"7.6/request", "ECS47/deactivate_precommand"},
                              {"7.6/eno_request", "ECS47/eno_deactivate_precommand", 0x7E55},
                              {"7.6/eno_request", "ECS47/eno_deactivate_signed_precommand", 0x7E55},
                              {"7.6/eno_request", "ECS47/eno_deactivate_command", 0x7E55},
                              {"7.7/request", "ECS61a/read_command"},
                              {"7.7/eno_request", "ECS61a/eno_read_urp_command"},
                              {"7.8/eno_request", "ECS47/eno_reset_command", 0x7E55},
                              {"7.9/request", "ECS62/add_command"},
                              {"7.9/eno_request", "ECS62/eno_add_command", 0x7E5F},
                              {"7.10/eno_request", "ECS62/eno_remove_command", 0x7E5F},
                              {"7.11/request", "ECS61c/read_command"},
                              {"7.11/eno_request", "ECS61c/eno_read_urp_command"},
                              {"7.11/eno_direct_request", "ECS61c/eno_read_direct_command", 0x7E5E},
                              {"7.13/curtail_request", "ECS47a/eis_curtail_command"},
                              {"7.13/apc_input_request", "ECS47a/apc_input_command"},
                              {"7.14/request", "ECS61d/read_urp_command"},
                              {"7.14/error_request", "ECS61d/read_error_command"},
                              {"7.15/request", "ECS61e/read_command"}};

constexpr Pair kResponses[] = {{"6.14.1/request", "ECS46a/labels_response"},
                               {"6.14.1/error_request", "ECS46a/labels_error_response"},
                               {"7.5/request", "ECS47/activate_response"},
                               {"7.6/error_request", "ECS47/deactivate_error_response"},
                               {"7.6/eno_request", "ECS47/eno_deactivate_response", 0x7E55},
                               {"7.7/request", "ECS61a/read_response"},
                               {"7.7/error_request", "ECS61a/read_error_response"},
                               {"7.7/eno_request", "ECS61a/eno_read_urp_response"},
                               {"7.8/request", "ECS47/reset_response"},
                               {"7.9/eno_request", "ECS62/eno_add_error_response", 0x7E5F},
                               {"7.10/request", "ECS62/remove_response"},
                               {"7.11/request", "ECS61c/read_response"},
                               {"7.11/error_request", "ECS61c/read_error_response"},
                               {"7.11/eno_request", "ECS61c/eno_read_urp_response"},
                               {"7.13/curtail_request", "ECS47a/eis_curtail_response"},
                               {"7.14/request", "ECS61d/read_urp_response"},
                               {"7.14/error_request", "ECS61d/read_error_response"},
                               {"7.15/request", "ECS61e/read_response"},
                               {"7.15/error_request", "ECS61e/read_error_response"}};

TEST(Correlate, CommandsOfEveryUseCaseBelong) {
  for (const auto& [from, to, code] : kCommands) {
    EXPECT_EQ(fields(correlate_pre_command(request(from), message(to), accepting(code))), Names()) << to;
  }
}

TEST(Correlate, ResponsesOfEveryUseCaseBelong) {
  for (const auto& [from, to, code] : kResponses) {
    EXPECT_EQ(fields(correlate_response(request(from), message(to), accepting(code))), Names()) << to;
  }
}

TEST(Correlate, FlagsCountByTheirIndexNotTheirPlace) {
  auto shuffled = request("7.9/request");
  auto& flags = std::get<duis::AddAuxiliaryLoadToBoostButton>(shuffled.body).flags;
  std::reverse(flags.begin(), flags.end());
  EXPECT_EQ(fields(correlate_pre_command(shuffled, message("ECS62/add_command"))), Names());
  flags.at(0).value = !flags.at(0).value;
  EXPECT_EQ(fields(correlate_pre_command(shuffled, message("ECS62/add_command"))),
            Names{"boost association of switch 5"});
}

TEST(Correlate, CommandsAreNoResponsesNorTheOtherWayRound) {
  const auto command = correlate_response(request("7.6/request"), message("ECS47/deactivate_command"));
  EXPECT_EQ(fields(command).front(), "CRA flag");
  const auto response = correlate_pre_command(request("7.6/request"), message("ECS47/deactivate_response"));
  EXPECT_EQ(fields(response).front(), "CRA flag");
}

/// One octet of a payload altered, and the one field that has to be named.
struct Alteration {
  const char* request;
  const char* message;
  std::size_t octet;  ///< of the payload
  std::uint8_t flip;
  const char* field;
};

// Offsets follow the payload's layout: APDU head 7 octets, 10 a specification, count, data (GBCS brief 3.1).
constexpr Alteration kPayloadAlterations[] = {
    // ECS47, 7.6: head | set | action | 02 | 12 003C | 12 0312
    {"7.6/request", "ECS47/deactivate_precommand", 0, 0x08, "payload"},
    {"7.6/request", "ECS47/deactivate_precommand", 1, 0x40, "invoke id"},
    {"7.6/request", "ECS47/deactivate_precommand", 4, 0x01, "invoke id"},
    {"7.6/request", "ECS47/deactivate_precommand", 5, 0x01, "payload"},
    {"7.6/request", "ECS47/deactivate_precommand", 6, 0x01, "payload"},
    {"7.6/request", "ECS47/deactivate_precommand", 7, 0x01, "kind of instruction 1"},
    {"7.6/request", "ECS47/deactivate_precommand", 9, 0x01, "class of instruction 1"},
    {"7.6/request", "ECS47/deactivate_precommand", 14, 0x02, "object of instruction 1"},
    {"7.6/request", "ECS47/deactivate_precommand", 15, 0x03, "object of instruction 1"},
    {"7.6/request", "ECS47/deactivate_precommand", 16, 0x01, "attribute of instruction 1"},
    {"7.6/request", "ECS47/deactivate_precommand", 17, 0x01, "kind of instruction 2"},
    {"7.6/request", "ECS47/deactivate_precommand", 19, 0x01, "class of instruction 2"},
    {"7.6/request", "ECS47/deactivate_precommand", 24, 0x01, "object of instruction 2"},
    {"7.6/request", "ECS47/deactivate_precommand", 26, 0x03, "attribute of instruction 2"},
    {"7.6/request", "ECS47/deactivate_precommand", 28, 0x02, "duration"},
    {"7.6/request", "ECS47/deactivate_precommand", 29, 0x01, "duration"},
    {"7.6/request", "ECS47/deactivate_precommand", 30, 0x01, "duration"},
    {"7.6/request", "ECS47/deactivate_precommand", 31, 0x02, "script selector"},
    {"7.6/request", "ECS47/deactivate_precommand", 32, 0x01, "switch"},
    {"7.6/request", "ECS47/deactivate_precommand", 33, 0x03, "action"},
    {"7.5/request", "ECS47/activate_command", 30, 0x01, "duration"},
    {"7.5/request", "ECS47/activate_command", 32, 0x03, "switch"},
    {"7.5/request", "ECS47/activate_command", 33, 0x03, "action"},
    {"7.8/request", "ECS47/reset_precommand", 19, 0x01, "switch"},
    {"7.8/request", "ECS47/reset_precommand", 20, 0x32, "action"},
    // ECS47a, 7.13: head | set | set | action | 03 | 090C start | 090C end | 12 selector
    {"7.13/apc_input_request", "ECS47a/apc_input_command", 43, 0x01, "period start"},
    {"7.13/apc_input_request", "ECS47a/apc_input_command", 57, 0x01, "period end"},
    {"7.13/apc_input_request", "ECS47a/apc_input_command", 67, 0x30, "direction"},
    {"7.13/apc_input_request", "ECS47a/apc_input_command", 67, 0x01, "controller"},
    {"7.13/apc_input_request", "ECS47a/apc_input_command", 68, 0x01, "level"},
    // ECS62: head | 5 sets | 05 | 5 booleans
    {"7.9/request", "ECS62/add_command", 59, 0xFF, "boost association of switch 1"},
    {"7.9/request", "ECS62/add_command", 65, 0xFF, "boost association of switch 4"},
    {"7.9/request", "ECS62/add_command", 66, 0x01, "payload"},
    {"7.10/request", "ECS62/remove_command", 67, 0x01, "boost association of switch 5"},
    // ECS46a: head | 5 sets | 05 | strings
    {"6.14.1/request", "ECS46a/labels_precommand", 60, 0x01, "label of switch 1"},
    {"6.14.1/request", "ECS46a/labels_precommand", 58, 0x03, "label of switch 1"},
    {"6.14.1/request", "ECS46a/labels_precommand", 80, 0x01, "label of switch 2"},
    {"6.14.1/request", "ECS46a/labels_precommand", 25, 0x01, "object of instruction 2"},
    // ECS61a: head | 17 gets | 11 | 17 nulls
    {"7.7/request", "ECS61a/read_command", 6, 0x01, "payload"},
    {"7.7/request", "ECS61a/read_command", 109, 0x01, "class of instruction 11"},
    {"7.7/request", "ECS61a/read_command", 133, 0x02, "object of instruction 13"},
    // ECS61c: head | get | get with selection: 04 0007 obis 02 01, structure 18 + 5 + 5 + 2 octets | …
    {"7.11/request", "ECS61c/read_command", 27, 0x02, "selector of instruction 2"},
    {"7.11/request", "ECS61c/read_command", 41, 0x01, "restricting object"},
    {"7.11/request", "ECS61c/read_command", 52, 0x01, "start of the log period"},
    {"7.11/request", "ECS61c/read_command", 57, 0x01, "end of the log period"},
};

TEST(Correlate, NamesExactlyTheFieldThatAnOctetOfThePayloadBelongsTo) {
  for (const auto& row : kPayloadAlterations) {
    const auto octets = message(row.message);
    const auto whole = gbcs::decode_message(octets).value();
    auto payload = copy_of(whole.payload);
    payload.at(row.octet) ^= row.flip;
    const auto altered = gbcs::encode_unsigned(whole.header, payload);
    EXPECT_EQ(fields(correlate_pre_command(request(row.request), altered)), Names{row.field})
        << row.message << " octet " << row.octet;
  }
}

/// A grouping header altered, and the one field that has to be named.
struct HeaderAlteration {
  const char* field;
  void (*alter)(gbcs::GroupingHeader&);
};

Names fields_with_header(const Pair& pair, void (*alter)(gbcs::GroupingHeader&)) {
  const auto octets = message(pair.message);
  const auto whole = gbcs::decode_message(octets).value();
  auto header = whole.header;
  alter(header);
  // The invoke id follows the counter: altered with it, or it would be named too.
  auto payload = gbcs::decode_access_request(whole.payload).value();
  payload.invoke_id = gbcs::invoke_id_of(header.counter.value());
  const auto altered = gbcs::encode_unsigned(header, gbcs::encode_access_request(payload));
  return fields(correlate_pre_command(request(pair.request), altered, accepting(pair.code)));
}

TEST(Correlate, NamesTheFieldOfTheGroupingHeader) {
  constexpr HeaderAlteration kRows[] = {
      {"message code", [](gbcs::GroupingHeader& header) { header.code = MessageCode{0x0056}; }},
      {"originator", [](gbcs::GroupingHeader& header) { header.originator = Eui64(1); }},
      {"target", [](gbcs::GroupingHeader& header) { header.target = Eui64(1); }},
      {"originator counter", [](gbcs::GroupingHeader& header) { header.counter = OriginatorCounter{1}; }},
      {"date-time", [](gbcs::GroupingHeader& header) { header.date_time = Bytes(12); }}};
  for (const auto& row : kRows) {
    EXPECT_EQ(fields_with_header({"7.6/request", "ECS47/deactivate_precommand"}, row.alter),
              Names{row.field});
    EXPECT_EQ(fields_with_header({"7.9/request", "ECS62/add_command"}, row.alter), Names{row.field});
  }
}

TEST(Correlate, NamesTheFieldOfAnUnknownRemoteParty) {
  constexpr HeaderAlteration kRows[] = {
      {"message code", [](gbcs::GroupingHeader& header) { header.code = MessageCode{0x00BC}; }},
      {"originator", [](gbcs::GroupingHeader& header) { header.originator = Eui64(1); }},
      {"target", [](gbcs::GroupingHeader& header) { header.target = Eui64(1); }},
      {"supplementary remote party",
       [](gbcs::GroupingHeader& header) { header.supplementary->remote_party = Eui64(1); }},
      {"supplementary remote party counter",
       [](gbcs::GroupingHeader& header) {
         header.supplementary->remote_party_counter = OriginatorCounter{1};
       }},
      {"supplementary remote party counter",
       [](gbcs::GroupingHeader& header) { header.supplementary->remote_party_counter = std::nullopt; }},
      {"supplementary originator counter",
       [](gbcs::GroupingHeader& header) { header.supplementary->originator_counter = OriginatorCounter{1}; }},
      {"certificate", [](gbcs::GroupingHeader& header) {
         header.supplementary->certificate = decode_hex("308180").value();
         header.supplementary->certificate.resize(131);
       }}};
  for (const auto& row : kRows) {
    EXPECT_EQ(fields_with_header({"7.7/eno_request", "ECS61a/eno_read_urp_command"}, row.alter),
              Names{row.field});
  }
}

TEST(Correlate, KeepsTheBrokerOutOfUseCasesThatAreNotItsOwn) {
  const auto alter = [](gbcs::GroupingHeader& header) {
    gbcs::SupplementaryParty party;
    party.remote_party = header.originator;
    party.remote_party_counter = header.counter;
    header.supplementary = party;
    header.originator = kBroker;
  };
  EXPECT_EQ(fields_with_header({"7.6/request", "ECS47/deactivate_precommand"}, alter),
            (Names{"originator", "supplementary remote party"}));
}

TEST(Correlate, KeepsTheBrokerOutWhereTheProfileSaysSo) {
  CorrelationOptions options;
  options.unknown_remote_party = false;
  const auto mismatches =
      correlate_pre_command(request("7.7/eno_request"), message("ECS61a/eno_read_urp_command"), options);
  EXPECT_EQ(fields(mismatches), (Names{"originator", "originator counter", "supplementary remote party"}));
}

TEST(Correlate, AcceptsAnEnoVariantOnlyWhereItIsNamed) {
  const auto pre_command = message("ECS47/eno_deactivate_precommand");
  EXPECT_EQ(fields(correlate_pre_command(request("7.6/eno_request"), pre_command)), Names{"message code"});
}

TEST(Correlate, WantsTheSignatureThatTheUseCaseHas) {
  const auto unsigned_command = message("ECS47/eno_unsigned");
  EXPECT_EQ(fields(correlate_pre_command(request("7.6/eno_request"), unsigned_command, accepting(0x7E55))),
            Names{"signature"});
  auto signed_read = gbcs::encode_unsigned(gbcs::decode_message(message("ECS61a/read_command"))->header,
                                           gbcs::decode_message(message("ECS61a/read_command"))->payload);
  gbcs::append_signature(signed_read, Bytes(64, 0x11));
  EXPECT_EQ(fields(correlate_pre_command(request("7.7/request"), signed_read)), Names{"signature"});
}

TEST(Correlate, NoBitOfACommandIsLeftUnread) {
  for (const auto& [from, to, code] : kCommands) {
    const auto asked = request(from);
    const auto octets = message(to);
    const auto whole = gbcs::decode_message(octets).value();
    const auto good = gbcs::encode_unsigned(whole.header, whole.payload);
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
      const auto octet = bit / 8;
      auto altered = good;
      altered.at(octet) = static_cast<std::uint8_t>(altered.at(octet) ^ 1U << bit % 8);
      // Any value but zero is TRUE, and nobody but the broker knows the upper half of its counter.
      const bool still_true = good.at(octet) == 0xFF && altered.at(octet) != 0 && good.at(octet - 1) == 0x03;
      const bool broker_counter = whole.header.supplementary && octet >= 3 && octet < 8;
      if (still_true || broker_counter) { continue; }
      const auto names = fields(correlate_pre_command(asked, altered, accepting(code)));
      EXPECT_FALSE(names.empty()) << to << " octet " << octet << " bit " << bit % 8;
    }
  }
}

TEST(Correlate, NamesWhatDiffersInAResponse) {
  const auto asked = request("7.6/request");
  const auto whole_octets = message("ECS47/deactivate_response");
  const auto whole = gbcs::decode_message(whole_octets).value();
  const auto with = [&](std::size_t octet, std::uint8_t value) {
    auto payload = copy_of(whole.payload);
    payload.at(octet) = value;
    auto altered = gbcs::encode_unsigned(whole.header, payload);
    gbcs::append_signature(altered, whole.signature);
    return fields(correlate_response(asked, altered));
  };
  // DA 200003E9 00 00 02 | 00 00 | 02 | 02 00 | 03 00
  EXPECT_EQ(with(4, 0xE8), Names{"invoke id"});
  EXPECT_EQ(with(11, 0x01), Names{"kind of result 1"});
  EXPECT_EQ(with(13, 0x02), Names{"kind of result 2"});
  EXPECT_EQ(with(14, 0x01), Names());  // a failure answers the request too
  EXPECT_EQ(with(7, 0x03), Names{"payload"});
}

TEST(Correlate, CountsTheResultsOfAResponse) {
  const auto one = message("ECS47/reset_response");
  auto header = gbcs::decode_message(one)->header;
  header.counter = OriginatorCounter{1001};
  auto response = gbcs::decode_access_response(gbcs::decode_message(one)->payload).value();
  response.invoke_id = gbcs::invoke_id_of(1001);
  auto altered = gbcs::encode_unsigned(header, gbcs::encode_access_response(response));
  gbcs::append_signature(altered, Bytes(64, 0x11));
  EXPECT_EQ(fields(correlate_response(request("7.6/request"), altered)),
            (Names{"number of results", "number of data items", "kind of result 1"}));
}

TEST(Correlate, WantsTheTypesThatAReadAsksFor) {
  const auto octets = message("ECS61c/read_response");
  const auto whole = gbcs::decode_message(octets).value();
  auto response = gbcs::decode_access_response(whole.payload).value();
  const auto swapped = decode_hex("1101").value();
  response.data.at(0) = swapped;
  auto altered = gbcs::encode_unsigned(whole.header, gbcs::encode_access_response(response));
  gbcs::append_signature(altered, {});
  altered = gbcs::wrap_with_mac(altered, Bytes(12));
  EXPECT_EQ(fields(correlate_response(request("7.11/request"), altered)),
            Names{"type of the boost availability"});
}

TEST(Correlate, WantsTheProtectionOfTheUseCaseInAResponse) {
  const auto octets = message("ECS47/deactivate_response");
  const auto whole = gbcs::decode_message(octets).value();
  auto without = gbcs::encode_unsigned(whole.header, whole.payload);
  gbcs::append_signature(without, {});
  EXPECT_EQ(fields(correlate_response(request("7.6/request"), without)), Names{"signature"});
  EXPECT_EQ(fields(correlate_response(request("7.6/request"), gbcs::wrap_with_mac(without, Bytes(12)))),
            (Names{"signature", "MAC"}));
}

TEST(Correlate, ReadsADuisDocument) {
  const auto text = read_text(test::vector_file("duis/7.6/signed_response", ".xml")).value();
  const auto document = duis::parse_response(text).value();
  EXPECT_EQ(fields(correlate_document(request("7.6/request"), document)), Names());
  auto other = document;
  other.request_id->counter = OriginatorCounter{7};
  other.response_id = std::nullopt;
  std::get<duis::ResponseMessage>(other.body).service_reference_variant = "7.5";
  EXPECT_EQ(fields(correlate_document(request("7.6/request"), other)),
            (Names{"RequestID", "ResponseID", "ServiceReferenceVariant"}));
  std::get<duis::ResponseMessage>(other.body).content = duis::NoContent{};
  EXPECT_EQ(correlate_document(request("7.6/request"), other).error().code, ErrorCode::Unsupported);
}

TEST(Correlate, ReadsThePreCommandInADuisDocument) {
  duis::ServiceResponse document;
  document.request_id = request("7.6/request").header.request_id;
  document.response_code = "I0";
  document.body =
      duis::ResponseMessage{"7.6", "7.6", duis::PreCommand{"3.2", message("ECS47/deactivate_precommand")}};
  EXPECT_EQ(fields(correlate_document(request("7.6/request"), document)), Names());
}

TEST(Correlate, RefusesWhatItCannotCompare) {
  const auto pre_command = message("ECS47/deactivate_precommand");
  auto second = request("7.6/request");
  second.body = duis::SignedPreCommand{};
  EXPECT_EQ(correlate_pre_command(second, pre_command).error().code, ErrorCode::Unsupported);
  auto mixed = request("7.6/request");
  mixed.header.service_reference_variant = "7.5";
  EXPECT_EQ(correlate_pre_command(mixed, pre_command).error().code, ErrorCode::BadValue);
  auto twice = request("6.14.1/some_request");
  std::get<duis::UpdateDeviceConfigurationALCDescriptions>(twice.body).switches.at(1).index = 2;
  EXPECT_EQ(correlate_pre_command(twice, pre_command).error().code, ErrorCode::BadValue);
  EXPECT_EQ(correlate_pre_command(request("7.6/request"), ByteView(pre_command).first(20)).error().code,
            ErrorCode::Truncated);
}

}  // namespace
}  // namespace enocheck::transform
