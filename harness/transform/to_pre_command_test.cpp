#include "transform/to_pre_command.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "transform/test_vectors.h"

namespace enocheck::transform {
namespace {

using test::message;
using test::request;

/// Grouping header and payload of a message, whatever stands around them.
std::string unprotected(const Bytes& octets) {
  const auto decoded = gbcs::decode_message(octets).value();
  return encode_hex(gbcs::encode_unsigned(decoded.header, decoded.payload));
}

std::string transformed(const duis::ServiceRequest& request, const TransformOptions& options = {}) {
  const auto made = to_unsigned_command(request, known_remote_party(request.header.request_id), options);
  return made ? encode_hex(*made) : made.error().detail;
}

ErrorCode error_of(const duis::ServiceRequest& request, const TransformOptions& options = {}) {
  const auto made = to_unsigned_command(request, known_remote_party(request.header.request_id), options);
  EXPECT_FALSE(made.has_value());
  return made ? ErrorCode::Io : made.error().code;
}

TEST(Transform, MakesTheRtdsMessageOfEveryUseCase) {
  const std::pair<const char*, const char*> rows[] = {
      {"6.14.1/request", "ECS46a/labels_precommand"},
      {"6.14.1/some_request", "ECS46a/some_labels_command"},
      {"7.5/request", "ECS47/activate_precommand"},
      {"7.6/request", "ECS47/deactivate_precommand"},
      {"7.7/request", "ECS61a/read_command"},
      {"7.8/request", "ECS47/reset_precommand"},
      {"7.9/request", "ECS62/add_command"},
      {"7.10/request", "ECS62/remove_command"},
      {"7.11/request", "ECS61c/read_command"},
      {"7.13/alcs_activate_request", "ECS47a/alcs_activate_command"},
      {"7.13/alcs_deactivate_request", "ECS47a/alcs_deactivate_command"},
      {"7.13/apc_input_request", "ECS47a/apc_input_command"},
      {"7.14/error_request", "ECS61d/read_error_command"},
      {"7.15/request", "ECS61e/read_command"}};
  for (const auto& [from, to] : rows) {
    EXPECT_EQ(transformed(request(from)), unprotected(message(to))) << to;
  }
}

TEST(Transform, UsesTheMessageCodeOfAnEnoVariant) {
  TransformOptions options;
  options.code = MessageCode{0x7E55};
  EXPECT_EQ(transformed(request("7.6/eno_request"), options),
            unprotected(message("ECS47/eno_deactivate_command_syn")));
}

TEST(Transform, LetsTheBrokerSpeakForAnUnknownRemoteParty) {
  const Eui64 broker(0x90B3D51F30000002U);
  const auto read = request("7.11/eno_request");
  const auto made = to_unsigned_command(
      read, unknown_remote_party(read.header.request_id, broker, OriginatorCounter{0x600}));
  EXPECT_EQ(encode_hex(made.value()), unprotected(message("ECS61c/eno_read_urp_command_syn")));
}

TEST(Transform, WritesTheOppositeForAFalseFlagOrRefusesIt) {
  TransformOptions options;
  options.code = MessageCode{0x7E5F};
  EXPECT_EQ(transformed(request("7.9/eno_request"), options), unprotected(message("ECS62/eno_add_command")));
  EXPECT_EQ(transformed(request("7.10/eno_request"), options),
            unprotected(message("ECS62/eno_remove_command")));
  options.false_flag = TransformOptions::FalseFlag::Refuse;
  EXPECT_EQ(error_of(request("7.9/eno_request"), options), ErrorCode::BadValue);
  EXPECT_EQ(error_of(request("7.10/eno_request"), options), ErrorCode::BadValue);
}

TEST(Transform, OrdersSwitchesWhateverTheOrderOfTheRequest) {
  auto labels = request("6.14.1/request");
  auto& switches = std::get<duis::UpdateDeviceConfigurationALCDescriptions>(labels.body).switches;
  std::swap(switches.front(), switches.back());
  EXPECT_EQ(transformed(labels), transformed(request("6.14.1/request")));
  auto boost = request("7.9/eno_request");
  auto& flags = std::get<duis::AddAuxiliaryLoadToBoostButton>(boost.body).flags;
  std::swap(flags.at(1), flags.at(4));
  EXPECT_EQ(transformed(boost), transformed(request("7.9/eno_request")));
}

TEST(Transform, RefusesASwitchThatIsNamedTwice) {
  auto labels = request("6.14.1/some_request");
  std::get<duis::UpdateDeviceConfigurationALCDescriptions>(labels.body).switches.at(1).index = 2;
  EXPECT_EQ(error_of(labels), ErrorCode::BadValue);
  auto boost = request("7.9/request");
  std::get<duis::AddAuxiliaryLoadToBoostButton>(boost.body).flags.at(4).index = 1;
  EXPECT_EQ(error_of(boost), ErrorCode::BadValue);
}

TEST(Transform, RefusesASwitchThatDoesNotExist) {
  for (const auto index : {std::uint8_t{0}, std::uint8_t{6}, std::uint8_t{255}}) {
    auto open = request("7.6/request");
    std::get<duis::DeactivateAuxiliaryLoad>(open.body).index = index;
    EXPECT_EQ(error_of(open), ErrorCode::BadValue) << unsigned{index};
    auto close = request("7.5/request");
    std::get<duis::ActivateAuxiliaryLoad>(close.body).index = index;
    EXPECT_EQ(error_of(close), ErrorCode::BadValue) << unsigned{index};
    auto reset = request("7.8/request");
    std::get<duis::ResetAuxiliaryLoad>(reset.body).index = index;
    EXPECT_EQ(error_of(reset), ErrorCode::BadValue) << unsigned{index};
    auto state = request("7.13/curtail_request");
    std::get<duis::SetAuxiliaryControllerState>(state.body).controller = index;
    EXPECT_EQ(error_of(state), ErrorCode::BadValue) << unsigned{index};
  }
}

TEST(Transform, RefusesALevelAboveAHundredPerCent) {
  auto state = request("7.13/curtail_request");
  std::get<duis::SetAuxiliaryControllerState>(state.body).level = 101;
  EXPECT_EQ(error_of(state), ErrorCode::BadValue);
}

TEST(Transform, RefusesABodyThatIsNotTheReferences) {
  auto mixed = request("7.6/request");
  mixed.header.service_reference_variant = "7.5";
  EXPECT_EQ(error_of(mixed), ErrorCode::BadValue);
}

TEST(Transform, KnowsItsServicesAndSaysSoOfOthers) {
  auto other = request("7.6/request");
  EXPECT_EQ(message_code_of(other).value(), MessageCode{0x0055});
  other.header.service_reference_variant = "7.16";
  EXPECT_EQ(message_code_of(other).error().code, ErrorCode::Unsupported);
  EXPECT_EQ(error_of(other), ErrorCode::Unsupported);
  auto second = request("7.6/request");
  second.body = duis::SignedPreCommand{std::nullopt, {0xDF}};
  EXPECT_EQ(error_of(second), ErrorCode::Unsupported);
}

TEST(Transform, TellsCriticalServices) {
  for (const auto* const variant :
       {"6.14.1", "6.15.1", "7.5", "7.6", "7.8", "7.12", "7.13", "8.7.1", "11.3"}) {
    EXPECT_TRUE(is_critical(variant)) << variant;
  }
  for (const auto* const variant :
       {"7.7", "7.9", "7.10", "7.11", "7.14", "7.15", "8.2", "8.11", "11.2", ""}) {
    EXPECT_FALSE(is_critical(variant)) << variant;
  }
}

}  // namespace
}  // namespace enocheck::transform
