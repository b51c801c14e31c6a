#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "engine/verdict.h"

namespace enocheck::engine {

class CaseContext;

/// Where a command, and then its response, has got to. In order of the way; not all of them are passed by
/// every command.
enum class Milestone {
  PreCommand,    ///< the DSP answered the request with a pre-command
  Submitted,     ///< the user posted it signed
  Acknowledged,  ///< the DSP said that it goes to the device
  LeftDsp,       ///< the command …
  LeftWan,
  LeftHub,
  LeftEsme,  ///< … went on to an HCALCS
  Switched,  ///< contacts moved
  Drawn,     ///< the load drew otherwise
  Answered,  ///< the meter's response …
  AnswerLeftHub,
  AnswerLeftWan,
  Delivered,  ///< … reached the user
};
inline constexpr std::size_t kMilestones = 13;
/// "pre-command", "left-dsp", …
[[nodiscard]] std::string_view name_of(Milestone milestone);
[[nodiscard]] std::optional<Milestone> parse_milestone(std::string_view name);

/// When a command passed which milestone, counted from the user's request.
struct CommandTiming {
  std::string request;  ///< RequestID
  std::string srv;
  Eui64 device;
  Instant requested;
  std::array<std::optional<Duration>, kMilestones> passed;

  [[nodiscard]] std::optional<Duration> at(Milestone milestone) const {
    return passed.at(static_cast<std::size_t>(milestone));
  }
};

/// What one hop took of a command's way: from the milestone before to its own.
struct HopTime {
  Hop hop = Hop::User;
  Duration took{};
};
/// The hops of the way to the load and of the way of the answer, as far as both their milestones are known.
[[nodiscard]] std::vector<HopTime> hop_times(const CommandTiming& timing);

/// The timing of every message of the case that the DSP accepted, from what was seen on the links.
[[nodiscard]] std::vector<CommandTiming> time_commands(CaseContext& context);

}  // namespace enocheck::engine
