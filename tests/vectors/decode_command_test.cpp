// `enocheck decode` as its users run it: the program, its output and its exit code.

#include <cstdlib>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/test_pki.h"
#include "duis/service_response.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"
#include "gbcs/test_examples.h"
#include "program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
  int exit_code = -1;
  std::string output;

  [[nodiscard]] std::vector<json> lines() const {
    std::vector<json> objects;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) { objects.push_back(json::parse(line)); }
    return objects;
  }
};

class DecodeCommand : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("enocheck_decode_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, std::string_view content) const {
    const auto file = folder_ / name;
    fs::create_directories(file.parent_path());
    EXPECT_TRUE(write_file(file, bytes_of(content)).has_value());
    return file;
  }

  Outcome decode(const std::string& arguments) const {
    auto run = run_program("decode " + arguments, folder_);
    return {run.exit_code, std::move(run.output)};
  }

  Outcome decode_text(std::string_view content, const std::string& options) const {
    return decode(fmt::format("{} '{}'", options, write("message.hex", content).string()));
  }

  fs::path folder_;
};

json schema() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  const auto text =
      read_text(fs::path(source != nullptr ? source : ".") / "schemas" / "enocheck" / "decode.schema.json");
  return text ? json::parse(*text) : json();
}

void expect_schema_keys(const json& object) {
  const auto rules = schema();
  ASSERT_TRUE(rules.contains("required"));
  for (const auto& key : rules["required"]) { EXPECT_TRUE(object.contains(key)) << key; }
  for (const auto& [key, value] : object.items()) { EXPECT_TRUE(rules["properties"].contains(key)) << key; }
}

TEST_F(DecodeCommand, PrintsTheFieldsOfTheContract) {
  const auto outcome = decode_text(gbcs::examples::kCcs01Command, "--format json");
  EXPECT_EQ(outcome.exit_code, 0);
  const auto objects = outcome.lines();
  ASSERT_EQ(objects.size(), 1U);
  const auto& object = objects[0];
  expect_schema_keys(object);
  EXPECT_EQ(object["schema_version"], 1);
  EXPECT_EQ(object["file"], (folder_ / "message.hex").string());
  EXPECT_EQ(object["form"], "command");
  EXPECT_EQ(object["message_code"], "0x0001");
  EXPECT_EQ(object["use_case"], "CCS01");
  EXPECT_EQ(object["originator"], "90-B3-D5-1F-30-00-00-02");
  EXPECT_EQ(object["recipient"], "00-DB-12-34-56-78-90-A2");
  EXPECT_EQ(object["originator_counter"], 1302);
  EXPECT_EQ(object["supplementary"]["remote_party"], "90-B3-D5-1F-30-01-00-00");
  EXPECT_EQ(object["supplementary"]["remote_party_counter"], 1002);
  EXPECT_TRUE(object["supplementary"]["originator_counter"].is_null());
  EXPECT_EQ(object["payload"]["kind"], "dlms-access-request");
  EXPECT_EQ(object["payload"]["items"].size(), 3U);
  EXPECT_EQ(object["signature"], "empty");
  EXPECT_EQ(object["mac"], "unchecked");
  EXPECT_TRUE(object["error"].is_null());
}

TEST_F(DecodeCommand, ShowsUnknownCodesAsUnknown) {
  const auto object = decode_text(gbcs::examples::kSyn2, "--format json").lines().at(0);
  EXPECT_EQ(object["message_code"], "0x7E55");
  EXPECT_TRUE(object["use_case"].is_null());
}

TEST_F(DecodeCommand, GivesALineToAMessageThatItCannotDecode) {
  const auto outcome = decode_text("DF0901\nnot a message\n", "--format json");
  EXPECT_EQ(outcome.exit_code, 1);
  const auto objects = outcome.lines();
  ASSERT_EQ(objects.size(), 2U);
  for (const auto& object : objects) {
    expect_schema_keys(object);
    EXPECT_TRUE(object["error"].is_string());
    EXPECT_TRUE(object["form"].is_null());
  }
  EXPECT_EQ(objects[1]["file"], (folder_ / "message.hex").string() + ":2");
}

TEST_F(DecodeCommand, ADamagedDlmsPayloadIsAnError) {
  auto octets = decode_hex(gbcs::examples::kEcs47DeactivatePreCommand).value();
  octets.at(40) = 3;  // the count of specifications, six octets into the payload
  const auto outcome = decode_text(encode_hex(octets), "--format json");
  EXPECT_EQ(outcome.exit_code, 1);
  const auto object = outcome.lines().at(0);
  EXPECT_TRUE(object["error"].is_string());
  EXPECT_EQ(object["message_code"], "0x0055") << "the envelope is good";
  EXPECT_TRUE(object["payload"]["items"].is_null());
}

TEST_F(DecodeCommand, ReadsHexBase64BinaryAndFolders) {
  const auto octets = decode_hex(gbcs::examples::kEcs47DeactivateCommand).value();
  write("a/one.HEX", gbcs::examples::kEcs47DeactivateCommand);
  write("a/b/two.b64", encode_base64(octets));
  write("a/three", text_of(octets));
  write("a/README", "no message here");
  const auto outcome = decode(fmt::format("--format json '{}'", (folder_ / "a").string()));
  EXPECT_EQ(outcome.exit_code, 0);
  const auto objects = outcome.lines();
  ASSERT_EQ(objects.size(), 3U);
  for (const auto& object : objects) { EXPECT_EQ(object["message_code"], "0x0055"); }
}

TEST_F(DecodeCommand, ReadsStandardInput) {
  const auto file =
      write("in", std::string(gbcs::examples::kSyn1) + "\n" + std::string(gbcs::examples::kSyn2));
  const auto outcome = decode(fmt::format("--format json <'{}'", file.string()));
  EXPECT_EQ(outcome.exit_code, 0);
  ASSERT_EQ(outcome.lines().size(), 2U);
  EXPECT_EQ(outcome.lines()[1]["file"], "-:2");
}

TEST_F(DecodeCommand, NamesItemsOfAResponseByItsCommand) {
  const auto content = fmt::format("{}\n{}\n", gbcs::examples::kEcs47DeactivateCommand,
                                   gbcs::examples::kEcs47DeactivateResponse);
  const auto objects = decode_text(content, "--format json").lines();
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(objects[1]["payload"]["items"][0]["name"], "open for, switch 3");
  EXPECT_EQ(objects[1]["payload"]["items"][0]["result"], "success");
}

TEST_F(DecodeCommand, PrintsTextForPeople) {
  const auto outcome = decode_text(gbcs::examples::kEcs47DeactivateCommand, "");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const auto* const part : {"ECS47 Set or Reset HC ALCS or ALCS State", "open for, switch 3", "60 min",
                                 "switch 3: open", "90-B3-D5-1F-30-01-00-00", "mac         unchecked"}) {
    EXPECT_NE(outcome.output.find(part), std::string::npos) << part << " in\n" << outcome.output;
  }
}

TEST_F(DecodeCommand, VerifiesWithAKeyStoreAndExitsByIt) {
  const auto pki = crypto::TestPki::create(3).value();
  constexpr Eui64 kParty(0xE0C0000000000003);
  constexpr Eui64 kDevice(0xE0C00000000000A0);
  const auto signer =
      pki.organisation(kParty, crypto::RemotePartyRole::NetworkOperator, crypto::KeyUsage::DigitalSignature)
          .value();
  crypto::KeyStore keys;
  keys.add({.certificate = signer.certificate, .private_key = {}});
  ASSERT_TRUE(crypto::write_test_key_store(folder_ / "keys", keys).has_value());
  const gbcs::GroupingHeader header{.cra = gbcs::CraFlag::Command,
                                    .counter = OriginatorCounter(1),
                                    .originator = kParty,
                                    .target = kDevice,
                                    .date_time = {},
                                    .code = MessageCode(0x0055),
                                    .supplementary = {}};
  auto octets =
      gbcs::sign_message(gbcs::encode_unsigned(header, decode_hex("0500").value()), signer.key).value();
  const auto options = fmt::format("--format json --keystore '{}'", (folder_ / "keys").string());
  const auto good = decode_text(encode_hex(octets), options);
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_EQ(good.lines().at(0)["signature"], "valid");
  octets.back() ^= 1U;
  const auto bad = decode_text(encode_hex(octets), options);
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_EQ(bad.lines().at(0)["signature"], "invalid");
}

TEST_F(DecodeCommand, ReadsTheMessageInADuisDocument) {
  duis::ServiceResponse response;
  response.response_code = "I0";
  response.body = duis::DeviceAlertMessage{.alert_code = "8F85",
                                           .octets = decode_hex(gbcs::examples::kEcs100Alert).value()};
  const auto document = duis::build_response_unchecked(response);
  const auto outcome = decode(fmt::format("--format json '{}'", write("alert.xml", document).string()));
  const auto object = outcome.lines().at(0);
  expect_schema_keys(object);
  EXPECT_EQ(object["duis"]["response_code"], "I0") << object;
  EXPECT_EQ(object["message_code"], "0x0120") << object;
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(DecodeCommand, ReportsDocumentsThatAreNoDuis) {
  const auto outcome = decode(fmt::format("--format json '{}'", write("other.xml", "<other/>").string()));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.lines().at(0)["error"].is_string());
}

TEST_F(DecodeCommand, ExitsWithTwoForWrongUsageAndUnreadableInput) {
  EXPECT_EQ(decode("'" + (folder_ / "absent").string() + "'").exit_code, 2);
  EXPECT_EQ(decode_text(gbcs::examples::kSyn1, "--format yaml").exit_code, 2);
  EXPECT_EQ(decode_text(gbcs::examples::kSyn1, "--keystore /absent").exit_code, 2);
  fs::create_directories(folder_ / "empty");
  EXPECT_EQ(decode("'" + (folder_ / "empty").string() + "'").exit_code, 2);
}

}  // namespace
}  // namespace enocheck
