#include "engine/command_timing.h"

#include <algorithm>
#include <map>

#include "engine/case_context.h"
#include "engine/trace.h"
#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

constexpr std::array<std::string_view, kMilestones> kNames = {
    "pre-command", "submitted", "acknowledged", "left-dsp",        "left-wan",        "left-hub", "left-esme",
    "switched",    "drawn",     "answered",     "answer-left-hub", "answer-left-wan", "delivered"};

/// The messages of a case by the device that they are for, each with its timing.
using ByDevice = std::multimap<Eui64, std::pair<const SentMessage*, CommandTiming*>>;

void pass(CommandTiming& timing, Milestone milestone, Instant at) {
  auto& passed = timing.passed.at(static_cast<std::size_t>(milestone));
  if (!passed && at >= timing.requested) { passed = at - timing.requested; }
}

/// The documents that the user and the DSP exchanged while the message was being sent.
void read_posts(CommandTiming& timing, const SentMessage& message, const std::vector<Exchange>& seen) {
  std::vector<Instant> posts;
  std::vector<Instant> answers;
  for (auto index = message.first_exchange; index < seen.size() && answers.size() < message.posted.size();
       ++index) {
    if (seen[index].link == "user-to-dsp") { posts.push_back(seen[index].at); }
    if (seen[index].link == kDspToUser && posts.size() > answers.size()) {
      answers.push_back(seen[index].at);
    }
  }
  if (posts.empty() || answers.size() < posts.size()) { return; }
  timing.requested = posts.front();
  if (posts.size() > 1) {
    pass(timing, Milestone::PreCommand, answers.front());
    pass(timing, Milestone::Submitted, posts[1]);
  }
  pass(timing, Milestone::Acknowledged, answers.back());
}

std::optional<Milestone> milestone_of(std::string_view link, gbcs::CraFlag cra) {
  if (cra == gbcs::CraFlag::Command) {
    if (link == kDspToWan) { return Milestone::LeftDsp; }
    if (link == kWanToHub) { return Milestone::LeftWan; }
    if (link == kHubToDevice) { return Milestone::LeftHub; }
  }
  if (cra == gbcs::CraFlag::Response) {
    if (link == kDeviceToHub) { return Milestone::Answered; }
    if (link == kHubToWan) { return Milestone::AnswerLeftHub; }
    if (link == kWanToDsp) { return Milestone::AnswerLeftWan; }
  }
  return std::nullopt;
}

void read_gbcs(const ByDevice& messages, const Exchange& exchange) {
  const auto [first, last] = messages.equal_range(exchange.device);
  if (first == last) { return; }
  const auto decoded = gbcs::decode_message(exchange.octets);
  const auto milestone = decoded ? milestone_of(exchange.link, decoded->header.cra) : std::nullopt;
  if (!milestone) { return; }
  for (auto one = first; one != last; ++one) {
    const auto& request = one->second.first->request_id();
    if (is_command_of(request, decoded->header) || is_response_to(request, decoded->header)) {
      pass(*one->second.second, *milestone, exchange.at);
    }
  }
}

/// What moves in a home later than this after an order has another cause: its end, a boost, a power cut.
constexpr auto kLongestWay = std::chrono::minutes(2);

bool is_order(const CommandTiming& timing) {
  return timing.srv == "7.5" || timing.srv == "7.6" || timing.srv == "7.8";
}

/// Of what moves in a home only the latest order that its meter got can be the cause.
void read_home(const catalogue::World& world, const ByDevice& messages, const Exchange& exchange,
               Milestone milestone) {
  for (const auto& meter : world.meters) {
    const bool is_here = meter.esme == exchange.device ||
                         std::any_of(meter.switches.begin(), meter.switches.end(), [&](const auto& one) {
                           return one.kind == "hcalcs" && one.hcalcs == exchange.device;
                         });
    if (!is_here) { continue; }
    CommandTiming* latest = nullptr;
    const auto [first, last] = messages.equal_range(meter.esme);
    for (auto one = first; one != last; ++one) {
      auto* const timing = one->second.second;
      const auto arrived = timing->at(Milestone::LeftHub);
      const bool is_recent = arrived && exchange.at - timing->requested <= *arrived + kLongestWay;
      if (!is_order(*timing) || !is_recent) { continue; }
      if (latest == nullptr || timing->requested >= latest->requested) { latest = timing; }
    }
    if (latest != nullptr) { pass(*latest, milestone, exchange.at); }
    return;
  }
}

void read_exchange(const catalogue::World& world, const ByDevice& messages, const Exchange& exchange) {
  if (exchange.link == kEsmeToHcalcs) { return read_home(world, messages, exchange, Milestone::LeftEsme); }
  if (exchange.link == "switch-to-load") { return read_home(world, messages, exchange, Milestone::Switched); }
  if (exchange.link == "load-to-feeder") { return read_home(world, messages, exchange, Milestone::Drawn); }
  read_gbcs(messages, exchange);
}

}  // namespace

std::string_view name_of(Milestone milestone) { return kNames.at(static_cast<std::size_t>(milestone)); }

std::optional<Milestone> parse_milestone(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) { return std::nullopt; }
  return static_cast<Milestone>(found - kNames.begin());
}

std::vector<HopTime> hop_times(const CommandTiming& timing) {
  using M = Milestone;
  const auto first_of = [&](std::initializer_list<M> milestones) -> std::optional<Duration> {
    for (const auto milestone : milestones) {
      if (const auto at = timing.at(milestone)) { return at; }
    }
    return std::nullopt;
  };
  std::vector<HopTime> times;
  const auto add = [&](Hop hop, const std::optional<Duration>& from, const std::optional<Duration>& to) {
    if (from && to && *to >= *from) { times.push_back({hop, *to - *from}); }
  };
  add(Hop::User, timing.at(M::PreCommand), timing.at(M::Submitted));
  add(Hop::DspRequestManagement, timing.at(M::Submitted).value_or(Duration{}), timing.at(M::LeftDsp));
  add(Hop::Wan, timing.at(M::LeftDsp), timing.at(M::LeftWan));
  add(Hop::CommsHub, timing.at(M::LeftWan), timing.at(M::LeftHub));
  // An ALCS is moved by the meter itself; a read moves nothing.
  add(Hop::Esme, timing.at(M::LeftHub), first_of({M::LeftEsme, M::Switched, M::Answered}));
  add(Hop::Hcalcs, timing.at(M::LeftEsme), timing.at(M::Switched));
  add(Hop::Charger, timing.at(M::Switched), timing.at(M::Drawn));
  add(Hop::CommsHub, timing.at(M::Answered), timing.at(M::AnswerLeftHub));
  add(Hop::Wan, timing.at(M::AnswerLeftHub), timing.at(M::AnswerLeftWan));
  return times;
}

std::vector<CommandTiming> time_commands(CaseContext& context) {
  const auto& seen = context.exchanges();
  std::vector<CommandTiming> timings(context.messages().size());
  ByDevice by_device;
  for (std::size_t index = 0; index < timings.size(); ++index) {
    const auto& message = *context.messages()[index];
    auto& timing = timings[index];
    // One that waits for its date is not slow.
    if (!message.accepted || duis::execution_of(message.request.body)) { continue; }
    timing.request = to_string(message.request_id());
    timing.srv = message.request.header.service_reference_variant;
    timing.device = message.target();
    timing.requested = message.sent_at;
    read_posts(timing, message, seen);
    by_device.emplace(message.target(), std::pair{&message, &timing});
  }
  for (const auto& exchange : seen) { read_exchange(context.world(), by_device, exchange); }
  for (const auto& delivery : context.deliveries()) {
    const auto& response = delivery.received.response;
    if (!response.request_id || response.response_code != "I0") { continue; }
    const auto [first, last] = by_device.equal_range(response.request_id->target);
    for (auto one = first; one != last; ++one) {
      if (one->second.first->request_id() != *response.request_id) { continue; }
      pass(*one->second.second, Milestone::Delivered, delivery.seen_at);
    }
  }
  std::erase_if(timings, [](const CommandTiming& timing) { return timing.request.empty(); });
  return timings;
}

}  // namespace enocheck::engine
