#pragma once

// What the simulators' unit tests share: a test PKI, one premises behind a WAN, and a sender of GBCS
// commands.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/byte_writer.h"
#include "core/hex.h"
#include "crypto/key_agreement.h"
#include "crypto/test_pki.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"
#include "sim/field.h"

namespace enocheck::sim::test {

using crypto::RemotePartyRole;

inline constexpr Eui64 kEsme{0x00DB1234567890A0};
inline constexpr Eui64 kHub{0x00DB1234567890A2};
inline constexpr Eui64 kHcalcs{0x00DB1234567890A5};
inline constexpr Eui64 kSupplier{0x90B3D51F30010000};
inline constexpr Eui64 kEno{0x90B3D51F30020000};
inline constexpr Eui64 kOtherEno{0x90B3D51F30020001};
inline constexpr Eui64 kBroker{0x90B3D51F30000002};

struct KeyPair {
  crypto::PrivateKey signing;
  crypto::PrivateKey agreement;
};

/// Keys of one party; the same for all tests of a program.
inline KeyPair keys_of(const Eui64& eui, RemotePartyRole role) {
  static const auto pki = crypto::TestPki::create(46).value();
  return {pki.organisation(eui, role, crypto::KeyUsage::DigitalSignature)->key,
          pki.organisation(eui, role, crypto::KeyUsage::KeyAgreement)->key};
}
inline KeyPair device_keys(const Eui64& eui) {
  static const auto pki = crypto::TestPki::create(46).value();
  return {pki.device(eui, crypto::KeyUsage::DigitalSignature)->key,
          pki.device(eui, crypto::KeyUsage::KeyAgreement)->key};
}

struct Parties {
  KeyPair supplier = keys_of(kSupplier, RemotePartyRole::Supplier);
  KeyPair eno = keys_of(kEno, RemotePartyRole::NetworkOperator);
  KeyPair other_eno = keys_of(kOtherEno, RemotePartyRole::NetworkOperator);
  KeyPair broker = keys_of(kBroker, RemotePartyRole::AccessControlBroker);
  KeyPair esme = device_keys(kEsme);
  static const Parties& get() {
    static const Parties parties;
    return parties;
  }
};

inline TrustAnchor anchor(RemotePartyRole role, const Eui64& eui, const KeyPair& keys) {
  return {role, eui, keys.signing.public_key(), keys.agreement.public_key()};
}

/// Switch 1 ALCS with a heater, 2 HCALCS with a charger, 3 none, 4 ALCS whose calendar says open, 5 ALCS.
inline Setup one_meter(const std::string& gbcs_version = "3.3") {
  MeterSetup meter;
  meter.esme = kEsme;
  meter.hub = kHub;
  meter.gbcs_version = gbcs_version;
  meter.firmware_version = "0123ABCD";
  meter.supplier = kSupplier;
  meter.network_operator = kEno;
  meter.switches[0] = {.kind = SwitchKind::Alcs,
                       .hcalcs = {},
                       .label = "Heater",
                       .load = LoadKind::OtherLoad,
                       .load_watts = 3000};
  meter.switches[1] = {.kind = SwitchKind::Hcalcs,
                       .hcalcs = kHcalcs,
                       .label = "EV charger",
                       .load = LoadKind::SimpleCharger,
                       .load_watts = 7000};
  meter.switches[3] = {.kind = SwitchKind::Alcs,
                       .hcalcs = {},
                       .label = "Pump",
                       .calendar_closed = false,
                       .load = LoadKind::OtherLoad,
                       .load_watts = 500};
  meter.switches[4] = {.kind = SwitchKind::Alcs, .hcalcs = {}, .label = ""};
  return {.start = parse_iso8601("2026-03-01T12:00:00Z").value(),
          .meters = {meter},
          .users = {},
          .registrations = {}};
}

/// A command as it leaves the broker, with every part that a test may want to spoil.
struct CommandSpec {
  Eui64 originator = kEno;
  const KeyPair* signer = &Parties::get().eno;  ///< null: no signature
  MessageCode code{0x7E55};
  std::uint64_t counter = 1001;
  std::string items = {};  ///< hex of the access request after invoke id and date-time
  std::optional<gbcs::SupplementaryParty> supplementary = std::nullopt;
  Eui64 target = kEsme;
  gbcs::CraFlag cra = gbcs::CraFlag::Command;
  Bytes date_time = {};
  std::uint32_t invoke_id_error = 0;
  std::string payload = {};  ///< hex of a payload that is no access request, in place of `items`
};

inline Bytes command(const CommandSpec& spec) {
  gbcs::GroupingHeader header;
  header.cra = spec.cra;
  header.counter = OriginatorCounter{spec.counter};
  header.originator = spec.originator;
  header.target = spec.target;
  header.date_time = spec.date_time;
  header.code = spec.code;
  header.supplementary = spec.supplementary;
  auto payload = decode_hex(spec.payload).value();
  if (payload.empty()) {
    ByteWriter(payload)
        .u8(0xD9)
        .u32(gbcs::invoke_id_of(spec.counter) + spec.invoke_id_error)
        .u8(0)
        .bytes(decode_hex(spec.items).value());
  }
  auto message = gbcs::encode_unsigned(header, payload);
  if (spec.signer != nullptr) {
    message = gbcs::sign_message(message, spec.signer->signing).value();
  } else {
    gbcs::append_signature(message, {});
  }
  const auto& parties = Parties::get();
  const auto z = crypto::agree(parties.broker.agreement, parties.esme.agreement.public_key()).value();
  return gbcs::add_mac(message, z).value();
}

/// A signed command with a DER payload (hex): joins and unjoins.
inline Bytes der_command(const std::string& payload, MessageCode code, std::uint64_t counter,
                         const Eui64& target = kEsme, const Eui64& originator = kEno) {
  gbcs::GroupingHeader header;
  header.counter = OriginatorCounter{counter};
  header.originator = originator;
  header.target = target;
  header.code = code;
  const auto& parties = Parties::get();
  const auto& signer = originator == kEno ? parties.eno : parties.supplier;
  const auto message =
      gbcs::sign_message(gbcs::encode_unsigned(header, decode_hex(payload).value()), signer.signing).value();
  const auto device = target == kEsme ? parties.esme : device_keys(target);
  const auto z = crypto::agree(parties.broker.agreement, device.agreement.public_key()).value();
  return gbcs::add_mac(message, z).value();
}
/// CS03A1 to the meter, CS03A2 to the HCALCS, CS04AC to either, in the ENO's variants.
inline Bytes join_hcalcs(std::uint64_t counter) {
  return der_command("3010 020100 0408 00DB1234567890A5 020104", MessageCode{0x7E0D}, counter);
}
inline Bytes prepare_hcalcs(std::uint64_t counter) {
  return der_command("3010 020101 0408 00DB1234567890A0 020101", MessageCode{0x7EAB}, counter, kHcalcs);
}
inline Bytes unjoin_hcalcs(std::uint64_t counter) {
  return der_command("0408 00DB1234567890A5", MessageCode{0x7E0F}, counter);
}
inline Bytes unjoin_esme(std::uint64_t counter) {
  return der_command("0408 00DB1234567890A0", MessageCode{0x7E0F}, counter, kHcalcs);
}
/// CCS01 and CCS02 to the hub, from the broker.
inline Bytes device_log_command(MessageCode code, std::uint64_t counter, const std::string& items) {
  gbcs::GroupingHeader header;
  header.counter = OriginatorCounter{counter};
  header.originator = kBroker;
  header.target = kHub;
  header.code = code;
  gbcs::SupplementaryParty party;
  party.remote_party = kEno;
  party.remote_party_counter = OriginatorCounter{counter};
  header.supplementary = party;
  Bytes payload;
  ByteWriter(payload).u8(0xD9).u32(gbcs::invoke_id_of(counter)).u8(0).bytes(decode_hex(items).value());
  auto message = gbcs::encode_unsigned(header, payload);
  gbcs::append_signature(message, {});
  const auto hub = device_keys(kHub);
  const auto z = crypto::agree(Parties::get().broker.agreement, hub.agreement.public_key()).value();
  return gbcs::add_mac(message, z).value();
}
inline Bytes list_hcalcs(std::uint64_t counter) {
  return device_log_command(MessageCode{0x0001}, counter,
                            "03 03006800001E0300FF01 02006800001E0300FF03 02006800001E0300FF02 03"
                            "0204 0908 00DB1234567890A5 1601 0910 30313233343536373839414243444546 160D"
                            "12005A 03FF");
}
inline Bytes remove_hcalcs(std::uint64_t counter) {
  return device_log_command(MessageCode{0x0002}, counter, "01 03006800001E0300FF02 01 0908 00DB1234567890A5");
}
/// The meter of `one_meter` whose HCALCS has come as far as this.
inline Setup meter_with_hcalcs(HanStatus status) {
  auto setup = one_meter();
  setup.meters.front().switches[1].han_status = status;
  return setup;
}

/// Hex of `02 00`.. access requests, as GBCS brief 4.1, 4.4 and 4.8 have them; `n` is 1 to 5.
inline std::string ecs47_items(unsigned n, unsigned action, std::optional<unsigned> minutes) {
  const auto script = fmt::format("12{:02X}{:02X}", n, action);
  if (!minutes) { return "01 03000900000A0067FF01 01 " + script; }
  return fmt::format("02 02000100005E2C{:02X}{:02X}02 03000900000A0067FF01 02 12{:04X} {}", 0x74 + n,
                     action - 0x10, *minutes, script);
}
/// Hex of ECS47a, ECS61d and ECS61e, as GBCS brief 4.2 and 4.7 have them; `n` is 1 to 5.
inline std::string ecs47a_items(unsigned n, unsigned selector, Instant start, Instant end) {
  const auto octet = 0x74 + n;
  return fmt::format(
      "03 02000100005E2C{0:02X}0102 02000100005E2C{0:02X}0202 03000900000A0067FF01 03 "
      "090C{1} 090C{2} 12{3:04X}",
      octet, encode_hex(gbcs::to_cosem(start)), encode_hex(gbcs::to_cosem(end)), selector);
}
inline std::string ecs61d_items() {
  std::string items = "07";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C00{:02X}02", 0x0A + n); }
  return items + "01000B00000B0003FF0201000A00000C0002FF02 07" + std::string(2 * 7, '0');
}
inline std::string ecs61e_items() {
  std::string items = "0A";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C00{:02X}02", 0x14 + n); }
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C00{:02X}02", 0x1E + n); }
  return items + "0A" + std::string(2 * 10, '0');
}
inline std::string ecs62_items(const std::array<bool, 5>& flags) {
  std::string items = "05";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("02000100005E2C06{:02X}02", n); }
  items += "05";
  for (const bool flag : flags) { items += flag ? "03FF" : "0300"; }
  return items;
}
inline std::string ecs61a_items() {
  std::string items = "11";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C00{:02X}02", 0x0A + n); }
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C00{:02X}02", 0x14 + n); }
  items += "01000B00000B0003FF0201000A00000C0002FF02";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01004600{:02X}60030AFF02", n); }
  return items + "11" + std::string(2 * 17, '0');
}
inline std::string ecs61c_items(const std::string& from, const std::string& to) {
  std::string items =
      "0701000100005E2C07FF02040007000063 6214FF0201020402041200010906 00005E2C64FF0F02120000 06" + from +
      "06" + to + "0100";
  for (unsigned n = 1; n <= 5; ++n) { items += fmt::format("01000100005E2C06{:02X}02", n); }
  return items + "07" + std::string(2 * 7, '0');
}
inline std::string ecs46a_items(const std::vector<std::pair<unsigned, std::string>>& labels) {
  std::string items = fmt::format("{:02X}", labels.size());
  for (const auto& label : labels) { items += fmt::format("02000100005E2C00{:02X}02", 0x0A + label.first); }
  items += fmt::format("{:02X}", labels.size());
  for (const auto& [n, text] : labels) {
    items += fmt::format("0A{:02X}{}", text.size(), encode_hex(bytes_of(text)));
  }
  return items;
}
inline gbcs::SupplementaryParty unknown_party(std::uint64_t counter = 2005) {
  return {.remote_party = kEno,
          .remote_party_counter = OriginatorCounter{counter},
          .originator_counter = {},
          .certificate = {}};
}

inline CommandSpec open_switch(unsigned n, unsigned minutes, std::uint64_t counter = 1001) {
  return {.counter = counter, .items = ecs47_items(n, 0x12, minutes)};
}
inline CommandSpec close_switch(unsigned n, unsigned minutes, std::uint64_t counter = 1001) {
  return {.counter = counter, .items = ecs47_items(n, 0x11, minutes)};
}
inline CommandSpec reset_switch(unsigned n, std::uint64_t counter) {
  return {.counter = counter, .items = ecs47_items(n, 0x20, std::nullopt)};
}
inline CommandSpec by_supplier(CommandSpec spec, MessageCode code) {
  spec.originator = kSupplier;
  spec.code = code;
  if (spec.signer != nullptr) { spec.signer = &Parties::get().supplier; }
  return spec;
}
inline CommandSpec set_flags(const std::array<bool, 5>& flags, std::uint64_t counter) {
  return {.signer = nullptr, .code = MessageCode{0x7E5F}, .counter = counter, .items = ecs62_items(flags)};
}
inline CommandSpec by_broker(MessageCode code, std::uint64_t counter, std::string items) {
  return {.originator = kBroker,
          .signer = nullptr,
          .code = code,
          .counter = counter,
          .items = std::move(items),
          .supplementary = unknown_party()};
}

struct Traced {
  Instant at;
  Link link;
  Eui64 device;
  Bytes octets;
  friend bool operator==(const Traced&, const Traced&) = default;
};

class Recorder final : public Tracer, public OctetSink {
 public:
  void seen(Instant at, Link link, const Eui64& device, ByteView octets) override {
    traced.push_back({at, link, device, copy_of(octets)});
  }
  void receive(const Eui64& /*device*/, ByteView octets) override { at_dsp.push_back(copy_of(octets)); }
  [[nodiscard]] std::vector<Bytes> on(Link link) const {
    std::vector<Bytes> found;
    for (const auto& one : traced) {
      if (one.link == link) { found.push_back(one.octets); }
    }
    return found;
  }
  std::vector<Traced> traced;
  std::vector<Bytes> at_dsp;
};

/// One premises behind a WAN, with the recorder in the DSP's place.
class TestField {
 public:
  explicit TestField(const Setup& setup = one_meter(), const Policy& policy = {},
                     const PartsFactory& parts = default_parts())
      : scheduler(setup.start), medium(scheduler, recorder) {
    const auto& parties = Parties::get();
    const auto credentials = [&](const MeterSetup&, const Eui64& device) -> Result<DeviceCredentials> {
      const auto keys = device == kEsme ? parties.esme : device_keys(device);
      return DeviceCredentials{keys.signing,
                               keys.agreement,
                               {anchor(RemotePartyRole::Supplier, kSupplier, parties.supplier),
                                anchor(RemotePartyRole::NetworkOperator, kEno, parties.eno),
                                anchor(RemotePartyRole::AccessControlBroker, kBroker, parties.broker)}};
    };
    auto built = Field::build(setup, policy, parts, credentials, scheduler, medium);
    if (!built) { throw std::runtime_error(built.error().detail); }
    field = *std::move(built);
    field->connect(recorder);
  }
  static const PartsFactory& default_parts() {
    static const PartsFactory parts;
    return parts;
  }

  void advance(Duration by) { scheduler.run_until(scheduler.now() + by); }
  /// Sends octets down and waits until an answer had time to come; the messages that came up meanwhile.
  std::vector<Bytes> send(const Bytes& octets) {
    const auto before = recorder.at_dsp.size();
    field->downlink().receive(kEsme, octets);
    advance(std::chrono::seconds(5));
    return {recorder.at_dsp.begin() + static_cast<std::ptrdiff_t>(before), recorder.at_dsp.end()};
  }
  std::vector<Bytes> send(const CommandSpec& spec) { return send(command(spec)); }
  /// The same to another device, with time for a join; the payloads of what came up, in hex.
  std::vector<std::string> answers(const Eui64& device, const Bytes& octets) {
    const auto before = recorder.at_dsp.size();
    field->downlink().receive(device, octets);
    advance(std::chrono::seconds(20));
    std::vector<std::string> payloads;
    for (auto index = before; index < recorder.at_dsp.size(); ++index) {
      payloads.push_back(encode_hex(gbcs::decode_message(recorder.at_dsp[index])->payload));
    }
    return payloads;
  }
  /// Sends a command and gives the payload of the one response, in hex; empty if there was none.
  std::string answer(const CommandSpec& spec) {
    const auto up = send(spec);
    const auto message = up.size() == 1 ? gbcs::decode_message(up.front()) : failure(ErrorCode::Timeout, "");
    return message && message->header.cra == gbcs::CraFlag::Response ? encode_hex(message->payload) : "";
  }
  [[nodiscard]] bool is_closed(unsigned index) const { return field->switch_is_closed(kEsme, index).value(); }
  [[nodiscard]] unsigned watts(unsigned index) const { return field->load_watts(kEsme, index).value(); }

  Recorder recorder;
  Scheduler scheduler;
  Medium medium;
  std::unique_ptr<Field> field;
};

}  // namespace enocheck::sim::test
