#include <gtest/gtest.h>

#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/to_pre_command.h"

// What correlation sees in a calendar that is not the request's.
namespace enocheck::transform {
namespace {

using Calendar = duis::UpdateDeviceConfigurationALCScheduler;

duis::ServiceRequest request(const Calendar& body) {
  duis::ServiceRequest made;
  made.header.request_id = {Eui64{1}, Eui64{2}, OriginatorCounter{3}};
  made.header.command_variant = 4;
  made.header.service_reference = "6.14";
  made.header.service_reference_variant = "6.14.2";
  made.body = body;
  return made;
}

Calendar calendar() {
  Calendar body;
  body.schedule = {{2, false, {7}, std::nullopt, std::chrono::hours(17), {}, {}}};
  body.special_days = {{7, {2026, 12, duis::CalendarDate::kLastDay, std::nullopt}}};
  return body;
}

/// The fields in which the command for `other` differs from the request for `calendar()`.
std::vector<std::string> fields(const Calendar& other) {
  const auto sent = request(other);
  const auto made = to_unsigned_command(sent, known_remote_party(sent.header.request_id)).value();
  auto octets = made;
  gbcs::append_signature(octets, {});
  std::vector<std::string> names;
  const auto mismatches = correlate_pre_command(request(calendar()), octets).value();
  for (const auto& mismatch : mismatches) { names.push_back(mismatch.field); }
  return names;
}

TEST(CalendarCorrelation, FindsEachPartThatDiffers) {
  using Fields = std::vector<std::string>;
  EXPECT_EQ(fields(calendar()), Fields{});
  const auto changed = [](auto change) {
    auto body = calendar();
    change(body);
    return fields(body);
  };
  const Fields in_calendar{"next calendar"};
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].index = 3; }), in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].activate = true; }), in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].time += Duration(10); }), in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].special_days.clear(); }), in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].weekdays = std::array<bool, 7>{true}; }),
            in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].start.month = 1; }), in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.schedule[0].end.day = duis::CalendarDate::kSecondLastDay; }),
            in_calendar);
  EXPECT_EQ(changed([](Calendar& body) { body.special_days[0].date.year = 2027; }),
            Fields{"next special days"});
  EXPECT_EQ(changed([](Calendar& body) { body.execution = Instant(std::chrono::hours(24 * 20000)); }),
            (Fields{"activation time of the calendar", "activation time of the special days"}));
}

TEST(CalendarTransform, RefusesWhatTheMessageCannotCarry) {
  const auto error_of = [](auto change) {
    auto body = calendar();
    change(body);
    const auto sent = request(body);
    const auto made = to_unsigned_command(sent, known_remote_party(sent.header.request_id));
    return made ? "made" : made.error().detail;
  };
  EXPECT_EQ(error_of([](Calendar& body) { body.schedule[0].index = 6; }), "switch 6 does not exist: 1 to 5");
  EXPECT_EQ(error_of([](Calendar& body) { body.schedule[0].special_days = {8}; }),
            "an entry names special day 8, which is not given");
  EXPECT_EQ(error_of([](Calendar& body) {
              body.switches = {{2, std::nullopt}, {2, Eui64{9}}};
            }),
            "switch 2 is bound twice");
}

}  // namespace
}  // namespace enocheck::transform
