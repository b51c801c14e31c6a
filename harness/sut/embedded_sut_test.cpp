#include "sut/embedded_sut.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "duis/service_response.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"
#include "sut/test_suite.h"
#include "transform/mmc_output.h"
#include "user/service_user.h"

namespace enocheck::sut {
namespace {

using engine::WebService;

class EmbeddedSutTest : public testing::Test {
 protected:
  void load(std::string_view world, std::string_view profile = "secmp0046") {
    profile_ = shared_.loader.profile(profile).value();
    world_ = &shared_.worlds.at(std::string(world));
    sut_ = make_embedded(profile_, shared_.credentials, shared_.schema, shared_.log);
    ASSERT_TRUE(sut_->load(*world_).has_value());
  }
  [[nodiscard]] Eui64 esme(std::string_view meter) const { return world_->find_meter(meter)->esme; }
  user::ServiceUser& user(const std::string& name) {
    return users_
        .try_emplace(name, world_->find_user(name)->eui, shared_.keys, shared_.schema,
                     OriginatorCounter{1000})
        .first->second;
  }
  [[nodiscard]] duis::ServiceRequest request(const std::string& name, const std::string& variant,
                                             duis::CommandVariant cv, duis::RequestBody body,
                                             std::string_view meter = "ESME1") {
    duis::ServiceRequest made;
    made.header.request_id = {user(name).eui(), esme(meter), user(name).next_counter()};
    made.header.command_variant = cv;
    made.header.service_reference = variant;
    made.header.service_reference_variant = variant;
    made.body = std::move(body);
    return made;
  }
  [[nodiscard]] duis::ServiceResponse post(const std::string& name, WebService service,
                                           const duis::ServiceRequest& made) {
    const auto answer = sut_->post(service, user(name).signed_document(made).value()).value();
    EXPECT_EQ(answer.http_status, 200);
    return user(name).receive(answer.body).value().response;
  }
  /// The whole critical flow; the code of the last answer.
  [[nodiscard]] std::string command(const std::string& name, const duis::ServiceRequest& made) {
    const auto first = post(name, WebService::Transform, made);
    if (first.response_code != "I0") { return first.response_code; }
    transform::CorrelationOptions options;
    options.further_codes = {profile_.ecs47_eno, profile_.ecs62_eno, profile_.ecs61c_eno};
    const auto second = user(name).signed_pre_command(made, duis::gbcs_octets_of(first), options).value();
    return post(name, WebService::Send, second).response_code;
  }
  [[nodiscard]] duis::ServiceRequest deactivate(const std::string& name, std::uint8_t index = 2,
                                                std::uint16_t minutes = 30,
                                                std::string_view meter = "ESME1") {
    return request(name, "7.6", 4, duis::DeactivateAuxiliaryLoad{index, minutes}, meter);
  }
  /// The one document that came within two minutes.
  [[nodiscard]] duis::ServiceResponse delivered(const std::string& name) {
    EXPECT_TRUE(sut_->await_delivery(std::chrono::minutes(2)).has_value());
    const auto documents = sut_->take_deliveries();
    EXPECT_EQ(documents.size(), 1U);
    return documents.empty() ? duis::ServiceResponse{}
                             : user(name).receive(documents.front()).value().response;
  }
  [[nodiscard]] unsigned watts(unsigned index = 2) { return sut_->load_watts(esme("ESME1"), index).value(); }
  [[nodiscard]] std::size_t seen(std::string_view link) const {
    return static_cast<std::size_t>(std::ranges::count(sut_->exchanges(), link, &engine::Exchange::link));
  }
  /// The last thing that was seen on a link.
  [[nodiscard]] const Bytes& last(std::string_view link) const {
    const auto& all = sut_->exchanges();
    return std::find_if(all.rbegin(), all.rend(), [&](const auto& one) { return one.link == link; })->octets;
  }

  Shared& shared_ = Shared::instance();
  catalogue::Profile profile_;
  const catalogue::World* world_ = nullptr;
  std::map<std::string, user::ServiceUser> users_;
  std::unique_ptr<EmbeddedSut> sut_;
};

TEST_F(EmbeddedSutTest, TheDistributorCurtailsACharger) {
  load("street");
  EXPECT_EQ(watts(), 7360U);
  const auto made = deactivate("ENO");
  EXPECT_EQ(command("ENO", made), "I99");
  EXPECT_EQ(watts(), 7360U) << "nothing has reached the meter yet";

  const auto response = delivered("ENO");
  EXPECT_EQ(response.response_code, "I0");
  EXPECT_EQ(response.request_id, made.header.request_id);
  EXPECT_TRUE(transform::all_items_succeeded(duis::gbcs_octets_of(response)).value());
  EXPECT_TRUE(sut_->advance(std::chrono::seconds(5)).has_value());
  EXPECT_EQ(watts(), 0U);
  EXPECT_FALSE(sut_->switch_is_closed(esme("ESME1"), 2).value());
  EXPECT_EQ(watts(3), 2400U) << "another switch";

  EXPECT_TRUE(sut_->advance(std::chrono::minutes(31)).has_value());
  EXPECT_EQ(watts(), 7360U) << "the calendar again";
}

TEST_F(EmbeddedSutTest, EveryHopIsSeenOnceAndTheSignedOctetsStayTheSame) {
  load("street");
  EXPECT_EQ(command("ENO", deactivate("ENO")), "I99");
  EXPECT_EQ(delivered("ENO").response_code, "I0");
  for (const auto* const link :
       {"dsp-to-wan", "wan-to-hub", "hub-to-device", "device-to-hub", "hub-to-wan", "wan-to-dsp"}) {
    EXPECT_EQ(seen(link), 1U) << link;
  }
  EXPECT_EQ(seen("user-to-dsp"), 2U);
  EXPECT_EQ(seen("dsp-to-user"), 3U);
  EXPECT_EQ(last("dsp-to-wan"), last("hub-to-device"));
  EXPECT_EQ(gbcs::decode_message(last("hub-to-device")).value().header.code, profile_.ecs47_eno);
}

TEST_F(EmbeddedSutTest, ReadsGoThroughTheBrokerForTheDistributor) {
  load("street");
  EXPECT_EQ(post("ENO", WebService::Send, request("ENO", "7.7", 1, duis::ReadALCSData{})).response_code,
            "I99");
  EXPECT_EQ(gbcs::decode_message(last("dsp-to-user")).has_value(), false) << "a document, not GBCS";
  const auto response = delivered("ENO");
  const auto message = gbcs::decode_message(duis::gbcs_octets_of(response)).value();
  EXPECT_EQ(message.header.target, catalogue::kAccessControlBroker);
  ASSERT_TRUE(message.header.supplementary.has_value());
  EXPECT_EQ(message.header.supplementary->remote_party, user("ENO").eui());
  EXPECT_TRUE(transform::all_items_succeeded(duis::gbcs_octets_of(response)).value());

  const auto body =
      duis::ReadBoostButtonDetails{std::nullopt, sut_->now() - std::chrono::hours(1), sut_->now()};
  EXPECT_EQ(post("ENO", WebService::Send, request("ENO", "7.11", 1, body)).response_code, "I99");
  EXPECT_TRUE(transform::all_items_succeeded(duis::gbcs_octets_of(delivered("ENO"))).value());
}

TEST_F(EmbeddedSutTest, AForgedResponseIsNotHandedOn) {
  load("street");
  EXPECT_TRUE(sut_->intercept("device-to-hub", {8U * 60U}, false).has_value());
  EXPECT_EQ(command("ENO", deactivate("ENO")), "I99");
  EXPECT_EQ(delivered("ENO").response_code, "E21");
  EXPECT_EQ(watts(), 0U) << "the command itself was carried out";
}

TEST_F(EmbeddedSutTest, SilenceEndsInE21AndChangesNothing) {
  load("street");
  EXPECT_TRUE(sut_->intercept("dsp-to-wan", {}, true).has_value());
  EXPECT_EQ(command("ENO", deactivate("ENO")), "I99");
  const auto sent = sut_->now();
  EXPECT_EQ(delivered("ENO").response_code, "E21");
  EXPECT_EQ(sut_->now() - sent, profile_.response_limit);
  EXPECT_EQ(watts(), 7360U);
}

TEST_F(EmbeddedSutTest, ALostRequestIsALostEndpoint) {
  load("street");
  EXPECT_TRUE(sut_->intercept("user-to-dsp", {}, true).has_value());
  const auto document = user("ENO").signed_document(deactivate("ENO")).value();
  EXPECT_EQ(sut_->post(WebService::Transform, document).error().code, ErrorCode::Timeout);
  EXPECT_EQ(sut_->intercept("nowhere", {}, true).error().code, ErrorCode::BadValue);
}

TEST_F(EmbeddedSutTest, OldFirmwareIsTheSuppliersOnly) {
  load("firmware");
  EXPECT_EQ(command("ENO", deactivate("ENO", 2, 30, "OLD")), "E11");
  EXPECT_EQ(seen("dsp-to-wan"), 0U);
  EXPECT_EQ(command("EIS", deactivate("EIS", 2, 30, "OLD")), "I99");
  EXPECT_TRUE(transform::all_items_succeeded(duis::gbcs_octets_of(delivered("EIS"))).value());
  EXPECT_EQ(command("ENO", deactivate("ENO", 2, 30, "NEW")), "I99");
  EXPECT_EQ(delivered("ENO").response_code, "I0");
}

TEST_F(EmbeddedSutTest, ADeviceThatLacksTheUseCaseDoesNothing) {
  load("firmware");
  EXPECT_EQ(command("ENO", deactivate("ENO", 2, 30, "BELIEVED_NEW")), "I99");
  EXPECT_EQ(delivered("ENO").response_code, "E21");
  EXPECT_EQ(seen("hub-to-device"), 1U);
  EXPECT_TRUE(sut_->switch_is_closed(esme("BELIEVED_NEW"), 2).value());
}

TEST_F(EmbeddedSutTest, BeforeTheChangeTheDistributorIsRefused) {
  load("street", "before");
  EXPECT_EQ(command("ENO", deactivate("ENO")), "E2");
  EXPECT_EQ(command("EIS", deactivate("EIS")), "I99");
  EXPECT_EQ(delivered("EIS").response_code, "I0");
}

TEST_F(EmbeddedSutTest, LoadingForgetsTheCaseBefore) {
  load("street");
  EXPECT_EQ(command("ENO", deactivate("ENO")), "I99");
  EXPECT_TRUE(sut_->load(*world_).has_value());
  EXPECT_TRUE(sut_->exchanges().empty());
  EXPECT_EQ(sut_->now(), world_->start);
  EXPECT_TRUE(sut_->await_delivery(std::chrono::minutes(2)).has_value());
  EXPECT_TRUE(sut_->take_deliveries().empty());
  users_.clear();
  EXPECT_EQ(command("ENO", deactivate("ENO")), "I99") << "the same counter as before";
}

TEST_F(EmbeddedSutTest, TheSameCaseTakesTheSameCourse) {
  const auto course = [&] {
    load("street");
    users_.clear();
    EXPECT_EQ(command("ENO", deactivate("ENO")), "I99");
    EXPECT_EQ(delivered("ENO").response_code, "I0");
    EXPECT_TRUE(sut_->advance(std::chrono::hours(1)).has_value());
    std::string all;
    for (const auto& one : sut_->exchanges()) {
      all += fmt::format("{} {} {} {}\n", to_iso8601(one.at), one.link, to_string(one.device),
                         one.octets.size());
    }
    return all;
  };
  const auto first = course();
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, course());
}

TEST_F(EmbeddedSutTest, NothingWorksBeforeAWorldIsLoaded) {
  const auto sut = make_embedded({}, shared_.credentials, shared_.schema, shared_.log);
  EXPECT_EQ(sut->post(WebService::Send, "").error().code, ErrorCode::Unsupported);
  EXPECT_EQ(sut->advance(Duration{1}).error().code, ErrorCode::Unsupported);
  EXPECT_TRUE(sut->exchanges().empty());
}

TEST(CredentialsTest, EachPartyHasItsOwnPrivateKeysOnly) {
  auto& shared = Shared::instance();
  const auto& street = shared.worlds.at("street");
  const auto dsp = shared.credentials->of_dsp(street).value();
  for (const auto& entry : dsp->entries()) {
    EXPECT_EQ(entry.private_key.has_value(), entry.certificate.subject() == catalogue::kAccessControlBroker);
  }
  for (const auto& entry : shared.keys.entries()) {
    const bool is_devices = !entry.certificate.role().has_value();
    const bool is_dsps_xml = entry.certificate.role() == crypto::RemotePartyRole::DspXmlSigning;
    EXPECT_EQ(entry.private_key.has_value(), !is_devices && !is_dsps_xml);
  }
  EXPECT_EQ(shared.credentials->of_dsp(street).value(), dsp) << "made once";
}

TEST(CredentialsTest, AMeterHoldsTheAnchorsOfItsWorld) {
  auto& shared = Shared::instance();
  const auto& trust = shared.worlds.at("trust");
  const auto anchors = [&](std::string_view meter) {
    return shared.credentials->of_device(trust, *trust.find_meter(meter), trust.find_meter(meter)->esme)
        .value()
        .anchors;
  };
  EXPECT_EQ(anchors("EMPTY_CELL").size(), 2U);
  const auto other = anchors("OTHER_ENO_IN_CELL");
  ASSERT_EQ(other.size(), 3U);
  EXPECT_EQ(other.at(1).subject, trust.find_user("ENO2")->eui);
}

}  // namespace
}  // namespace enocheck::sut
