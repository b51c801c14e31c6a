#pragma once

#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/test_pki.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "duis/xml_signature.h"
#include "engine/case_run.h"
#include "engine/sut.h"
#include "gbcs/message.h"
#include "xml/schema_validator.h"

// For the engine's unit tests: a target that does what a test writes into it, and the rest of a bench.
namespace enocheck::engine {

/// A target that answers from a script and shows the exchanges that a test gives it.
class ScriptedSut final : public Sut {
 public:
  std::deque<Result<Answer>> answers;
  std::deque<std::pair<Instant, std::string>> arrivals;  ///< through Receive Response, by time
  std::map<unsigned, bool> closed;                       ///< switches
  std::map<unsigned, unsigned> watts;
  std::vector<Exchange> seen;
  std::vector<std::string> posted;
  std::vector<Bytes> delivered;
  Instant time{std::chrono::hours(24 * 20'000)};
  Observes can_observe{.duis = true, .device = true, .charger = true, .clock = true, .home = true};
  Status loads;
  Status boosts;
  std::optional<std::string> had_no_part;
  std::deque<Result<Correlation>> correlations;
  std::deque<Result<ParsedMessage>> parsings;
  std::vector<std::pair<std::string, Bytes>> questions;  ///< what was given to the parser
  bool throws_at_load = false;

  [[nodiscard]] std::string name() const override { return "scripted"; }
  [[nodiscard]] Observes observes() const override { return can_observe; }
  [[nodiscard]] Status load(const catalogue::World& /*world*/) override {
    if (throws_at_load) { throw std::runtime_error("the script throws"); }
    return loads;
  }
  [[nodiscard]] Result<Answer> post(WebService /*service*/, std::string_view document) override {
    posted.emplace_back(document);
    if (answers.empty()) { return failure(ErrorCode::Timeout, "the script has no more answers"); }
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  [[nodiscard]] std::vector<std::string> take_deliveries() override {
    std::vector<std::string> taken;
    while (!arrivals.empty() && arrivals.front().first <= time) {
      taken.push_back(arrivals.front().second);
      arrivals.pop_front();
    }
    return taken;
  }
  [[nodiscard]] Instant now() const override { return time; }
  [[nodiscard]] Status advance(Duration by) override {
    time += by;
    return {};
  }
  [[nodiscard]] Status await_delivery(Duration patience) override {
    const auto next = arrivals.empty() ? time + patience : arrivals.front().first;
    time = std::min(time + patience, std::max(time, next));
    return {};
  }
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& /*esme*/, unsigned index) override {
    return closed[index];
  }
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& /*esme*/, unsigned index) override {
    return watts[index];
  }
  [[nodiscard]] Status press_boost(const Eui64& /*esme*/) override { return boosts; }
  [[nodiscard]] std::optional<std::string> untouched() const override { return had_no_part; }
  [[nodiscard]] Status set_power(const Eui64& /*device*/, bool /*on*/) override { return {}; }
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override {
    delivered.push_back(copy_of(octets));
    seen.push_back({time, "hub-to-device", device, copy_of(octets)});
    return {};
  }
  [[nodiscard]] Status intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*bits*/,
                                 bool /*drop*/) override {
    return {};
  }
  [[nodiscard]] Result<Correlation> correlate(std::string_view request, ByteView message) override {
    return asked(correlations, request, message);
  }
  [[nodiscard]] Result<ParsedMessage> parse(std::string_view request, ByteView message) override {
    return asked(parsings, request, message);
  }
  [[nodiscard]] const std::vector<Exchange>& exchanges() const override { return seen; }

 private:
  template <class T>
  Result<T> asked(std::deque<Result<T>>& script, std::string_view request, ByteView message) {
    questions.emplace_back(request, copy_of(message));
    if (script.empty()) { return failure(ErrorCode::Timeout, "the script has no more answers"); }
    auto answer = script.front();
    script.pop_front();
    return answer;
  }
};

/// A world with one meter of the ENO, keys for its users, and a profile with the change in force.
class Bench {
 public:
  static constexpr Eui64 kEno{0x90B3D51F30020000};
  static constexpr Eui64 kEis{0x90B3D51F30010000};
  static constexpr Eui64 kEsme{0x00DB1234567890A0};
  static constexpr Eui64 kHcalcs{0x00DB123456789097};

  Bench() {
    make_world();
    make_profile();
    make_keys();
    catalogue::Requirement plain;
    plain.id = "ACC-1";
    catalogue::Requirement contested;
    contested.id = "CTL-1";
    contested.contested_by = {13};
    requirements_.all = {plain, contested};
    surroundings.sut = &sut;
    surroundings.worlds = &worlds_;
    surroundings.requirements = &requirements_;
    surroundings.profile = &profile;
    surroundings.keys = &keys_;
    surroundings.duis_schema = &*schema_;
    surroundings.vector = [](std::string_view id) -> Result<Bytes> {
      return failure(ErrorCode::Io, "no vector " + std::string(id));
    };
    surroundings.wall_clock = &clock_;
  }

  /// A case around steps as they stand in a file.
  [[nodiscard]] static catalogue::Testcase testcase(const std::string& steps, const std::string& head = "") {
    auto read = catalogue::parse_testcases(
        "access/x", "x.xml",
        R"(<testcase xmlns="urn:enocheck:testcase:1" title="t" level="required" world="w" needs="duis device"><purpose>p</purpose>)"
        R"(<requirement ref="ACC-1"/><evidence tool="t"/>)" +
            head + "<steps>" + steps + "</steps></testcase>");
    EXPECT_TRUE(read.has_value()) << read.error().detail;
    return read.value().front();
  }
  [[nodiscard]] CaseResult run(const std::string& steps, const std::string& head = "") {
    return run_case(testcase(steps, head), surroundings);
  }

  [[nodiscard]] const catalogue::World& world() const { return worlds_.at("w"); }
  [[nodiscard]] static duis::RequestId request_id(std::uint64_t counter = 1000) {
    return {kEno, kEsme, OriginatorCounter{counter}};
  }
  /// The answer to a request in the same call, signed by the DSP.
  [[nodiscard]] Answer answer(const std::string& code, Bytes pre_command = {}) const {
    duis::ServiceResponse response;
    response.request_id = request_id();
    response.response_code = code;
    response.response_date_time = sut.time;
    duis::ResponseMessage message{"7.6", "7.6", duis::NoContent{}};
    if (!pre_command.empty()) { message.content = duis::PreCommand{"3.3", std::move(pre_command)}; }
    response.body = message;
    return {200, signed_by_dsp(response)};
  }
  /// A service response through Receive Response.
  [[nodiscard]] std::string service_response(Bytes octets, const std::string& srv = "7.6") const {
    duis::ServiceResponse response;
    response.request_id = request_id();
    response.response_id = duis::answer_to(request_id());
    response.response_code = "I0";
    response.response_date_time = sut.time;
    response.body = duis::ResponseMessage{srv, srv, duis::GbcsPayload{std::move(octets)}};
    return signed_by_dsp(response);
  }
  [[nodiscard]] std::string signed_by_dsp(const duis::ServiceResponse& response) const {
    const auto document = duis::build_response(response);
    EXPECT_TRUE(document.has_value()) << document.error().detail;
    auto done = duis::sign_document(*document, dsp_->key, duis::identity_of(dsp_->certificate));
    EXPECT_TRUE(done.has_value()) << done.error().detail;
    return done.value();
  }

  ScriptedSut sut;
  catalogue::Profile profile;
  Surroundings surroundings;

 private:
  void make_world() {
    catalogue::World world;
    world.id = "w";
    world.users = {{"ENO", kEno, {"ED"}, false}, {"EIS", kEis, {"IS"}, false}};
    catalogue::WorldMeter meter;
    meter.name = "ESME1";
    meter.esme = kEsme;
    meter.hub = Eui64{0x00DB1234567890A2};
    meter.switches[0].kind = "alcs";
    meter.switches[1].kind = "hcalcs";
    meter.switches[1].hcalcs = kHcalcs;
    world.meters = {meter};
    worlds_.emplace("w", world);
  }
  void make_profile() {
    profile.name = "test";
    profile.ecs47_eno = MessageCode{0x7E55};
    profile.values = {{"change-in-force", "true"},
                      {"ecs47-eno", "7E55"},
                      {"code-use-case", "E11"},
                      {"code-signature", "E100"},
                      {"code-duplicate", "E100"}};
  }
  void make_keys() {
    using crypto::KeyUsage;
    using crypto::RemotePartyRole;
    const auto pki = crypto::TestPki::create(46);
    ASSERT_TRUE(pki.has_value()) << pki.error().detail;
    for (const auto& [eui, role] : {std::pair{kEno, RemotePartyRole::NetworkOperator},
                                    {kEno, RemotePartyRole::XmlSigning},
                                    {kEis, RemotePartyRole::Supplier},
                                    {kEis, RemotePartyRole::XmlSigning}}) {
      const auto made = pki->organisation(eui, role, KeyUsage::DigitalSignature);
      ASSERT_TRUE(made.has_value()) << made.error().detail;
      keys_.add({made->certificate, made->key, false});
    }
    auto dsp = pki->organisation(catalogue::kAccessControlBroker, RemotePartyRole::DspXmlSigning,
                                 KeyUsage::DigitalSignature);
    ASSERT_TRUE(dsp.has_value()) << dsp.error().detail;
    keys_.add({dsp->certificate, std::nullopt, false});
    dsp_ = *std::move(dsp);
    const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
    auto schema = xml::SchemaValidator::load(std::filesystem::path(source == nullptr ? "." : source) /
                                             "schemas/enocheck/duis_subset.xsd");
    ASSERT_TRUE(schema.has_value()) << schema.error().detail;
    schema_ = *std::move(schema);
  }

  xml::Libraries libraries_;
  std::map<std::string, catalogue::World> worlds_;
  catalogue::Requirements requirements_;
  crypto::KeyStore keys_;
  std::optional<crypto::TestPki::Credential> dsp_;
  std::optional<xml::SchemaValidator> schema_;
  ManualClock clock_;
};

/// GBCS messages for tests, without valid protection. Payloads are those of 7.6, switch 2, 60 minutes.
namespace test_messages {

inline gbcs::GroupingHeader header(gbcs::CraFlag cra, const Eui64& from, const Eui64& to,
                                   std::uint64_t counter = 1000) {
  gbcs::GroupingHeader header;
  header.cra = cra;
  header.counter = OriginatorCounter{counter};
  header.originator = from;
  header.target = to;
  header.code = MessageCode{0x7E55};
  return header;
}

/// The pre-command of 7.6 for switch 2, `minutes`. Source: GBCS brief 4.1.
inline Bytes pre_command(std::uint8_t minutes = 60) {
  const Bytes payload = {0xD9, 0x20, 0x00, 0x03, 0xE8, 0x00, 0x02,    0x02, 0x00, 0x01, 0x00, 0x00,
                         0x5E, 0x2C, 0x76, 0x02, 0x02, 0x03, 0x00,    0x09, 0x00, 0x00, 0x0A, 0x00,
                         0x67, 0xFF, 0x01, 0x02, 0x12, 0x00, minutes, 0x12, 0x02, 0x12};
  auto message = gbcs::encode_unsigned(header(gbcs::CraFlag::Command, Bench::kEno, Bench::kEsme), payload);
  gbcs::append_signature(message, {});
  return message;
}

/// The device's answer with the two results. Source: GBCS brief 4.1.
inline Bytes response(std::uint8_t first = 0, std::uint8_t second = 0) {
  const Bytes payload = {0xDA, 0x20, 0x00, 0x03, 0xE8,  0x00, 0x00,  0x02,
                         0x00, 0x00, 0x02, 0x02, first, 0x03, second};
  auto message = gbcs::encode_unsigned(header(gbcs::CraFlag::Response, Bench::kEsme, Bench::kEno), payload);
  gbcs::append_signature(message, Bytes(64, 0x5A));
  return message;
}

/// A signed pre-command in its MAC: what leaves the DSP.
inline Bytes command(ByteView signed_pre_command) {
  return gbcs::wrap_with_mac(signed_pre_command, Bytes(12, 0xAC));
}

/// A Load Control Event. Source: GBCS brief 5.8.
inline Bytes event(bool closed, std::uint8_t minutes) {
  Bytes frame(26, 0);
  frame[0] = 0x09;
  frame[14] = minutes;
  frame[24] = closed ? 0x64 : 0x00;
  return frame;
}

}  // namespace test_messages
}  // namespace enocheck::engine
