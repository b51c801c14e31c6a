#pragma once

#include <string>

#include <fmt/format.h>

#include "sim/test_field.h"

namespace enocheck::sim::test {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr Eui64 kNeighbour{0x00DB1234567890B0};

/// Two meters, the first with a switch at every index but the third.
inline Setup two_meters(const std::string& gbcs_version) {
  auto setup = one_meter(gbcs_version);
  auto second = setup.meters.front();
  second.esme = kNeighbour;
  second.hub = Eui64{0x00DB1234567890B2};
  second.switches[1].hcalcs = Eui64{0x00DB1234567890B5};
  setup.meters.push_back(second);
  return setup;
}

/// Everything that can be seen from outside: what went over each link (signatures left out), contacts and
/// loads.
class Tour {
 public:
  explicit Tour(const PartsFactory& parts, const Setup& setup = two_meters("3.3"), const Policy& policy = {})
      : home_(setup, policy, parts) {}

  void send(const Bytes& octets) { send_to(kEsme, octets); }
  void send_to(const Eui64& device, const Bytes& octets) {
    home_.field->downlink().receive(device, octets);
    pass(seconds(5));
  }
  void send(const CommandSpec& spec) { send(command(spec)); }
  void pass(Duration time) {
    home_.advance(time);
    for (const unsigned index : {1U, 2U, 4U, 5U}) {
      note_ += fmt::format("{}{} ", home_.is_closed(index) ? "closed" : "open", home_.watts(index));
    }
  }
  void wait_until(std::string_view time) { pass(parse_iso8601(time).value() - home_.scheduler.now()); }
  void lose_frames(unsigned count) {
    for (; count > 0; --count) { home_.medium.disturb_next(Link::EsmeToHcalcs, {true, {}}); }
  }
  void press_boost() { static_cast<void>(home_.field->press_boost(kEsme)); }
  void cut_power(const Eui64& device, Duration time) {
    static_cast<void>(home_.field->set_power(device, false));
    pass(time);
    static_cast<void>(home_.field->set_power(device, true));
    pass(seconds(20));
  }
  void send_without_hub(const CommandSpec& spec) {
    static_cast<void>(home_.field->set_power(kHub, false));
    send(spec);
    pass(minutes(1));  // until the WAN has given up
    static_cast<void>(home_.field->set_power(kHub, true));
    pass(seconds(5));
  }
  void read() {
    send(by_broker(MessageCode{0x00BB}, ++reads_, ecs61a_items()));
    send(by_broker(MessageCode{0x005E}, ++reads_, ecs61c_items("00000000", "FFFFFFFF")));
    send(by_broker(MessageCode{0x005E}, ++reads_, ecs61c_items("00000000", "00000001")));
  }
  std::string story() {
    for (const auto& one : home_.recorder.traced) {
      note_ +=
          fmt::format("{} {} {}\n", to_iso8601(one.at), name_of(one.link), without_signature(one.octets));
    }
    return note_;
  }

 private:
  /// Signatures are never the same twice; of what does not decode its size has to do.
  static std::string without_signature(ByteView octets) {
    const bool is_gbcs = octets.size() > 60;
    const auto message = gbcs::decode_message(octets);
    if (!message && is_gbcs) { return fmt::format("{} octets", octets.size()); }
    const bool is_signed = message && message->signature_form == gbcs::SignatureForm::Present;
    return encode_hex(is_signed ? message->signed_octets() : octets);
  }

  TestField home_;
  std::string note_;
  std::uint64_t reads_ = 0;
};

}  // namespace enocheck::sim::test
