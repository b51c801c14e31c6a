#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/world.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::engine {

/// The DCC's three services that a user calls.
enum class WebService { NonDevice, Send, Transform };

/// What a target lets the harness see; a case that needs more is skipped with that reason.
struct Observes {
  bool duis = false;
  bool device = false;
  bool charger = false;
  bool clock = false;
  bool parse = false;  ///< what a Parse and Correlate program says
  bool tls = false;    ///< whom the target lets in over mutual TLS
  bool home = false;   ///< what passes between a meter, its switches and their loads
  /// Each case begins anew: it may choose its originator counters.
  bool fresh_counters = true;
  /// What the target cannot do or show itself, somebody at the devices does and looks at: boost, power, a
  /// switch.
  bool by_hand = false;
  bool real_time = false;  ///< its time goes by itself: what a case waits for, the harness waits for
};

/// One thing that passed between two parties, as evidence.
struct Exchange {
  Instant at;
  std::string link;  ///< "user-to-dsp", "dsp-to-user", "dsp-to-wan", "wan-to-hub", "hub-to-device",
                     ///< "device-to-hub", …
  Eui64 device;
  Bytes octets;
};

/// What a call answered: the HTTP status, and the DUIS document where there is one. A document that is not
/// well-formed or does not fit the schema gets 400 and an empty body (DUIS brief 1.2), every other refusal
/// 200 and a Response with its E code.
struct Answer {
  int http_status = 200;
  std::string body;
};

/// What a Parse and Correlate program says of a message and a request.
struct Correlation {
  bool belongs = false;
  std::string reason;  ///< for people, where it does not
};
/// What it makes of a message: an MMC document, or nothing and why.
struct ParsedMessage {
  std::optional<std::string> mmc;
  std::string reason;
};

/// What hangs on one cable draws, and whether its fuse has blown.
struct FeederState {
  unsigned watts = 0;
  bool is_blown = false;
};

/// What is under test. The suite never knows which kind it talks to.
///
/// Errors of every call: Timeout or Io mean that the endpoint was lost (the case is `inconc`); Unsupported
/// that this target cannot do it (the case is skipped, with that reason).
class Sut {
 public:
  Sut() = default;
  Sut(const Sut&) = delete;
  Sut& operator=(const Sut&) = delete;
  virtual ~Sut() = default;

  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual Observes observes() const = 0;
  /// Is the target there, and what it should be? Asked once, before a run. Errors: with what to do.
  [[nodiscard]] virtual Status reach() { return {}; }
  /// Brings the target into the state that the world describes; forgets everything of the case before.
  [[nodiscard]] virtual Status load(const catalogue::World& world) = 0;

  /// Posts a DUIS document and returns the answer of the same call.
  [[nodiscard]] virtual Result<Answer> post(WebService service, std::string_view document) = 0;
  /// The documents that came through Receive Response since the last call, in order.
  [[nodiscard]] virtual std::vector<std::string> take_deliveries() = 0;

  [[nodiscard]] virtual Instant now() const = 0;
  /// Lets time pass.
  [[nodiscard]] virtual Status advance(Duration by) = 0;
  /// Lets time pass until something has come through Receive Response, at most `patience`.
  [[nodiscard]] virtual Status await_delivery(Duration patience) = 0;
  /// Lets time pass until something more has passed on the link, at most `patience`. Errors: Unsupported
  /// unless the target simulates both ends of it.
  [[nodiscard]] virtual Status await_exchange(std::string_view link, Duration patience);

  /// Is the switch (1 to 5) closed, as its own contacts are?
  [[nodiscard]] virtual Result<bool> switch_is_closed(const Eui64& esme, unsigned index) = 0;
  /// What the load behind the switch draws, in watts.
  [[nodiscard]] virtual Result<unsigned> load_watts(const Eui64& esme, unsigned index) = 0;
  /// The feeder of that name in the world. Errors: Unsupported unless the target plays one.
  [[nodiscard]] virtual Result<FeederState> feeder(std::string_view name);
  [[nodiscard]] virtual Status press_boost(const Eui64& esme) = 0;
  /// Cuts or restores the supply of a device (ESME, HCALCS or hub).
  [[nodiscard]] virtual Status set_power(const Eui64& device, bool on) = 0;
  /// Hands GBCS octets to a device as if they came over the HAN from its hub.
  [[nodiscard]] virtual Status deliver(const Eui64& device, ByteView octets) = 0;
  /// Drops the next message on `link` ("dsp-to-wan", "device-to-hub", …), or flips these bits of it (bit 0 is
  /// the most significant of the first octet).
  [[nodiscard]] virtual Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                         bool drop) = 0;

  /// Does the message (pre-command or response) belong to the request (a DUIS document)?
  /// Errors: Unsupported also where the program says that it does not do this one.
  [[nodiscard]] virtual Result<Correlation> correlate(std::string_view request, ByteView message);
  /// What the program makes of a response to the request, or of an alert (`request` empty).
  [[nodiscard]] virtual Result<ParsedMessage> parse(std::string_view request, ByteView message);

  /// Asked when all expectations of a case hold: why that says nothing of what is under test, which had no
  /// part in it; nothing where it had.
  [[nodiscard]] virtual std::optional<std::string> untouched() const { return std::nullopt; }

  /// Did the calls that have no error to give (`take_deliveries`, `now`, `exchanges`) say all that there was?
  /// Asked when a case's steps have ended. Errors: as of the calls.
  [[nodiscard]] virtual Status intact() const { return {}; }
  /// Does the target let in a client that shows this certificate: "own", "none", "foreign", "expired"?
  /// Errors: Unsupported also where the tester gave no such certificate.
  [[nodiscard]] virtual Result<bool> lets_in(std::string_view certificate);

  /// The same target as it is seen by cases about these devices alone, which run while others do: it gets
  /// what comes for the devices, and what names no device that anybody is about. Calls take turns, but for
  /// `advance` and `await_delivery`, during which others may call. Errors: Unsupported where one case at a
  /// time is all that the target takes.
  [[nodiscard]] virtual Result<std::unique_ptr<Sut>> beside(const std::vector<Eui64>& devices);

  /// All that was seen since `load`, or since it was last forgotten, in order.
  [[nodiscard]] virtual const std::vector<Exchange>& exchanges() const = 0;
  /// For whoever keeps a target for days: what was seen so far is not needed any more.
  virtual void forget_exchanges() {}
};

inline Status Sut::await_exchange(std::string_view link, Duration /*patience*/) {
  return failure(ErrorCode::Unsupported, "the target does not simulate the link " + std::string(link));
}

inline Result<FeederState> Sut::feeder(std::string_view name) {
  return failure(ErrorCode::Unsupported, "the target has no feeder " + std::string(name));
}

inline Result<bool> Sut::lets_in(std::string_view /*certificate*/) {
  return failure(ErrorCode::Unsupported, "the target has no mutual TLS");
}

inline Result<std::unique_ptr<Sut>> Sut::beside(const std::vector<Eui64>& /*devices*/) {
  return failure(ErrorCode::Unsupported, "the target takes one case at a time");
}

inline Result<Correlation> Sut::correlate(std::string_view /*request*/, ByteView /*message*/) {
  return failure(ErrorCode::Unsupported, "the target has no Parse and Correlate program");
}

inline Result<ParsedMessage> Sut::parse(std::string_view /*request*/, ByteView /*message*/) {
  return failure(ErrorCode::Unsupported, "the target has no Parse and Correlate program");
}

}  // namespace enocheck::engine
