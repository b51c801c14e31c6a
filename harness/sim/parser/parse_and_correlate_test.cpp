#include "sim/parser/parse_and_correlate.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/files.h"
#include "core/hex.h"
#include "duis/service_request.h"
#include "sim/defects/registry.h"

namespace enocheck::sim {
namespace {

constexpr Eui64 kBroker{0x90B3D51F30000002};

std::filesystem::path vectors() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return std::filesystem::path(source == nullptr ? "." : source) / "vectors";
}
std::string request(const std::string& name) {
  return read_text(vectors() / "duis" / (name + ".xml")).value();
}
Bytes message(const std::string& name) {
  return decode_hex(read_text(vectors() / "gbcs" / (name + ".hex")).value()).value();
}
ParseAndCorrelate conformant() { return {PartsFactory().parser_rules(Policy{}), kBroker}; }

TEST(ParseAndCorrelate, TakesAMessageForItsRequestAndForNoOther) {
  const auto parser = conformant();
  const auto response = message("ECS47/deactivate_response");
  EXPECT_TRUE(parser.correlate(request("7.6/request"), response)->belongs);
  const auto other = parser.correlate(request("7.5/request"), response);
  EXPECT_FALSE(other->belongs);
  EXPECT_NE(other->reason.find("originator counter: 1000"), std::string::npos) << other->reason;
}

TEST(ParseAndCorrelate, KnowsTheEnosCodesFromItsPolicy) {
  const auto response = message("ECS47/eno_deactivate_response");
  EXPECT_TRUE(conformant().correlate(request("7.6/eno_request"), response)->belongs);
  Policy other;
  other.ecs47_eno = MessageCode{0x7E99};
  const ParseAndCorrelate elsewhere(PartsFactory().parser_rules(other), kBroker);
  EXPECT_FALSE(elsewhere.correlate(request("7.6/eno_request"), response)->belongs);
}

TEST(ParseAndCorrelate, LetsNobodyButTheBrokerSpeakForOthers) {
  const auto response = message("ECS61a/eno_read_urp_response");
  EXPECT_TRUE(conformant().correlate(request("7.7/eno_request"), response)->belongs);
  const ParseAndCorrelate elsewhere(PartsFactory().parser_rules(Policy{}), Eui64{1});
  EXPECT_FALSE(elsewhere.correlate(request("7.7/eno_request"), response)->belongs);
}

TEST(ParseAndCorrelate, SaysOfWhatItCannotReadThatItDoesNotBelong) {
  const auto parser = conformant();
  const auto garbage = parser.correlate(request("7.6/request"), Bytes{0xDE, 0xAD});
  ASSERT_TRUE(garbage.has_value());
  EXPECT_FALSE(garbage->belongs);
  EXPECT_FALSE(garbage->reason.empty());
  EXPECT_FALSE(parser.correlate("<no-request/>", message("ECS47/deactivate_response"))->belongs);
}

TEST(ParseAndCorrelate, DoesNotJudgeServicesThatItHasNoValuesFor) {
  duis::ServiceRequest inventory;
  inventory.header.request_id = {Eui64{1}, Eui64{2}, OriginatorCounter{3}};
  inventory.header.service_reference = "8.2";
  inventory.header.service_reference_variant = "8.2";
  inventory.body = duis::OpaqueBody{"ReadInventory", "<sr:ReadInventory/>"};
  const auto answer =
      conformant().correlate(duis::build_request_unchecked(inventory), message("ECS80/alert"));
  ASSERT_FALSE(answer.has_value()) << answer->reason;
  EXPECT_EQ(answer.error().code, ErrorCode::Unsupported) << answer.error().detail;
}

TEST(ParseAndCorrelate, ParsesResponsesWithTheirRequestAndAlertsWithout) {
  const auto parser = conformant();
  const auto response = parser.parse(request("7.6/request"), message("ECS47/deactivate_response"));
  ASSERT_TRUE(response.mmc.has_value()) << response.reason;
  EXPECT_NE(response.mmc->find("DeactivateAuxiliaryLoadRsp"), std::string::npos);
  EXPECT_TRUE(parser.parse("", message("ECS80/alert")).mmc.has_value());
  const auto alone = parser.parse("", message("ECS47/deactivate_response"));
  EXPECT_FALSE(alone.mmc.has_value());
  EXPECT_FALSE(alone.reason.empty());
  EXPECT_FALSE(parser.parse("<no-request/>", message("ECS47/deactivate_response")).mmc.has_value());
  EXPECT_FALSE(parser.parse(request("7.6/request"), message("ECS47/deactivate_precommand")).mmc.has_value());
}

/// What a parser says of requests and messages of all kinds, right ones and wrong ones, in one text.
std::string tour(const ParseAndCorrelate& parser) {
  const std::vector<std::pair<std::string, std::string>> asked = {
      {"7.6/request", "ECS47/deactivate_response"},
      {"7.6/request", "ECS47/eis_deactivate_error_response"},
      {"7.6/request", "ECS47/activate_response"},
      {"7.6/request", "ECS47/eno_deactivate_response"},
      {"7.6/request", "ECS47/eis_deactivate_precommand"},
      {"7.6/eno_request", "ECS47/eno_deactivate_response"},
      {"7.6/eno_request", "ECS47/eno_unsigned"},
      {"7.6/eno_request", "ECS62/eno_add_response"},
      {"7.9/eno_request", "ECS62/eno_add_response"},
      {"7.7/eno_request", "ECS61a/eno_read_urp_response"},
      {"7.11/eno_request", "ECS61c/eno_read_urp_response"},
      {"7.8/request", "ECS47/reset_response"},
      {"7.15/request", "ECS61e/read_response"},
      {"8.7.1/request", "CS03A1/eis_join_error_response"},
      {"8.7.1/eno_request", "CS03A1/eno_join_response"},
      {"8.7.1/eno_hcalcs_request", "CS03A1/eno_join_response"},
  };
  std::string told;
  const auto tell = [&](const std::string& document, ByteView octets) {
    const auto correlated = parser.correlate(document, octets);
    told += !correlated ? correlated.error().detail : correlated->belongs ? "yes" : "no";
    told += parser.parse(document, octets).mmc.value_or("none") + "\n";
  };
  for (const auto& [document, octets] : asked) {
    const auto text = request(document);
    const auto whole = message(octets);
    tell(text, whole);
    tell(text, ByteView(whole).first(whole.size() - 1));
    // Each octet of the grouping header altered, and of the payload behind it.
    for (std::size_t at = 0; at < 80 && at < whole.size(); ++at) {
      auto damaged = whole;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ 1U);
      tell(text, damaged);
    }
  }
  return told + parser.parse("", message("ECS80/alert")).mmc.value_or("none");
}

TEST(ParserDefects, AreNoneOfThemInert) {
  const auto expected = tour(conformant());
  ASSERT_TRUE(expected == tour(conformant()));
  std::size_t seen = 0;
  for (const auto& defect : all_defects()) {
    if (defect.component != "parse-and-correlate") { continue; }
    ++seen;
    EXPECT_FALSE(tour({defect.parts()->parser_rules(Policy{}), kBroker}) == expected) << defect.id;
  }
  EXPECT_GE(seen, 20U);
}

}  // namespace
}  // namespace enocheck::sim
