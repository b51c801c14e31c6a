// ECS46c (calendar, special days, what the switches are bound to) and ECS38 (randomised offset limit).
// Source: GBCS brief 4.8, 4.9.
#include <algorithm>

#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "sim/esme/access_plan.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {
namespace {

using gbcs::AccessKind;

/// When a calendar is to come into force.
struct Activation {
  enum class Kind { AtOnce, Never, Later };
  Kind kind;
  Instant at;
};

std::optional<Activation> activation_of(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != gbcs::kCosemNow.size()) { return std::nullopt; }
  const auto is = [&](const gbcs::CosemDateTime& time) {
    return std::equal(time.begin(), time.end(), octets->begin());
  };
  if (is(gbcs::kCosemNow)) { return Activation{Activation::Kind::AtOnce, {}}; }
  if (is(gbcs::kCosemNever)) { return Activation{Activation::Kind::Never, {}}; }
  const auto at = gbcs::from_cosem(*octets);
  return at ? std::optional(Activation{Activation::Kind::Later, *at}) : std::nullopt;
}

std::optional<Eui64> device_of(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (gbcs::tag_of(item) != gbcs::DataTag::OctetString || !octets) { return std::nullopt; }
  const auto device = Eui64::from_octets(*octets);
  return device ? std::optional(*device) : std::nullopt;
}

AccessItem set_item(std::function<void()> set) {
  return {AccessKind::Set, [set = std::move(set)] {
            set();
            return ItemOutcome{};
          }};
}

/// The two activation times are items of their own and always equal: each activates its object, and the
/// first of them keeps or takes back what is to happen later.
void activate_schedule(const Activation& activation, UseCaseContext& context) {
  auto& state = context.state;
  if (activation.kind == Activation::Kind::Never) {
    if (context.rules.cancels_calendar()) { state.dated_calendar.reset(); }
    return;
  }
  if (activation.kind == Activation::Kind::Later) {
    state.dated_calendar = DatedCommand{
        context.rules.time_of_calendar(activation.at, context.now), context.originator, context.counter, {}};
    return;
  }
  context.rules.activate_schedule(state);
  context.switchboard.calendar_changed();
}

void activate_special_days(const Activation& activation, UseCaseContext& context) {
  if (activation.kind != Activation::Kind::AtOnce) { return; }
  context.rules.activate_special_days(context.state);
  context.switchboard.calendar_changed();
}

/// The leading items that bind switches, ascending; null where one of them is none.
AccessPlan plan_bindings(const gbcs::AccessRequest& request, std::size_t count, UseCaseContext& context) {
  std::vector<AccessItem> items;
  std::size_t next = 0;
  for (std::size_t i = 0; i < count; ++i) {
    while (next < 5 &&
           !names(request.specifications[i], AccessKind::Set, objects::type_and_identifier(next))) {
      ++next;
    }
    const auto device = device_of(request.data[i]);
    if (next == 5 || !device) { return std::nullopt; }
    items.push_back(set_item([index = next, device = *device, &context] {
      context.rules.bind_switch(context.state, index, device);
      context.switchboard.calendar_changed();
    }));
    ++next;
  }
  return items;
}

}  // namespace

AccessPlan plan_set_calendar(const gbcs::AccessRequest& request, UseCaseContext& context) {
  constexpr std::size_t kAlways = 4;  // special days, calendar, two activation times
  const auto count = request.specifications.size();
  if (count < kAlways) { return std::nullopt; }
  const auto first = count - kAlways;
  const auto is = [&](std::size_t i, const ObjectAttribute& object) {
    return names(request.specifications[first + i], AccessKind::Set, object);
  };
  if (!is(0, objects::kNextSpecialDays) || !is(1, objects::kNextCalendar) ||
      !is(2, objects::kCalendarActivation) || !is(3, objects::kSpecialDaysActivation)) {
    return std::nullopt;
  }
  const auto special_days = request.data[first];
  const auto schedule = request.data[first + 1];
  const auto calendar_time = activation_of(request.data[first + 2]);
  const auto special_days_time = activation_of(request.data[first + 3]);
  auto items = plan_bindings(request, first, context);
  if (!items || !read_special_days(special_days) || !read_schedule(schedule) || !calendar_time ||
      !special_days_time) {
    return std::nullopt;
  }
  items->push_back(set_item(
      [special_days, &context] { context.state.next_calendar.special_days = copy_of(special_days); }));
  items->push_back(
      set_item([schedule, &context] { context.state.next_calendar.schedule = copy_of(schedule); }));
  items->push_back(set_item([time = *calendar_time, &context] { activate_schedule(time, context); }));
  items->push_back(set_item([time = *special_days_time, &context] { activate_special_days(time, context); }));
  return items;
}

AccessPlan plan_set_offset_limit(const gbcs::AccessRequest& request, UseCaseContext& context) {
  if (request.specifications.size() != 1 ||
      !names(request.specifications[0], AccessKind::Set, objects::kRandomisedOffsetLimit)) {
    return std::nullopt;
  }
  const auto item = request.data[0];
  const auto limit = gbcs::unsigned_of(item);
  if (gbcs::tag_of(item) != gbcs::DataTag::LongUnsigned || !limit) { return std::nullopt; }
  std::vector<AccessItem> items;
  items.push_back(
      {AccessKind::Set, [seconds = static_cast<std::uint16_t>(*limit), &context]() -> ItemOutcome {
         if (!context.rules.takes_offset_limit(seconds)) { return {kTypeUnmatched, {}}; }
         context.rules.write_offset_limit(context.state, seconds);
         context.switchboard.calendar_changed();
         return {};
       }});
  return items;
}

}  // namespace enocheck::sim
