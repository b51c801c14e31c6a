#include "sut/replay_sut.h"

#include <algorithm>

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

}  // namespace

void ReplaySut::begin(engine::CallRecord record, std::vector<engine::Exchange> exchanges) {
  record_ = std::move(record);
  all_ = std::move(exchanges);
  seen_.clear();
  next_ = 0;
  readings_ = 0;
  lost_.reset();
}

void ReplaySut::begin_without(Error why) {
  // What it let see is not known either: the case begins, and ends with the reason.
  begin({record_.target, {true, true, true, true, true}, {}}, {});
  lost_ = std::move(why);
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
  const bool same_shape = recorded.operation == operation && recorded.asked.size() == asked.size();
  if (same_shape && recorded.asked == asked) { return std::nullopt; }
  const auto today = shortened(operation, asked);
  const auto then = shortened(recorded.operation, recorded.asked);
  return fmt::format("call {} is {} today and was {} then{}", next_ + 1, today, then,
                     today == then ? ", with another content" : "");
}

Result<Texts> ReplaySut::called(std::string operation, Texts asked, const Perform& /*perform*/) {
  if (!lost_) {
    if (const auto other = difference(operation, asked)) {
      lost_ = Error{ErrorCode::Io, "the record does not tell what the target would have done: " + *other};
    }
  }
  if (lost_) { return tl::unexpected(*lost_); }
  const auto& call = record_.calls[next_++];
  readings_ = 0;
  const auto until = std::min(call.seen, all_.size());
  for (auto index = seen_.size(); index < until; ++index) { seen_.push_back(all_[index]); }
  if (call.failed) { return tl::unexpected(*call.failed); }
  return call.answered;
}

}  // namespace enocheck::sut
