#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "catalogue/mutation.h"
#include "core/bytes.h"
#include "core/clock.h"

namespace enocheck::catalogue {

// The steps of a case, as testcases/README.md describes them. Names of users, meters and messages, and codes
// that may be `profile:KEY`, stay texts: world and profile say what they are when the case runs.

/// A value of a document, by a name of its own (with the index of a switch where it has one) or by an XPath.
struct ExpectedValue {
  std::string of;
  std::optional<std::int64_t> index;
  std::string path;
  std::string is;
};

/// What the answer of the same call shall be. Empty `code` and `http`: accepted.
struct ExpectAnswer {
  std::string code;
  std::string http;
  std::string stage;  ///< "transform", "send"; empty: the first answer
  std::string hop;
  std::size_t line = 0;
  std::vector<ExpectedValue> values = {};  ///< of the DUIS document, by their paths
};

struct ExpectPreCommand {
  std::string code;
  std::string vector;
  std::optional<Bytes> payload;
  std::string payload_of;
  std::size_t line = 0;
};

/// An entry of a calendar (6.14.2).
struct CalendarEntryValues {
  std::int64_t index = 0;
  bool closes = true;
  std::string at;                     ///< "06:00", "06:00:30"
  std::vector<std::string> weekdays;  ///< "Mon", …; empty: the request names none
  std::vector<std::string> special_days;
  std::string from;  ///< "2026-06-21", "*-06-21", "*-*-last"
  std::string to;
};

/// What 6.14.2 and the firmware services carry.
struct CalendarValues {
  std::vector<CalendarEntryValues> entries;
  std::vector<std::pair<std::int64_t, std::string>> special_days;  ///< number and date
  std::vector<std::pair<std::int64_t, std::string>> bindings;      ///< switch and "alcs", or an HCALCS
};
struct FirmwareValues {
  std::string image;  ///< base64
  std::string version;
  std::vector<std::string> devices;
  std::optional<Bytes> hash;
};

/// The values of a request's body.
struct BodyValues {
  CalendarValues calendar;
  FirmwareValues firmware;
  std::optional<std::int64_t> offset_limit;
  std::string log;  ///< LogToRead of 6.13
  std::optional<std::int64_t> index;
  std::optional<std::int64_t> duration;
  std::optional<std::int64_t> level;
  bool input_from_load = false;  ///< 7.13: InputFromControlledLoad
  std::vector<std::pair<std::int64_t, bool>> flags;
  std::vector<std::pair<std::int64_t, std::string>> labels;
  std::string other;       ///< 8.7.1, 8.8.1, 8.11: the device besides the target
  std::string device_log;  ///< 8.11: "add", "remove"
  std::int64_t join_time = 0;
  std::string execution;
  std::string period_start;
  std::string period_end;
  std::string raw_element;  ///< a body outside the subset
  std::string raw_xml;
};

/// What differs on purpose from the request that the user would make.
struct HeaderDeviations {
  std::optional<std::uint8_t> variant;
  std::string url;  ///< "transform", "send", "non-device"
  std::optional<std::uint64_t> counter;
  std::string counter_of;
  std::int64_t counter_offset = 0;
  std::string originator;
  std::string target;
  std::string service_reference;
  std::string service_reference_variant;
  std::string schema_version;
};

struct Send {
  std::string as;
  std::string srv;
  std::string to;
  std::string id;
  std::string body_of;  ///< empty: srv
  bool stop_after_transform = false;
  BodyValues body;
  HeaderDeviations deviations;
  std::vector<DocumentDamage> damages;
  std::optional<SignedPreCommandDamage> signed_pre_command;
  std::vector<ExpectAnswer> answers;
  std::vector<ExpectPreCommand> pre_commands;
};

struct Submit {
  std::string of;
  std::string as;
  std::string execution;
  HeaderDeviations deviations;
  std::optional<DocumentDamage> damage;
  std::optional<SignedPreCommandDamage> signed_pre_command;
  ExpectAnswer answer;
};

struct Replay {
  std::string message;
  std::string at;  ///< "device", "transform", "send"
  ExpectAnswer answer;
};

enum class Protect { None, Mac, SignatureAndMac };

struct Deliver {
  std::string to;
  std::string message;
  std::string vector;
  std::string id;
  std::string key_of;
  Protect protect = Protect::None;
  std::vector<OctetMutation> mutations;
};

struct Advance {
  Duration by{};
};
/// 7.6 to every home of a feeder, one after the other without letting time pass; the first has the id.
struct CurtailFeeder {
  std::string feeder;
  std::string as;
  std::string id;
  std::int64_t index = 1;
  std::int64_t duration = 0;
};
struct PressBoost {
  std::string meter;
};
struct Power {
  std::string device;
  bool on = true;
};
/// Whether the target lets in a client that shows this certificate in TLS.
struct ExpectConnection {
  std::string certificate;  ///< own, none, foreign, expired
  bool is_answered = false;
};
struct Intercept {
  std::string link;
  bool drop = false;
  std::vector<std::size_t> flipped_bits;
};
/// Switches (1 to 5) that the labels of a 7.7 response say something about; what is not given is not judged.
struct ExpectLabels {
  std::optional<std::vector<unsigned>> charger;       ///< labelled as a charger
  std::optional<std::vector<unsigned>> unlabelled;    ///< there, and without a label
  std::optional<std::vector<unsigned>> not_standard;  ///< with a label that is not in the profile's list
};
struct ExpectResponse {
  std::string to;
  Duration within{};
  std::string hop;
  std::string outcome;  ///< "success", "failure"; empty: either
  std::vector<unsigned> results;
  std::vector<ExpectedValue> values;
  std::optional<ExpectLabels> labels;
};
struct ExpectNoResponse {
  std::string to;
  Duration within{};
  std::string hop;
};
struct ExpectErrorResponse {
  std::string to;
  Duration within{};
  std::string hop;
  std::string code;
  std::optional<Duration> not_before;  ///< after the message was sent
};
struct ExpectAlert {
  std::string code;
  std::string meter;
  std::string at;
  Duration within{};
  std::string hop;
};
struct ExpectDccAlert {
  std::string element;
  std::string code;
  std::string message;
  Duration within{};
  std::string hop;
};
struct ExpectSwitch {
  std::string meter;
  unsigned index = 1;
  bool closed = true;
  std::optional<Duration> within;
  std::string since;
  std::string hop;
};
struct ExpectLoad {
  std::string meter;
  unsigned index = 1;
  unsigned watts = 0;
  std::optional<Duration> within;
  std::string since;
  std::string hop;
};
struct ExpectFeederLoad {
  std::string feeder;
  std::optional<unsigned> at_least;
  std::optional<unsigned> at_most;
  std::optional<Duration> within;
  std::string since;
  std::string hop;
};
struct ExpectFuse {
  std::string feeder;
  bool blown = false;
  std::optional<Duration> within;
};
struct ExpectNothingAtDevice {
  std::string meter;
  std::string hop;
};
struct ExpectAtDevice {
  std::string of;
  std::string code;
  std::string originator;
  std::string supplementary;
  std::optional<bool> is_signed;
  std::optional<Bytes> payload;
  std::string payload_of;
  std::string after;  ///< a message whose command has to arrive first
  std::string vector;
  std::optional<std::size_t> count;
  std::string hop;
};

/// A message passed all of these milestones (`drawn`, `delivered`, …) within this span of its request.
struct ExpectTiming {
  std::string of;
  std::vector<std::string> milestones;
  std::string within;  ///< a span, or profile:KEY
};
/// What a load has been curtailed by in the last so many hours or days; what is not given is not judged.
struct ExpectLedger {
  std::string meter;
  unsigned index = 1;
  Duration in_the_last{};
  std::optional<std::int64_t> count;
  std::optional<std::int64_t> minutes;
  std::optional<std::int64_t> equivalent_minutes;
  std::string hop;
};
/// So many observations begin with this: "NF11".
struct ExpectObservation {
  std::string about;
  std::size_t count = 1;
};

/// A message for a Parse and Correlate program: a vector, or octets as they stand, damaged in this order.
struct MessageForParser {
  std::string vector;
  std::optional<Bytes> octets;
  std::vector<OctetMutation> mutations;
};
/// The program says that the message belongs to the request, or that it does not.
struct ExpectCorrelation {
  std::string request;  ///< a vector
  MessageForParser message;
  bool belongs = true;
};
/// The program makes an MMC document of the message, with these values, or refuses to.
struct ExpectMmc {
  std::string request;  ///< a vector; empty for an alert
  MessageForParser message;
  bool refused = false;
  std::vector<ExpectedValue> values;
};

struct Step;
/// The steps, so many times one after the other.
struct Repeat {
  unsigned times = 1;
  std::vector<Step> steps;
};

struct Step {
  std::size_t line = 0;
  std::string element;  ///< "expect-switch"
  std::variant<Repeat, ExpectTiming, ExpectLedger, ExpectObservation, Send, Submit, Replay, Deliver, Advance,
               PressBoost, Power, Intercept, ExpectResponse, ExpectNoResponse, ExpectErrorResponse,
               ExpectAlert, ExpectDccAlert, ExpectSwitch, ExpectLoad, CurtailFeeder, ExpectFeederLoad,
               ExpectFuse, ExpectNothingAtDevice, ExpectAtDevice, ExpectConnection, ExpectCorrelation,
               ExpectMmc>
      action;
};

}  // namespace enocheck::catalogue
