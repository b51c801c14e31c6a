#include "sut/replay_sut.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace enocheck::sut {
namespace {

/// A parameter as people can read it: a document by its size.
std::string shortened(const std::string& text) {
  constexpr std::size_t kReadable = 60;
  return text.size() <= kReadable ? text : fmt::format("({} characters)", text.size());
}

std::string shortened(const std::string& operation, const Texts& asked) {
  std::string out = operation;
  for (const auto& text : asked) {
    out += ' ';
    out += shortened(text);
  }
  return out;
}

constexpr std::string_view kTake = "take_deliveries";

bool only_looks(std::string_view operation) {
  constexpr std::array<std::string_view, 6> kLooks = {"switch_is_closed", "load_watts", "feeder",
                                                      "lets_in",          "correlate",  "parse"};
  return std::find(kLooks.begin(), kLooks.end(), operation) != kLooks.end();
}

bool is_asked(const engine::RecordedCall& call, const std::string& operation, const Texts& asked) {
  return call.operation == operation && call.asked == asked;
}

/// Would the target be the same without it?
bool leaves_no_trace(const engine::RecordedCall& call) {
  return only_looks(call.operation) || (call.operation == kTake && call.answered.empty());
}

}  // namespace

void ReplaySut::begin(engine::CallRecord record, std::vector<engine::Exchange> exchanges) {
  record_ = std::move(record);
  all_ = std::move(exchanges);
  seen_.clear();
  next_ = 0;
  box_is_empty_ = false;
  readings_ = 0;
  lost_.reset();
}

void ReplaySut::begin_without(Error why) {
  // What it let see is not known either: the case begins, and ends with the reason.
  engine::CallRecord nothing;
  nothing.target = record_.target;
  nothing.observes = {true, true, true, true, true, true, true};
  begin(std::move(nothing), {});
  lost_ = std::move(why);
}

std::uint64_t ReplaySut::first_counter(const Eui64& user, std::uint64_t otherwise) const {
  const auto found = record_.first_counters.find(user);
  return found == record_.first_counters.end() ? otherwise : found->second;
}

Instant ReplaySut::now() const {
  if (next_ == 0) { return Instant{}; }
  const auto& call = record_.calls[next_ - 1];
  auto time = call.at;
  for (const auto& [reading, moved_to] : call.later) {
    if (reading <= readings_) { time = moved_to; }
  }
  ++readings_;
  return time;
}

Status ReplaySut::intact() const {
  if (lost_) { return tl::unexpected(*lost_); }
  return {};
}

std::optional<std::string> ReplaySut::difference(const std::string& operation, const Texts& asked) const {
  if (next_ == record_.calls.size()) {
    return fmt::format("today's case goes on with {}; the recorded one had ended",
                       shortened(operation, asked));
  }
  const auto& recorded = record_.calls[next_];
  if (is_asked(recorded, operation, asked)) { return std::nullopt; }
  const auto today = shortened(operation, asked);
  const auto then = shortened(recorded.operation, recorded.asked);
  return fmt::format("call {} is {} today and was {} then{}", next_ + 1, today, then,
                     today == then ? ", with another content" : "");
}

void ReplaySut::leave_out_looks(const std::string& operation, const Texts& asked) {
  auto at = next_;
  const auto& calls = record_.calls;
  while (at < calls.size() && !is_asked(calls[at], operation, asked) && leaves_no_trace(calls[at])) { ++at; }
  if (at < calls.size() && is_asked(calls[at], operation, asked)) { next_ = at; }
}

bool ReplaySut::asks_an_empty_box(const std::string& operation) const {
  const bool is_next = next_ < record_.calls.size() && record_.calls[next_].operation == kTake;
  return operation == kTake && box_is_empty_ && !is_next;
}

Result<Texts> ReplaySut::called(std::string operation, Texts asked, const Perform& /*perform*/) {
  if (!lost_) {
    leave_out_looks(operation, asked);
    if (asks_an_empty_box(operation)) { return Texts{}; }
    if (const auto other = difference(operation, asked)) {
      lost_ = Error{ErrorCode::Io, "the record does not tell what the target would have done: " + *other};
    }
  }
  if (lost_) { return tl::unexpected(*lost_); }
  const auto& call = record_.calls[next_++];
  readings_ = 0;
  box_is_empty_ = operation == kTake || (box_is_empty_ && only_looks(operation));
  const auto until = std::min(call.seen, all_.size());
  for (auto index = seen_.size(); index < until; ++index) { seen_.push_back(all_[index]); }
  if (call.failed) { return tl::unexpected(*call.failed); }
  return call.answered;
}

}  // namespace enocheck::sut
