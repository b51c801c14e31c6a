#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/hex.h"
#include "crypto/test_pki.h"
#include "duis/xml_signature.h"
#include "gbcs/protection.h"
#include "sim/dsp/dsp.h"

namespace enocheck::sim {

inline constexpr Eui64 kDsp{0x90B3D51F30000002U};
inline constexpr Eui64 kEno{0x90B3D51F30020000U};
inline constexpr Eui64 kOtherEno{0x90B3D51F30020002U};
inline constexpr Eui64 kSuspendedEno{0x90B3D51F30020003U};
inline constexpr Eui64 kEis{0x90B3D51F30010000U};
inline constexpr Eui64 kOu{0x90B3D51F30040005U};
inline constexpr Eui64 kNobody{0x90B3D51F30040009U};
inline constexpr Eui64 kEsme{0x00DB1234567890A0U};
inline constexpr Eui64 kHub{0x00DB1234567890A2U};
inline constexpr Eui64 kHcalcs{0x00DB123456789097U};
inline constexpr Eui64 kOldEsme{0x00DB12345679A0A0U};
inline constexpr Eui64 kSmets1{0x00DB12345679B0A0U};
inline constexpr Eui64 kSuspendedEsme{0x00DB12345679C0A0U};
inline constexpr const char* kMpan = "1200000000017";

/// Takes what the DSP sends to devices.
class RecordingWan final : public OctetSink {
 public:
  void receive(const Eui64& device, ByteView octets) override { sent.emplace_back(device, copy_of(octets)); }
  std::vector<std::pair<Eui64, Bytes>> sent;
};

/// Keeps what the DSP says of itself.
class RecordingLogger final : public Logger {
 public:
  void write(LogLevel /*level*/, std::string_view line) override { lines.emplace_back(line); }
  std::vector<std::string> lines;
};

/// Keys and schema are made once for all tests.
class DspWorld {
 public:
  static DspWorld& instance() {
    static DspWorld world;
    return world;
  }
  xml::Libraries libraries;
  crypto::KeyStore dsp_keys;
  crypto::KeyStore user_keys;
  crypto::KeyStore device_keys;
  xml::SchemaValidator schema;

 private:
  DspWorld() : schema(load_schema()) {
    using enum crypto::RemotePartyRole;
    const auto pki = crypto::TestPki::create(1).value();
    for (const auto& [eui, role] :
         std::vector<std::pair<Eui64, crypto::RemotePartyRole>>{{kEno, NetworkOperator},
                                                                {kOtherEno, NetworkOperator},
                                                                {kSuspendedEno, NetworkOperator},
                                                                {kEis, Supplier},
                                                                {kOu, Other},
                                                                {kNobody, Other}}) {
      add(user_keys, dsp_keys, pki.organisation(eui, XmlSigning, crypto::KeyUsage::DigitalSignature).value());
      add(user_keys, dsp_keys, pki.organisation(eui, role, crypto::KeyUsage::DigitalSignature).value());
    }
    add(dsp_keys, user_keys,
        pki.organisation(kDsp, DspXmlSigning, crypto::KeyUsage::DigitalSignature).value());
    for (const auto usage : {crypto::KeyUsage::DigitalSignature, crypto::KeyUsage::KeyAgreement}) {
      add(dsp_keys, device_keys, pki.organisation(kDsp, AccessControlBroker, usage).value());
      for (const auto& device : {kEsme, kOldEsme, kSmets1, kSuspendedEsme}) {
        add(device_keys, dsp_keys, pki.device(device, usage).value());
      }
    }
  }
  /// The owner gets the private key, the other side the certificate.
  static void add(crypto::KeyStore& owner, crypto::KeyStore& other, const crypto::TestPki::Credential& made) {
    owner.add({.certificate = made.certificate, .private_key = made.key});
    other.add({.certificate = made.certificate, .private_key = std::nullopt});
  }
  static xml::SchemaValidator load_schema() {
    const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): tests
    return xml::SchemaValidator::load(std::filesystem::path(source == nullptr ? "." : source) /
                                      "schemas/enocheck/duis_subset.xsd")
        .value();
  }
};

/// A DSP with one street, a WAN that only records, and users and devices that the test plays.
class DspTest : public testing::Test {
 protected:
  DspTest() { start(std::make_unique<DspRules>(Policy{})); }

  void start(std::unique_ptr<DspRules> rules, const sim::Setup& setup = street()) {
    dsp_ = std::make_unique<Dsp>(setup, kDsp, std::move(rules),
                                 DspSurroundings{world_.dsp_keys, world_.schema, scheduler_, wan_, log_},
                                 [this](const Eui64& user, std::string document) {
                                   delivered_.emplace_back(user, std::move(document));
                                 });
  }

  static sim::Setup street() {
    sim::Setup setup{.start = kStart, .meters = {}, .products = {}, .users = {}, .registrations = {}};
    const auto meter = [](Eui64 esme, std::string version) {
      MeterSetup made;
      made.esme = esme;
      made.hub = Eui64{esme.value() + 2};
      made.import_mpan = kMpan;
      made.gbcs_version = version;
      made.inventory_gbcs_version = std::move(version);
      return made;
    };
    setup.meters = {meter(kEsme, "3.3"), meter(kOldEsme, "3.2"), meter(kSmets1, "3.3"),
                    meter(kSuspendedEsme, "3.3")};
    setup.meters[0].switches[1].kind = SwitchKind::Hcalcs;
    setup.meters[0].switches[1].hcalcs = kHcalcs;
    setup.meters[2].smets_version = "SMETS1";
    setup.meters[3].device_status = "Suspended";
    setup.products = {
        {"00000104", "3.4",
         decode_hex("A0C13F103C9031BB959AA045A57E4342A7A13BC772A413692F7D84174C61D8D0").value(), true},
        {"00000105", "3.4", Bytes(32, 0), true}};
    setup.users = {{kEno, {"ED"}, false},
                   {kOtherEno, {"ED"}, false},
                   {kSuspendedEno, {"ED"}, true},
                   {kEis, {"GS", "IS"}, false},
                   {kOu, {"OU"}, false}};
    setup.registrations = {
        {kMpan, "ED", kEno, kStart - std::chrono::days(30), kStart + std::chrono::days(30)},
        {kMpan, "IS", kEis, std::nullopt, std::nullopt},
        {kMpan, "ED", kSuspendedEno, std::nullopt, std::nullopt}};
    return setup;
  }

  [[nodiscard]] duis::ServiceRequest request(const Eui64& user, std::string variant, duis::CommandVariant cv,
                                             duis::RequestBody body, const Eui64& target = kEsme) {
    duis::ServiceRequest made;
    made.header.request_id = {user, target, OriginatorCounter{counter_++}};
    made.header.command_variant = cv;
    made.header.service_reference = variant.substr(0, variant.find('.', variant.find('.') + 1));
    made.header.service_reference_variant = std::move(variant);
    made.body = std::move(body);
    return made;
  }
  [[nodiscard]] duis::ServiceRequest deactivate(const Eui64& user = kEno, const Eui64& target = kEsme) {
    return request(user, "7.6", 4, duis::DeactivateAuxiliaryLoad{2, 30}, target);
  }
  [[nodiscard]] duis::ServiceRequest read_boost(const Eui64& user = kEno) {
    return request(user, "7.11", 1,
                   duis::ReadBoostButtonDetails{std::nullopt, kStart - std::chrono::hours(1), kStart});
  }
  [[nodiscard]] duis::ServiceRequest add_boost(const Eui64& user = kEno) {
    duis::AddAuxiliaryLoadToBoostButton body;
    for (std::uint8_t i = 0; i < 5; ++i) { body.flags.at(i) = {static_cast<std::uint8_t>(i + 1), i == 1}; }
    return request(user, "7.9", 1, body);
  }

  [[nodiscard]] std::string sign(std::string_view document, const Eui64& user,
                                 crypto::RemotePartyRole role = crypto::RemotePartyRole::XmlSigning) const {
    const auto* const signer = world_.user_keys.find(user, role, crypto::KeyUsage::DigitalSignature);
    return duis::sign_document(document, *signer->private_key, duis::identity_of(signer->certificate))
        .value();
  }
  [[nodiscard]] DspAnswer post(WebService service, const duis::ServiceRequest& made) {
    return dsp_->handle(service,
                        sign(duis::build_request_unchecked(made), made.header.request_id.originator));
  }
  [[nodiscard]] static duis::ServiceResponse read(const DspAnswer& answer) {
    EXPECT_EQ(answer.http_status, 200);
    return duis::parse_response(answer.body).value();
  }
  [[nodiscard]] std::string code(WebService service, const duis::ServiceRequest& made) {
    return read(post(service, made)).response_code;
  }
  /// The service that takes the request's command variant.
  [[nodiscard]] static WebService service_of(const duis::ServiceRequest& made) {
    switch (made.header.command_variant) {
      case 4: return WebService::Transform;
      case 2:
      case 6:
      case 8: return WebService::NonDevice;
      default: return WebService::Send;
    }
  }
  [[nodiscard]] std::string code(const duis::ServiceRequest& made) { return code(service_of(made), made); }

  /// The second half of a critical request: signed with the user's GBCS key.
  [[nodiscard]] duis::ServiceRequest signed_pre_command(
      const duis::ServiceRequest& made, const Eui64& signer,
      crypto::RemotePartyRole role = crypto::RemotePartyRole::NetworkOperator) {
    const auto response = read(post(WebService::Transform, made));
    const auto* const key = world_.user_keys.find(signer, role, crypto::KeyUsage::DigitalSignature);
    auto second = made;
    second.header.command_variant = 5;
    second.body = duis::SignedPreCommand{
        std::nullopt, gbcs::sign_pre_command(duis::gbcs_octets_of(response), *key->private_key).value()};
    return second;
  }

  /// The device's answer to the last command sent: same counter and code, ids swapped, the payload given.
  [[nodiscard]] gbcs::GroupingHeader answer_header() const {
    auto header = gbcs::decode_message(wan_.sent.back().second).value().header;
    std::swap(header.originator, header.target);
    header.cra = gbcs::CraFlag::Response;
    return header;
  }
  [[nodiscard]] const crypto::PrivateKey& device_signing_key(const Eui64& device = kEsme) const {
    return *world_.device_keys.find(device, crypto::KeyUsage::DigitalSignature)->private_key;
  }
  [[nodiscard]] Bytes maced_by_device(const gbcs::GroupingHeader& header, ByteView payload) const {
    auto octets = gbcs::encode_unsigned(header, payload);
    gbcs::append_signature(octets, {});
    const auto* const device = world_.device_keys.find(header.originator, crypto::KeyUsage::KeyAgreement);
    const auto* const broker = world_.device_keys.find(kDsp, crypto::KeyUsage::KeyAgreement);
    return gbcs::add_mac(octets, world_.device_keys.shared_secret(*device, *broker).value()).value();
  }
  [[nodiscard]] duis::ServiceResponse last_delivery() const {
    EXPECT_FALSE(delivered_.empty());
    return delivered_.empty() ? duis::ServiceResponse{}
                              : duis::parse_response(delivered_.back().second).value();
  }

  static constexpr Instant kStart = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};
  DspWorld& world_ = DspWorld::instance();
  Scheduler scheduler_{kStart};
  RecordingLogger log_;
  RecordingWan wan_;
  std::vector<std::pair<Eui64, std::string>> delivered_;
  std::uint64_t counter_ = 1000;
  std::unique_ptr<Dsp> dsp_;
};

}  // namespace enocheck::sim
