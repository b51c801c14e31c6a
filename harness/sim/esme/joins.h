#pragma once

#include <functional>
#include <optional>

#include "sim/esme/join_rules.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// Joins an ESME with HCALCSs: a join is kept when the other device has answered the key establishment, and
/// not before. What waits for an answer is lost without power, so that nothing is joined by half.
class Joins {
 public:
  using Answer = std::function<void(JoinResult)>;

  /// All outlive it. Frames go out at `han` with the EUI-64 of the other device.
  Joins(const Eui64& eui, EsmeState& state, const JoinRules& rules, OctetSink& han, Scheduler& scheduler);

  /// Calls `answer` once: at once for a refusal, else when the other device has answered or did not in time.
  /// A join that still waits is answered first, as one without response.
  void join(const JoinCommand& command, MessageCode code, Answer answer);
  [[nodiscard]] UnjoinResult unjoin(const Eui64& other);
  /// Takes the answer of key establishment, and no other frame.
  void receive_from_han(const Eui64& device, ByteView octets);

 private:
  struct Waiting {
    Eui64 other;
    Answer answer;
  };
  void keep(const Eui64& other);
  void finish(JoinResult result);

  Eui64 eui_;
  EsmeState* state_;
  const JoinRules* rules_;
  OctetSink* han_;
  Timers timers_;
  std::optional<Waiting> waiting_;
  std::uint8_t sequence_{};
};

}  // namespace enocheck::sim
