#include <nlohmann/json.hpp>

#include "core/hex.h"
#include "sim/esme/esme_state.h"

// The JSON form of an EsmeState: one to_json/from_json pair a type, as nlohmann-json finds them.
namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& out, const std::optional<T>& value) {
    out = value ? json(*value) : json(nullptr);
  }
  static void from_json(const json& in, std::optional<T>& value) {
    value = in.is_null() ? std::nullopt : std::optional<T>(in.get<T>());
  }
};

template <class Tag, class Rep>
struct adl_serializer<enocheck::Strong<Tag, Rep>> {
  static void to_json(json& out, const enocheck::Strong<Tag, Rep>& value) { out = value.value(); }
  static void from_json(const json& in, enocheck::Strong<Tag, Rep>& value) {
    value = enocheck::Strong<Tag, Rep>(in.get<Rep>());
  }
};

template <>
struct adl_serializer<enocheck::Eui64> {
  static void to_json(json& out, const enocheck::Eui64& eui) { out = eui.value(); }
  static void from_json(const json& in, enocheck::Eui64& eui) {
    eui = enocheck::Eui64(in.get<std::uint64_t>());
  }
};

template <>
struct adl_serializer<enocheck::Instant> {
  static void to_json(json& out, const enocheck::Instant& instant) {
    out = instant.time_since_epoch().count();
  }
  static void from_json(const json& in, enocheck::Instant& instant) {
    instant = enocheck::Instant(enocheck::Duration(in.get<std::int64_t>()));
  }
};

}  // namespace nlohmann

namespace enocheck::sim {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoredAnchor, role, subject, signing, agreement)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Override, closed, until, originator_role, counter)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PendingOverride, start, then)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IssuedEvent, id, closed, until)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SwitchState, kind, hcalcs, is_joined, label, calendar_closed, boost_flag,
                                   override_, pending, issued)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BoostPeriod, start, end)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LogEntry, at, action, outcome, han_command)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CalendarOctets, schedule, special_days)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DatedCommand, at, originator, counter, hash)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Firmware, version, gbcs_version)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FirmwareImage, firmware, hash)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EsmeState, gbcs_version, firmware_version, has_boost_button, anchors,
                                   execution_counters, switches, calendar, next_calendar, dated_calendar,
                                   offset_limit, random_number, image, dated_firmware, boost, boost_log,
                                   event_log, alert_counter, last_event_id)

Bytes to_octets(const EsmeState& state) {
  // A label that a lenient rule let in need not be UTF-8; it is stored as what JSON can hold.
  return copy_of(
      bytes_of(nlohmann::json(state).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
}

Result<EsmeState> state_from_octets(ByteView octets) {
  try {
    return nlohmann::json::parse(octets.begin(), octets.end()).get<EsmeState>();
  } catch (const nlohmann::json::exception& problem) {
    return failure(ErrorCode::BadValue, std::string("ESME state: ") + problem.what());
  }
}

}  // namespace enocheck::sim
