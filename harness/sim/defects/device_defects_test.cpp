// Proves that no defect of devices and networks is inert: a tour through all that they do comes out
// differently with each of them. That a *case* of the suite notices is for `enocheck defects run` to prove.
#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "sim/defects/further_tours.h"
#include "sim/defects/join_tours.h"
#include "sim/defects/registry.h"
#include "sim/defects/tour.h"
#include "sim/home/zse_frame.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests

void send_what_must_be_refused(Tour& tour) {
  auto unsigned_critical = open_switch(2, 60, 10);
  unsigned_critical.signer = nullptr;
  tour.send(unsigned_critical);
  auto wrongly_signed = open_switch(2, 60, 10);
  wrongly_signed.signer = &Parties::get().supplier;
  wrongly_signed.counter = 11;
  tour.send(wrongly_signed);
  auto wrong_mac = command(open_switch(2, 60, 12));
  wrong_mac.back() ^= 1;
  tour.send(wrong_mac);
  auto misaddressed = open_switch(2, 60, 13);
  misaddressed.target = kNeighbour;
  tour.send(misaddressed);
  auto response = open_switch(2, 60, 14);
  response.cra = gbcs::CraFlag::Response;
  tour.send(response);
  auto stranger = set_flags({true, true, true, true, true}, 15);
  stranger.originator = kOtherEno;
  tour.send(stranger);
  auto nameless = by_broker(MessageCode{0x005E}, 1, ecs61c_items("00000000", "FFFFFFFF"));
  nameless.supplementary.reset();
  tour.send(nameless);
  auto old_code = open_switch(2, 60, 16);
  old_code.code = MessageCode{0x0055};
  tour.send(old_code);
  auto enos_label =
      CommandSpec{.code = MessageCode{0x0053}, .counter = 17, .items = ecs46a_items({{2, "ENO"}})};
  tour.send(enos_label);
  tour.send(reset_switch(2, 11));  // the counters of what was refused are free
  tour.send(reset_switch(2, 12));
}

void control(Tour& tour) {
  tour.send(open_switch(2, 60, 100));
  tour.send(open_switch(2, 60, 100));
  tour.send(reset_switch(2, 99));
  tour.send(open_switch(2, 130, 101));
  tour.send(open_switch(2, 10, 102));
  tour.pass(minutes(9));
  tour.pass(minutes(2));
  tour.send(open_switch(1, 30, 103));
  tour.send(by_supplier(reset_switch(1, 5), MessageCode{0x0055}));
  tour.send(by_supplier(open_switch(1, 30, 6), MessageCode{0x0055}));
  tour.send(close_switch(1, 20, 104));
  tour.send(reset_switch(1, 105));
  tour.send(open_switch(5, 0, 106));
  tour.send(open_switch(5, 1441, 107));
  tour.pass(minutes(1440));
  tour.pass(minutes(2));
  tour.send(open_switch(3, 5, 108));
  tour.send(open_switch(2, 5, 109));
  tour.send(close_switch(2, 5, 110));
  tour.pass(minutes(6));
  tour.read();
}

/// What is changed between hub and meter, or of another shape than it should have.
void send_what_is_misshapen(Tour& tour) {
  const auto with = [](Bytes octets, std::size_t at, std::uint8_t to) {
    octets.at(at) = to;
    return octets;
  };
  constexpr std::size_t kSecond = 2;  // of the empty fields
  constexpr std::size_t kLength = 8;  // low octet
  tour.send(with(command(open_switch(4, 30, 300)), kSecond, 1));
  auto length = command(open_switch(4, 30, 301));
  tour.send(with(length, kLength, static_cast<std::uint8_t>(length.at(kLength) + 1)));
  auto longer = command(open_switch(4, 30, 302));
  longer.push_back(0);
  tour.send(longer);
  tour.send(reset_switch(4, 303));
  auto alert = open_switch(4, 30, 304);
  alert.cra = gbcs::CraFlag::Alert;
  tour.send(alert);
  auto signed_flags = set_flags({true, true, true, true, true}, 305);
  signed_flags.signer = &Parties::get().eno;
  tour.send(signed_flags);
  tour.send(set_flags({false, false, false, false, false}, 310));
  tour.send(open_switch(4, 30, 309));  // one counter for both kinds
}

void orders_of_both(Tour& tour) {
  tour.send(open_switch(4, 30, 320));
  tour.send(by_supplier(close_switch(4, 30, 20), MessageCode{0x0055}));
  tour.send(by_supplier(open_switch(1, 32769, 21), MessageCode{0x7E55}));
  tour.pass(minutes(2));
  tour.send(by_supplier(reset_switch(1, 22), MessageCode{0x0055}));
  tour.send(reset_switch(4, 321));
  tour.send(close_switch(5, 10, 322));
  auto for_another = by_broker(MessageCode{0x00BB}, 1, ecs61a_items());
  for_another.supplementary->remote_party = kOtherEno;
  tour.send(for_another);
}

void label_and_boost(Tour& tour) {
  const auto label = [](std::uint64_t counter, std::vector<std::pair<unsigned, std::string>> labels) {
    return by_supplier({.counter = counter, .items = ecs46a_items(labels)}, MessageCode{0x0053});
  };
  tour.send(label(1, {{2, std::string(22, 'x')}, {5, "blank "}}));
  tour.read();
  tour.send(label(2, {{1, "First"}}));
  tour.send(label(3, {{1, std::string(23, 'y')}}));
  tour.send(label(4, {{1, "~ld"}}));
  tour.send(label(5, {{2, "E"}}));
  tour.send(label(6, {{4, "bell\x07"}}));
  tour.send(set_flags({true, true, false, false, true}, 400));
  tour.send(set_flags({false, true, false, false, true}, 401));
  tour.send(set_flags({false, false, false, false, true}, 401));
  tour.send(open_switch(1, 200, 402));
  tour.send(open_switch(2, 200, 403));
  tour.press_boost();
  tour.pass(minutes(40));
  tour.read();
  tour.pass(minutes(30));
  tour.read();
  tour.press_boost();
}

void cut_power_and_end(Tour& tour) {
  tour.cut_power(kHcalcs, minutes(1));
  tour.send(reset_switch(2, 410));
  tour.send(open_switch(1, 200, 411));
  tour.send(open_switch(2, 200, 412));
  tour.cut_power(kHcalcs, minutes(1));
  tour.cut_power(kEsme, minutes(1));
  tour.read();
  tour.send(reset_switch(1, 50));
  tour.send_without_hub(open_switch(4, 5, 413));
  tour.pass(hours(5));
  tour.read();
}

/// 7.11 by a variant of the ENO's own, with a counter above that of what follows it.
std::string direct_read(const PartsFactory& parts) {
  Policy direct;
  direct.boost_read_by_urp = false;
  Tour tour(parts, two_meters("3.3"), direct);
  tour.send({.signer = nullptr,
             .code = direct.ecs61c_eno,
             .counter = 500,
             .items = ecs61c_items("00000000", "FFFFFFFF")});
  tour.send(open_switch(1, 30, 400));
  return tour.story();
}

/// Auxiliary controllers of GBCS 4, and a meter of GBCS 3 that is taken for one that has them.
std::string controllers(const PartsFactory& parts) {
  Policy policy;
  policy.eno_controller_state = true;
  const auto start = one_meter().start;
  const auto state = [&](std::uint64_t counter, unsigned n, unsigned selector, Duration from, Duration to) {
    return CommandSpec{.code = policy.ecs47a_eno,
                       .counter = counter,
                       .items = ecs47a_items(n, selector, start + from, start + to)};
  };
  Tour tour(parts, two_meters("4.0"), policy);
  tour.send(state(1, 1, 0x1100, minutes(0), minutes(30)));
  tour.send({.signer = nullptr, .code = MessageCode{0x011D}, .counter = 9, .items = ecs61e_items()});
  tour.send({.signer = nullptr, .code = MessageCode{0x011C}, .counter = 9, .items = ecs61d_items()});
  tour.send(state(2, 1, 0x1164, minutes(0), minutes(30)));
  tour.send(state(1, 1, 0x1100, minutes(0), minutes(30)));
  tour.send(state(3, 2, 0x1263, minutes(0), minutes(30)));
  tour.send(state(4, 3, 0x1300, minutes(0), minutes(30)));
  tour.send(state(5, 5, 0x2500, minutes(0), minutes(30)));
  tour.send(state(6, 5, 0x1500, minutes(10), minutes(20)));
  tour.cut_power(kEsme, minutes(5));
  tour.pass(minutes(10));
  tour.pass(minutes(5));
  tour.send(state(7, 1, 0x1100, minutes(60), minutes(60)));
  tour.send(state(8, 1, 0x1100, minutes(60), hours(25)));
  tour.send(state(9, 1, 0x1100, minutes(60), hours(25) + seconds(1)));
  tour.send(state(10, 1, 0x1100, minutes(60), minutes(60) + seconds(1)));
  auto old_code = state(11, 1, 0x1100, minutes(0), hours(2));
  old_code.code = MessageCode{0x011E};
  tour.send(old_code);
  Tour of_gbcs_3(parts, two_meters("3.3"), policy);
  of_gbcs_3.send(state(1, 1, 0x1100, minutes(0), minutes(30)));
  return tour.story() + of_gbcs_3.story();
}

/// A home of other makes: five HCALCSs, events numbered from 1970, a smart charger, labels alike and none; at
/// the end of a month.
Setup other_makes() {
  auto setup = two_meters("3.3");
  setup.start = parse_iso8601("2026-03-31T23:50:00Z").value();
  auto& meter = setup.meters.front();
  meter.unix_event_ids = true;
  for (std::size_t index = 0; index < meter.switches.size(); ++index) {
    auto& sw = meter.switches.at(index);
    sw = meter.switches.at(1);
    sw.hcalcs = index == 1 ? kHcalcs : Eui64{0x00DB123456789100 + index};
    sw.label = index == 2 ? "" : "EV charger";
  }
  meter.switches[0].load = LoadKind::SmartCharger;
  meter.switches[0].reduced_watts = 1380;
  return setup;
}

void control_other_makes(Tour& tour) {
  tour.send(open_switch(5, 10, 1));
  tour.send(open_switch(1, 10, 2));
  tour.pass(minutes(12));
  tour.send(by_supplier({.counter = 1, .items = ecs46a_items({{4, "STORAGE HEATER"}})}, MessageCode{0x0053}));
  tour.read();
}

/// One command on each network, and one in an outage that ends in time or too late.
std::string on_networks(const PartsFactory& parts) {
  using std::chrono::seconds;
  std::string story;
  std::vector<WanSetup> networks = {{.outages = {{Duration{}, seconds(10)}}},
                                    {.outages = {{Duration{}, minutes(5)}}}};
  for (const auto kind :
       {WanKind::LongRangeRadio, WanKind::CellularCentral, WanKind::CellularSouth, WanKind::Lte}) {
    networks.push_back({.kind = kind});
  }
  for (const auto& network : networks) {
    auto setup = two_meters("3.3");
    setup.meters.front().wan = network;
    Tour tour(parts, setup);
    tour.send(open_switch(2, 60, 1));
    tour.pass(minutes(10));
    story += tour.story();
  }
  return story;
}

/// One meter with a bit of everything.
std::string one_home(const PartsFactory& parts) {
  Tour tour(parts);
  send_what_must_be_refused(tour);
  control(tour);
  send_what_is_misshapen(tour);
  orders_of_both(tour);
  label_and_boost(tour);
  cut_power_and_end(tour);
  return tour.story();
}

std::string other_homes(const PartsFactory& parts) {
  auto buttonless = two_meters("3.3");
  buttonless.meters.front().has_boost_button = false;
  Tour without_button(parts, buttonless);
  without_button.send(set_flags({true, true, true, true, true}, 1));
  Tour on_old_firmware(parts, two_meters("3.2"));
  on_old_firmware.send(open_switch(2, 60, 1));
  on_old_firmware.send(by_supplier(open_switch(2, 60, 1), MessageCode{0x0055}));
  Tour among_other_makes(parts, other_makes());
  control_other_makes(among_other_makes);
  return without_button.story() + on_old_firmware.story() + among_other_makes.story();
}

using Story = std::string (*)(const PartsFactory&);
constexpr std::array<Story, 10> kStories = {
    one_home,   other_homes,    direct_read,    controllers,  on_networks,
    join_story, firmware_story, calendar_story, offset_story, log_story,
};

TEST(DeviceDefects, AreNoneOfThemInert) {
  const PartsFactory conformant;
  std::vector<std::string> expected;
  for (const auto story : kStories) {
    expected.push_back(story(conformant));
    ASSERT_EQ(expected.back(), story(conformant));
  }
  std::size_t seen = 0;
  for (const auto& defect : all_defects()) {
    if (defect.component.starts_with("dsp.") || defect.component == "parse-and-correlate") { continue; }
    ++seen;
    const auto parts = defect.parts();
    const bool is_told = std::ranges::equal(
        kStories, expected, [&](Story story, const std::string& told) { return story(*parts) == told; });
    EXPECT_FALSE(is_told) << defect.id;
  }
  EXPECT_GE(seen, 25U);
}

}  // namespace
}  // namespace enocheck::sim
