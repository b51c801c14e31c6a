#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "engine/sut.h"

namespace enocheck::engine {

/// A call of a target and what came of it, as text: what can be written down, compared and answered again.
struct RecordedCall {
  std::string operation;              ///< the name of Sut's function: "post"
  std::vector<std::string> asked;     ///< its parameters: "send", a document; octets in hex
  std::vector<std::string> answered;  ///< what its result consists of: "200", a document
  std::optional<Error> failed;        ///< instead of `answered`
  Instant at;                         ///< the target's time when the call had ended
  std::size_t seen = 0;               ///< how many exchanges there were by then
  /// The target's time as it was read afterwards, where it had moved by itself: the how-manieth reading since
  /// the call, and the time.
  std::vector<std::pair<std::size_t, Instant>> later;
};

/// All that a case called, in order. A case that was skipped has called nothing.
struct CallRecord {
  std::string target;
  Observes observes;
  /// Each user's first originator counter, where the target remembers those of earlier cases.
  std::map<Eui64, std::uint64_t> first_counters;
  std::vector<RecordedCall> calls;
  /// What the target said of its having had no part in the case, where it was asked.
  std::optional<std::string> untouched;
};

}  // namespace enocheck::engine
