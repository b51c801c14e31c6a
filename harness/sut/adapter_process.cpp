#include "sut/adapter_process.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "core/hex.h"
#include "sut/command_line.h"

namespace enocheck::sut {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t kProtocol = 1;
constexpr unsigned kMostLosses = 5;
constexpr std::size_t kMostEvents = 10'000;
constexpr auto kEndsWithin = std::chrono::seconds(2);

bool says_unsupported(const AdapterFields& answer) {
  const auto* const unsupported = member<bool>(answer, "unsupported");
  return unsupported != nullptr && *unsupported;
}

std::string text_or(const AdapterFields& answer, std::string_view name, std::string otherwise) {
  const auto* const text = member<std::string>(answer, name);
  return text == nullptr ? std::move(otherwise) : *text;
}

}  // namespace

Result<std::unique_ptr<AdapterProcess>> AdapterProcess::create(AdapterOptions options,
                                                               EntropySource& entropy) {
  const auto bad = [&](const Error& error) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("adapter `{}`: {}; give the command as in a shell, its program by path or by a name "
                    "in PATH",
                    options.command, error.detail));
  };
  auto words = split_command(options.command);
  if (!words) { return bad(words.error()); }
  auto program = find_program(words->front(), options.path);
  if (!program) { return bad(program.error()); }
  ChildProcess::Options child{*std::move(program), {words->begin() + 1, words->end()}, options.errors_file};
  return std::unique_ptr<AdapterProcess>(new AdapterProcess(std::move(options), std::move(child), entropy));
}

AdapterProcess::~AdapterProcess() {
  if (process_) { process_->end(kEndsWithin); }
}

Error AdapterProcess::described(ErrorCode code, const std::string& what) const {
  const auto last = process_ ? process_->last_errors() : std::string();
  auto text = fmt::format("adapter `{}`: {}", options_.command, what);
  if (!last.empty()) { text += fmt::format("; on its standard error: \"{}\"", last); }
  if (!last.empty() && !options_.errors_file.empty()) {
    text += fmt::format("; all of that is in {}", options_.errors_file.string());
  }
  return {code, std::move(text)};
}

Error AdapterProcess::lost(const Error& error) {
  ++lost_in_a_row_;
  const auto code = error.code == ErrorCode::Timeout ? ErrorCode::Timeout : ErrorCode::Io;
  auto told = described(code, error.detail);
  process_.reset();  // ends it at once
  return told;
}

Status AdapterProcess::start() {
  if (process_) { return {}; }
  if (lost_in_a_row_ >= kMostLosses) {
    return tl::unexpected(described(
        ErrorCode::Io, fmt::format("was lost {} times in a row and is not started again", lost_in_a_row_)));
  }
  auto process = ChildProcess::start(program_);
  if (!process) { return tl::unexpected(lost(process.error())); }
  process_ = *std::move(process);
  if (auto done = shake_hands(); !done) { return done; }
  return probe();
}

Status AdapterProcess::shake_hands() {
  const auto answer = exchange("hello", {{"protocol", kProtocol}, {"kind", options_.kind}});
  if (!answer) { return tl::unexpected(answer.error()); }
  const auto fault = [&](const std::string& what) -> Status {
    return tl::unexpected(lost({ErrorCode::BadValue, what + " (docs/adapters.md has the contract)"}));
  };
  if (const auto* const error = member<std::string>(*answer, "error")) { return fault("says: " + *error); }
  if (says_unsupported(*answer)) {
    return fault(fmt::format("does not serve targets of kind {}", options_.kind));
  }
  const auto* const protocol = member<std::int64_t>(*answer, "protocol");
  if (protocol == nullptr || *protocol != kProtocol) {
    return fault(fmt::format("speaks protocol {}, this enocheck speaks {}",
                             protocol == nullptr ? "unknown" : fmt::to_string(*protocol), kProtocol));
  }
  const auto* const operations = member<std::vector<std::string>>(*answer, "operations");
  if (operations == nullptr) { return fault("does not say which operations it has"); }
  identity_ = {text_or(*answer, "name", "unnamed"), text_or(*answer, "version", "unknown"), *operations};
  for (const auto& operation : options_.needed) {
    if (!offers(operation)) { return fault(fmt::format("has no operation {}", operation)); }
  }
  return {};
}

/// Nobody can have this operation: its name was drawn by lot a moment ago.
Status AdapterProcess::probe() {
  std::array<std::uint8_t, 8> lot{};
  entropy_->fill(lot);
  const auto operation = "x-" + encode_hex(lot);
  const auto answer = exchange(operation, {});
  if (!answer) { return tl::unexpected(answer.error()); }
  if (says_unsupported(*answer)) { return {}; }
  const bool fails = member<std::string>(*answer, "error") != nullptr;
  return tl::unexpected(
      lost({ErrorCode::BadValue,
            fmt::format("{} \"{}\", an operation that nobody has: what it says is not believed; answer "
                        "{{\"unsupported\":true}} to unknown operations",
                        fails ? "gives an error for" : "claims to have done", operation)}));
}

bool AdapterProcess::offers(std::string_view operation) const {
  const auto& all = identity_.operations;
  return std::find(all.begin(), all.end(), operation) != all.end();
}

Result<AdapterFields> AdapterProcess::next_line(ChildProcess::Deadline deadline) {
  const auto line = process_->read_line(deadline);
  if (!line) { return tl::unexpected(line.error()); }
  return parse_line(*line);
}

Result<AdapterFields> AdapterProcess::exchange(std::string_view operation, AdapterFields fields) {
  fields.insert_or_assign("op", std::string(operation));
  const auto deadline = SteadyClock::now() + options_.patience;
  const auto failed = [&](const Error& error) {
    const bool late = error.code == ErrorCode::Timeout;
    const auto what = late ? fmt::format("no answer to \"{}\" within {} ms; --adapter-timeout gives it more",
                                         operation, options_.patience.count())
                           : fmt::format("at \"{}\": {}", operation, error.detail);
    return tl::unexpected(lost({error.code, what}));
  };
  if (const auto sent = process_->write_line(to_line(fields), deadline); !sent) {
    return failed(sent.error());
  }
  for (;;) {
    auto line = next_line(deadline);
    if (!line) { return failed(line.error()); }
    if (member<std::string>(*line, "event") == nullptr) { return line; }
    if (events_.size() == kMostEvents) {
      return failed({ErrorCode::BadValue, "more events than anybody asks for"});
    }
    events_.push_back(*std::move(line));
  }
}

Result<AdapterFields> AdapterProcess::call(std::string_view operation, AdapterFields fields) {
  if (auto started = start(); !started) { return tl::unexpected(started.error()); }
  if (!offers(operation)) {
    return tl::unexpected(described(ErrorCode::Unsupported, fmt::format("has no operation {}", operation)));
  }
  auto answer = exchange(operation, std::move(fields));
  if (!answer) { return answer; }
  lost_in_a_row_ = 0;
  const auto* const error = member<std::string>(*answer, "error");
  if (error != nullptr) {
    return tl::unexpected(described(ErrorCode::Io, fmt::format("at \"{}\": says: {}", operation, *error)));
  }
  if (says_unsupported(*answer)) {
    return tl::unexpected(Error{
        ErrorCode::Unsupported,
        fmt::format("adapter `{}` says that it does not support \"{}\"{}", options_.command, operation,
                    text_or(*answer, "reason", "").empty() ? "" : ": " + text_or(*answer, "reason", ""))});
  }
  return answer;
}

std::vector<AdapterFields> AdapterProcess::take_events() {
  std::vector<AdapterFields> taken(std::make_move_iterator(events_.begin()),
                                   std::make_move_iterator(events_.end()));
  events_.clear();
  return taken;
}

Status AdapterProcess::await_event(Duration patience) {
  if (!events_.empty()) { return {}; }
  if (auto started = start(); !started) { return started; }
  auto line = next_line(SteadyClock::now() + patience);
  if (!line && line.error().code == ErrorCode::Timeout) { return {}; }
  if (!line) { return tl::unexpected(lost({line.error().code, "between calls: " + line.error().detail})); }
  if (member<std::string>(*line, "event") == nullptr) {
    return tl::unexpected(lost({ErrorCode::BadValue, "answers what it was not asked"}));
  }
  events_.push_back(*std::move(line));
  return {};
}

}  // namespace enocheck::sut
