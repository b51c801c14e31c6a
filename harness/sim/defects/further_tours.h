#pragma once

#include "gbcs/firmware_activation.h"
#include "sim/defects/tour.h"
#include "sim/firmware_image.h"

// Tours past firmware, calendar, randomised offset and event log, each starting with a new meter.
namespace enocheck::sim::test {

/// An OTA upgrade file: version 00000104, a manufacturer's image that names its GBCS version.
inline Bytes ota_file(const std::string& gbcs_version) {
  const auto image = fmt::format("SIMULATED\nGBCS {}\n", gbcs_version);
  Bytes file = decode_hex("1EF1EE0B000138000000341201000401000002 00").value();
  file.resize(52, 0);
  ByteWriter(file).u8(static_cast<std::uint8_t>(56 + image.size())).u8(0).u8(0).u8(0).bytes(bytes_of(image));
  return file;
}

inline CommandSpec activate_firmware(const Bytes& hash, std::uint64_t counter,
                                     std::optional<Instant> at = std::nullopt) {
  return by_supplier(
      {.counter = counter,
       .payload = encode_hex(gbcs::encode_firmware_activation({hash, OriginatorCounter{counter}, at}))},
      MessageCode{0x0012});
}

/// A calendar entry as hex: special days and dates in their encodings.
inline std::string calendar_entry(unsigned row, unsigned selector, unsigned hour,
                                  const std::string& weekdays = "FE",
                                  const std::string& special_days = "0400",
                                  const std::string& begin = "FFFFFFFFFF") {
  return fmt::format(
      "020A12{:04X}03FF090600000A0067FF12{:04X}0904{:02X}00000012FFFF0407{}{}0905{}0905FFFFFFFFFF", row,
      selector, hour, weekdays, special_days, begin);
}

/// ECS46c: bindings (index and EUI in hex), special days, entries, when (hex of the date-time).
inline CommandSpec set_calendar(const std::vector<std::string>& entries, const std::string& special_days,
                                const std::string& when, std::uint64_t counter,
                                const std::string& bound = {}) {
  std::string items = bound.empty() ? "04" : "05";
  if (!bound.empty()) { items += "02000100005E2C001902"; }
  items += "02000B00010B0003FF0202000A00010C0002FF0202232800005E2C801A0602232800005E2C802306";
  items += bound.empty() ? "04" : "050908" + bound;
  items += special_days.empty() ? "0100" : special_days;
  items += fmt::format("01{:02X}", entries.size());
  for (const auto& entry : entries) { items += entry; }
  items += "090C" + when + "090C" + when;
  return by_supplier({.counter = counter, .items = items}, MessageCode{0x0054});
}

inline CommandSpec set_offset_limit(unsigned seconds_, std::uint64_t counter) {
  return by_supplier({.counter = counter, .items = fmt::format("0102000100005E2C0001020112{:04X}", seconds_)},
                     MessageCode{0x004B});
}

inline CommandSpec read_log(const std::string& from, const std::string& to, std::uint64_t counter) {
  return {.originator = kSupplier,
          .signer = nullptr,
          .code = MessageCode{0x00BA},
          .counter = counter,
          .items = "010400070011636202FF020102040204120001090600005E2C64FF0F021200 0006" + from + "06" + to +
                   "010001 00"};
}

inline CommandSpec read_version(std::uint64_t counter) {
  return {.originator = kSupplier,
          .signer = nullptr,
          .code = MessageCode{0x0059},
          .counter = counter,
          .items = "01010001000000 0201FF020100"};
}

inline constexpr const char* kNow = "0000000000000000008000FF";
inline constexpr const char* kNever = "FFFFFFFFFFFFFFFFFF8000FF";

inline std::string firmware_story(const PartsFactory& parts) {
  Tour tour(parts, two_meters("3.2"));
  const auto file = ota_file("3.3");
  const auto hash = read_firmware_image(file).value().hash;
  tour.send(activate_firmware(hash, 1));
  tour.send(file);
  tour.send(read_version(2));
  tour.send(open_switch(1, 5, 3));
  tour.send(activate_firmware(Bytes(32, 1), 4));
  tour.cut_power(kEsme, minutes(1));
  tour.send(activate_firmware(hash, 5));
  tour.send(open_switch(1, 5, 6));
  tour.send(read_version(7));
  tour.cut_power(kEsme, minutes(1));
  tour.send(read_version(8));
  const auto later = parse_iso8601("2026-03-01T13:00:00Z").value();
  tour.send(ota_file("3.3"));
  tour.send(activate_firmware(hash, 9, later));
  tour.send(read_version(10));
  tour.send(activate_firmware(hash, 11, gbcs::kDerNever));
  tour.wait_until("2026-03-01T13:01:00Z");
  tour.send(activate_firmware(hash, 12, later + hours(1)));
  tour.cut_power(kEsme, hours(2));
  tour.send(read_version(13));
  return tour.story();
}

/// Switch 1 opens at 18, closes at 19, on some days and not on others. The meter starts on a Sunday.
inline std::string calendar_story(const PartsFactory& parts) {
  Tour tour(parts);
  const std::string special_days = "01020203120001090507EA0303FF110102031200020905FFFFFFFEFF1102";
  tour.send(set_calendar(
      {calendar_entry(1, 0x0102, 18, "FE", "042000000000"), calendar_entry(2, 0x0101, 19, "FE"),
       calendar_entry(3, 0x0402, 20, "20"), calendar_entry(4, 0x0401, 21, "FE", "0400", "07EA0304FF")},
      special_days, kNow, 1));
  tour.send(set_calendar(
      {calendar_entry(1, 0x0102, 18, "FE", "040200"), calendar_entry(2, 0x0101, 19, "FE", "0402C0"),
       calendar_entry(3, 0x0402, 20, "20", "040200"),
       calendar_entry(4, 0x0401, 21, "FE", "0402C0", "07EA0304FF")},
      special_days, kNow, 2));
  tour.send(open_switch(1, 3, 100));
  for (int day = 1; day <= 5; ++day) {
    for (const auto* const time : {"17:50", "18:30", "19:30", "20:30", "21:30"}) {
      tour.wait_until(fmt::format("2026-03-{:02}T{}:00Z", day, time));
      tour.send(
          close_switch(1, 60, static_cast<std::uint64_t>(day) * 1000 + static_cast<std::uint64_t>(time[1])));
    }
  }
  tour.wait_until("2026-03-06T17:50:00Z");
  tour.send(close_switch(1, 30, 6000));
  tour.wait_until("2026-03-06T18:30:00Z");
  tour.cut_power(kEsme, hours(21));
  tour.wait_until("2026-03-31T18:30:00Z");
  const std::string later = "07EA0401FF0A0000008000FF";
  tour.send(set_calendar({calendar_entry(1, 0x0502, 0)}, {}, later, 3, "00DB1234567890FF"));
  tour.pass(minutes(1));
  tour.wait_until("2026-04-01T11:00:00Z");
  tour.send(set_calendar({calendar_entry(1, 0x0101, 0)}, {}, "07EA0402FF0A0000008000FF", 4));
  tour.send(set_calendar({calendar_entry(1, 0x0101, 0)}, {}, kNever, 5));
  tour.wait_until("2026-04-02T11:00:00Z");
  tour.send(set_calendar({calendar_entry(1, 0x0102, 0)}, {}, "07EA0403FF0A0000008000FF", 6));
  tour.cut_power(kEsme, hours(1));
  tour.wait_until("2026-04-03T11:00:00Z");
  tour.read();
  return tour.story();
}

inline std::string offset_story(const PartsFactory& parts) {
  auto setup = two_meters("3.3");
  setup.meters.front().random_number = 5000;
  Tour tour(parts, setup);
  tour.send(set_calendar({calendar_entry(1, 0x0102, 18), calendar_entry(2, 0x0101, 6)}, {}, kNow, 1));
  tour.send(set_offset_limit(1799, 2));
  tour.send(open_switch(1, 60, 3));
  tour.wait_until("2026-03-01T18:10:00Z");
  tour.wait_until("2026-03-01T18:20:00Z");
  tour.send(set_offset_limit(1800, 4));
  tour.cut_power(kEsme, minutes(1));
  tour.wait_until("2026-03-02T06:10:00Z");
  tour.wait_until("2026-03-02T06:20:00Z");
  return tour.story();
}

inline std::string log_story(const PartsFactory& parts) {
  Tour tour(parts);
  tour.send(open_switch(2, 5, 1));
  tour.send(open_switch(1, 5, 2));
  tour.send(reset_switch(1, 3));
  tour.pass(minutes(6));
  tour.send(read_log("00000000", "FFFFFFFF", 1));
  tour.send(read_log("00000000", "00000001", 2));
  tour.cut_power(kEsme, minutes(1));
  tour.send(read_log("00000000", "FFFFFFFF", 3));
  for (std::uint64_t counter = 10; counter < 112; ++counter) { tour.send(open_switch(1, 5, counter)); }
  tour.send(read_log("00000000", "FFFFFFFF", 4));
  return tour.story();
}

}  // namespace enocheck::sim::test
