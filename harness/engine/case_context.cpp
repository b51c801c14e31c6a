#include "engine/case_context.h"

#include <algorithm>

#include <fmt/format.h>

#include "transform/eno_codes.h"

namespace enocheck::engine {
namespace {

std::shared_ptr<user::CounterSequence> counters_from(const Surroundings& surroundings, const Eui64& user,
                                                     OriginatorCounter first) {
  if (surroundings.counters == nullptr) { return std::make_shared<user::CounterSequence>(first); }
  auto& shared = (*surroundings.counters)[user];
  if (!shared) { shared = std::make_shared<user::CounterSequence>(first); }
  shared->go_on_from(first);
  return shared;
}

}  // namespace

CaseContext::CaseContext(const Surroundings& surroundings, const catalogue::World& world,
                         const FirstCounters& first_counters)
    : surroundings_(&surroundings), world_(&world) {
  for (const auto& user : world.users) {
    const auto own = first_counters.find(user.name);
    const auto first = own == first_counters.end() ? surroundings.first_counter : own->second;
    users_.emplace(user.name,
                   user::ServiceUser(user.eui, *surroundings.keys, *surroundings.duis_schema,
                                     counters_from(surroundings, user.eui, OriginatorCounter{first})));
  }
  disturbed_ = std::any_of(world.meters.begin(), world.meters.end(),
                           [](const catalogue::WorldMeter& meter) { return meter.wan.is_troubled(); });
}

Result<user::ServiceUser*> CaseContext::find_user(std::string_view name) {
  const auto found = users_.find(name);
  if (found != users_.end()) { return &found->second; }
  return failure(ErrorCode::BadValue, fmt::format("world {} has no user {}", world_->id, name));
}

Result<const catalogue::WorldMeter*> CaseContext::find_meter(std::string_view name) const {
  if (const auto* meter = world_->find_meter(name)) { return meter; }
  return failure(ErrorCode::BadValue, fmt::format("world {} has no meter {}", world_->id, name));
}

Result<SentMessage*> CaseContext::find_message(std::string_view id) {
  const auto found = std::find_if(messages_.rbegin(), messages_.rend(),
                                  [id](const auto& message) { return !id.empty() && message->id == id; });
  if (found != messages_.rend()) { return found->get(); }
  return failure(ErrorCode::BadValue, fmt::format("no message with id {} was sent before this step", id));
}

const SentMessage* CaseContext::last_accepted_to(const Eui64& device) const {
  const auto found = std::find_if(messages_.rbegin(), messages_.rend(), [&](const auto& message) {
    return message->accepted && message->target() == device;
  });
  return found == messages_.rend() ? nullptr : found->get();
}

SentMessage& CaseContext::keep(SentMessage message) {
  messages_.push_back(std::make_unique<SentMessage>(std::move(message)));
  return *messages_.back();
}

Result<std::string> CaseContext::resolve(std::string_view text) const {
  constexpr std::string_view kPrefix = "profile:";
  if (!text.starts_with(kPrefix)) { return std::string(text); }
  const auto key = text.substr(kPrefix.size());
  if (auto value = profile().value_of(key)) { return *std::move(value); }
  return failure(ErrorCode::BadValue, fmt::format("profile {} has no {}", profile().name, key));
}

transform::CorrelationOptions CaseContext::correlation_options(std::string_view srv) const {
  transform::CorrelationOptions options;
  options.broker = catalogue::kAccessControlBroker;
  options.further_codes = transform::eno_codes(srv, profile());
  return options;
}

void CaseContext::observe(std::string observation) {
  if (std::find(observations_.begin(), observations_.end(), observation) == observations_.end()) {
    observations_.push_back(std::move(observation));
  }
}

Status CaseContext::inject(const Eui64& device, ByteView octets) {
  const auto first = exchanges().size();
  auto done = sut().deliver(device, octets);
  for (auto index = first; index < exchanges().size(); ++index) {
    if (exchanges()[index].device == device) { injected_.insert(index); }
  }
  return done;
}

std::optional<Stop> CaseContext::collect_deliveries() {
  for (const auto& document : sut().take_deliveries()) {
    const auto received = users_.begin()->second.receive(document);
    if (!received) {
      auto stop = diverged("a document came that a user has to refuse", "a valid, signed DUIS Response",
                           received.error().detail);
      stop.hop = Hop::DspRequestManagement;
      return stop;
    }
    deliveries_.push_back({sut().now(), *received});
  }
  return std::nullopt;
}

Result<CaseContext::FirstCounters> first_counters(const Surroundings& surroundings,
                                                  const catalogue::World& world) {
  CaseContext::FirstCounters counters;
  if (!surroundings.reserve_counters) { return counters; }
  for (const auto& user : world.users) {
    const auto first = surroundings.reserve_counters(user.eui);
    if (!first) { return tl::unexpected(first.error()); }
    counters[user.name] = *first;
  }
  return counters;
}

Stop stop_of(const Error& error) {
  const bool lost = error.code == ErrorCode::Timeout || error.code == ErrorCode::Io;
  const auto verdict = lost                                   ? Verdict::Inconc
                       : error.code == ErrorCode::Unsupported ? Verdict::Skip
                                                              : Verdict::Error;
  return {verdict, error.detail, {}, {}, std::nullopt, std::nullopt};
}

}  // namespace enocheck::engine
