// The use cases that only read: ECS61a, ECS61c, ECS35f, ECS52.
#include <algorithm>
#include <array>
#include <iterator>

#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "sim/esme/read_plan.h"

namespace enocheck::sim {
namespace {

using gbcs::AccessKind;

AccessItem read_item(std::function<Bytes()> read) {
  return {AccessKind::Get, [read = std::move(read)] { return ItemOutcome{kSuccess, read()}; }};
}

/// One entry of a calendar that nobody has set, numbered from 1: from midnight on, every day, the switch is
/// as it is without one.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): entry and selector, as the entry has them
void put_calendar_entry(ByteWriter& out, std::uint16_t entry, std::uint16_t selector) {
  static constexpr std::array<std::uint8_t, 4> kMidnight = {0, 0, 0, 0};
  static constexpr std::array<std::uint8_t, 5> kAnyDate = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  gbcs::put_structure(out, 10);
  gbcs::put_long_unsigned(out, entry);
  gbcs::put_boolean(out, true);
  gbcs::put_octet_string(out, objects::kSwitchScript.obis);
  gbcs::put_long_unsigned(out, selector);
  gbcs::put_octet_string(out, kMidnight);
  gbcs::put_long_unsigned(out, 0xFFFF);
  out.u8(0x04).u8(7).u8(0xFE);  // bit-string: every weekday
  out.u8(0x04).u8(0);           // bit-string: no special days
  gbcs::put_octet_string(out, kAnyDate);
  gbcs::put_octet_string(out, kAnyDate);
}

/// A structure of time, selector, outcome and HAN command an entry.
Bytes switch_log_of(const std::vector<LogEntry>& entries) {
  static constexpr std::array<std::uint8_t, 6> kEntry = {0x02, 0x04, 0x06, 0x12, 0x16, 0x06};
  return data_item([&](ByteWriter& out) {
    out.u8(0x13).bytes(kEntry).prefixed([&](ByteWriter& content) {
      for (const auto& entry : entries) {
        content.u32(gbcs::to_utc_seconds(entry.at))
            .u16(entry.action)
            .u8(entry.outcome)
            .u32(entry.han_command);
      }
    });
  });
}

/// A structure of two double-long-unsigned an entry: start and end in UTC seconds.
Bytes boost_log_of(const std::vector<BoostPeriod>& entries) {
  static constexpr std::array<std::uint8_t, 4> kTwoTimes = {0x02, 0x02, 0x06, 0x06};
  return data_item([&](ByteWriter& out) {
    out.u8(0x13).bytes(kTwoTimes).prefixed([&](ByteWriter& content) {
      for (const auto& entry : entries) {
        content.u32(gbcs::to_utc_seconds(entry.start)).u32(gbcs::to_utc_seconds(entry.end));
      }
    });
  });
}

struct LogRange {
  Instant from;
  Instant to;
};

/// The range descriptor: restricting object (the clock), from, to, no columns. Source: GBCS brief 3.5.
std::optional<LogRange> range_of(const gbcs::AccessSpecification& specification) {
  static constexpr std::array<std::uint8_t, 18> kRestrictingObject = {0x02, 0x04, 0x12, 0x00, 0x01, 0x09,
                                                                      0x06, 0x00, 0x00, 0x5E, 0x2C, 0x64,
                                                                      0xFF, 0x0F, 0x02, 0x12, 0x00, 0x00};
  const auto members = gbcs::members_of(specification.selection);
  if (specification.selector != 1 || !members || members->size() != 4) { return std::nullopt; }
  const auto& restricting = members->at(0);
  const auto time_of = [](ByteView item) {
    return gbcs::tag_of(item) == gbcs::DataTag::DoubleLongUnsigned ? gbcs::unsigned_of(item) : std::nullopt;
  };
  const auto from = time_of(members->at(1));
  const auto to = time_of(members->at(2));
  if (!std::equal(restricting.begin(), restricting.end(), kRestrictingObject.begin(),
                  kRestrictingObject.end()) ||
      !from || !to) {
    return std::nullopt;
  }
  return LogRange{gbcs::from_utc_seconds(static_cast<std::uint32_t>(*from)),
                  gbcs::from_utc_seconds(static_cast<std::uint32_t>(*to))};
}

template <class Entry, class IsInRange>
std::vector<Entry> entries_in(const std::vector<Entry>& log, IsInRange is_in_range) {
  std::vector<Entry> entries;
  std::copy_if(log.begin(), log.end(), std::back_inserter(entries), is_in_range);
  return entries;
}

/// Switch number, then 01 activate or 02 deactivate.
std::uint16_t switch_selector(std::size_t index, bool closed) {
  return static_cast<std::uint16_t>((index + 1) << 8U | (closed ? 1U : 2U));
}

Bytes boolean_item(bool value) {
  return data_item([&](ByteWriter& out) { gbcs::put_boolean(out, value); });
}

}  // namespace

AccessPlan plan_reads(const gbcs::AccessRequest& request, const std::vector<Readable>& readables) {
  std::vector<AccessItem> items;
  std::size_t asked = 0;
  for (const auto& readable : readables) {
    const bool is_asked = asked < request.specifications.size() &&
                          names(request.specifications[asked], AccessKind::Get, readable.object);
    if (!is_asked && !readable.optional) { return std::nullopt; }
    if (!is_asked) { continue; }
    if (gbcs::tag_of(request.data[asked]) != gbcs::DataTag::Null) { return std::nullopt; }
    items.push_back(read_item(readable.read));
    ++asked;
  }
  return asked == request.specifications.size() ? AccessPlan(std::move(items)) : std::nullopt;
}

Bytes label_of(const UseCaseContext& context, std::size_t index) {
  return data_item([&](ByteWriter& out) {
    gbcs::put_visible_string(out, context.rules.shown_label(context.state, index));
  });
}

Bytes type_and_identifier_of(const SwitchState& sw) {
  const auto eui = sw.present() == SwitchKind::Hcalcs ? sw.hcalcs : Eui64{};
  return data_item([&](ByteWriter& out) {
    gbcs::put_octet_string(out, sw.present() == SwitchKind::None ? ByteView{} : ByteView(eui.octets()));
  });
}

Bytes special_days_of(const EsmeState& state) {
  if (!state.calendar.special_days.empty()) { return state.calendar.special_days; }
  return data_item([](ByteWriter& out) { gbcs::put_array(out, 0); });
}

Bytes calendar_of(const EsmeState& state, CalendarSelector selector) {
  if (!state.calendar.schedule.empty()) { return state.calendar.schedule; }
  return data_item([&](ByteWriter& out) {
    std::uint16_t entries = 0;
    for (const auto& sw : state.switches) {
      if (sw.present() != SwitchKind::None) { ++entries; }
    }
    gbcs::put_array(out, entries);
    std::uint16_t entry = 0;
    for (std::size_t index = 0; index < state.switches.size(); ++index) {
      const auto& sw = state.switches.at(index);
      if (sw.present() != SwitchKind::None) {
        put_calendar_entry(out, ++entry, selector(index, sw.calendar_closed));
      }
    }
  });
}

AccessPlan plan_read_switch_data(const gbcs::AccessRequest& request, UseCaseContext& context) {
  const auto& state = context.state;
  std::vector<Readable> readables;
  const auto for_each_switch = [&](auto add) {
    for (std::size_t index = 0; index < state.switches.size(); ++index) { add(index); }
  };
  for_each_switch([&](std::size_t index) {
    readables.push_back(
        {objects::label(index), true, [&context, index] { return label_of(context, index); }});
  });
  for_each_switch([&](std::size_t index) {
    readables.push_back({objects::type_and_identifier(index), true,
                         [&state, index] { return type_and_identifier_of(state.switches.at(index)); }});
  });
  readables.push_back({objects::kSpecialDays, false, [&state] { return special_days_of(state); }});
  readables.push_back({objects::kCalendar, false, [&state] { return calendar_of(state, switch_selector); }});
  for_each_switch([&](std::size_t index) {
    readables.push_back({objects::switch_state(index), true, [&context, index] {
                           return boolean_item(context.switchboard.is_shown_closed(index));
                         }});
  });
  return plan_reads(request, readables);
}

AccessPlan plan_read_boost_data(const gbcs::AccessRequest& request, UseCaseContext& context) {
  constexpr std::size_t kItems = 7;
  if (request.specifications.size() != kItems ||
      !names(request.specifications[0], AccessKind::Get, objects::kBoostAvailability) ||
      !names(request.specifications[1], AccessKind::GetWithSelection, objects::kBoostLog)) {
    return std::nullopt;
  }
  const auto range = range_of(request.specifications[1]);
  if (!range) { return std::nullopt; }
  std::vector<AccessItem> items;
  items.push_back(
      read_item([&context] { return boolean_item(context.rules.has_boost_button(context.state)); }));
  items.push_back(read_item([&context, range = *range] {
    return boost_log_of(entries_in(context.state.boost_log, [&](const BoostPeriod& entry) {
      return context.rules.is_in_range(entry, range.from, range.to);
    }));
  }));
  for (std::size_t index = 0; index < context.state.switches.size(); ++index) {
    if (!names(request.specifications[index + 2], AccessKind::Get, objects::boost_flag(index))) {
      return std::nullopt;
    }
    items.push_back(
        read_item([&context, index] { return boolean_item(context.state.switches.at(index).boost_flag); }));
  }
  return items;
}

AccessPlan plan_read_switch_log(const gbcs::AccessRequest& request, UseCaseContext& context) {
  if (request.specifications.size() != 1 ||
      !names(request.specifications[0], AccessKind::GetWithSelection, objects::kSwitchEventLog)) {
    return std::nullopt;
  }
  const auto range = range_of(request.specifications[0]);
  if (!range) { return std::nullopt; }
  std::vector<AccessItem> items;
  items.push_back(read_item([&context, range = *range] {
    return switch_log_of(entries_in(context.state.event_log, [&](const LogEntry& entry) {
      return context.rules.is_in_log_range(entry, range.from, range.to);
    }));
  }));
  return items;
}

AccessPlan plan_read_firmware(const gbcs::AccessRequest& request, UseCaseContext& context) {
  return plan_reads(request, {{objects::kFirmwareVersion, false, [&context] {
                                 // Four octets; in a test bed file and in DUIS they are eight hex digits.
                                 const auto version = decode_hex(context.rules.named_version(context.state));
                                 return data_item([&](ByteWriter& out) {
                                   gbcs::put_octet_string(out, version.value_or(Bytes()));
                                 });
                               }}});
}

}  // namespace enocheck::sim
