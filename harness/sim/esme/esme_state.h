#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "crypto/certificate.h"
#include "sim/credentials.h"
#include "sim/firmware_image.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A trust anchor cell pair as it is stored: uncompressed points, 65 octets each.
struct StoredAnchor {
  crypto::RemotePartyRole role = crypto::RemotePartyRole::Other;
  Eui64 subject;
  Bytes signing;
  Bytes agreement;
  friend bool operator==(const StoredAnchor&, const StoredAnchor&) = default;
};

/// A remote party's command that keeps a switch open or closed until its end, whatever the calendar says.
struct Override {
  bool closed{};
  Instant until;
  crypto::RemotePartyRole originator_role = crypto::RemotePartyRole::Other;
  OriginatorCounter counter;
  friend bool operator==(const Override&, const Override&) = default;
};

/// An override that is to begin later: an auxiliary controller is given a period.
struct PendingOverride {
  Instant start;
  Override then;
  friend bool operator==(const PendingOverride&, const PendingOverride&) = default;
};

/// The Load Control Event that an HCALCS was sent last.
struct IssuedEvent {
  std::uint32_t id{};
  bool closed{};
  Instant until;
  friend bool operator==(const IssuedEvent&, const IssuedEvent&) = default;
};

/// One of the five switches. Source: GBCS brief 5.2.
struct SwitchState {
  SwitchKind kind = SwitchKind::None;
  Eui64 hcalcs;
  bool is_joined = true;  ///< an HCALCS that is not joined counts as no switch at all
  std::string label;
  bool calendar_closed = true;
  bool boost_flag{};
  std::optional<Override> override_;
  std::optional<PendingOverride> pending;
  std::optional<IssuedEvent> issued;
  /// What there is to switch.
  [[nodiscard]] SwitchKind present() const {
    return kind == SwitchKind::Hcalcs && !is_joined ? SwitchKind::None : kind;
  }
  friend bool operator==(const SwitchState&, const SwitchState&) = default;
};

struct BoostPeriod {
  Instant start;
  Instant end;
  friend bool operator==(const BoostPeriod&, const BoostPeriod&) = default;
};

/// Auxiliary load control event log. Source: GBCS brief 4.10, 5.4.
struct LogEntry {
  Instant at;
  std::uint16_t action{};  ///< switch number, then 11 on, 12 off, 20 revert, 00 message from the HCALCS
  std::uint8_t outcome{};  ///< 0 not known, 1 success, 2 failure
  std::uint32_t han_command{};
  friend bool operator==(const LogEntry&, const LogEntry&) = default;
};

/// A calendar as it was set: the values of its class 10 and class 11 objects, empty where never set.
struct CalendarOctets {
  Bytes schedule;
  Bytes special_days;
  friend bool operator==(const CalendarOctets&, const CalendarOctets&) = default;
};

/// A command that was accepted to be carried out later.
struct DatedCommand {
  Instant at;
  Eui64 originator;
  OriginatorCounter counter;
  Bytes hash;  ///< of the image, for firmware
  friend bool operator==(const DatedCommand&, const DatedCommand&) = default;
};

/// All that an ESME remembers. Power loss destroys the ESME; what comes back is built from this value alone.
struct EsmeState {
  std::string gbcs_version;
  std::string firmware_version;
  bool has_boost_button = true;
  std::vector<StoredAnchor> anchors;
  /// The highest counter executed, a remote party role; a role that is missing starts at zero.
  std::map<crypto::RemotePartyRole, OriginatorCounter> execution_counters;
  std::array<SwitchState, 5> switches;
  CalendarOctets calendar;       ///< in force
  CalendarOctets next_calendar;  ///< set, and in force from its activation time on
  std::optional<DatedCommand> dated_calendar;
  std::uint16_t offset_limit{};        ///< randomised offset limit, seconds
  std::uint16_t random_number = 1;     ///< fixed at manufacture, 1 to 10000
  std::optional<FirmwareImage> image;  ///< held, not running
  std::optional<DatedCommand> dated_firmware;
  std::optional<BoostPeriod> boost;  ///< the period that runs, with the end that it is to have
  std::vector<BoostPeriod> boost_log;
  std::vector<LogEntry> event_log;
  OriginatorCounter alert_counter;
  std::uint32_t last_event_id{};
  friend bool operator==(const EsmeState&, const EsmeState&) = default;
};

/// The state of a meter as installed.
[[nodiscard]] EsmeState installed_state(const MeterSetup& meter, const std::vector<TrustAnchor>& anchors);

/// The state as octets (JSON text), and back: from_octets(to_octets(x)) == x. Errors: BadValue for anything
/// else.
[[nodiscard]] Bytes to_octets(const EsmeState& state);
[[nodiscard]] Result<EsmeState> state_from_octets(ByteView octets);

}  // namespace enocheck::sim
