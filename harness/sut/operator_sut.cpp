#include "sut/operator_sut.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enocheck::sut {
namespace {

constexpr std::string_view kCannot = "cannot";

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) { return {}; }
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::map<Eui64, std::string> names_in(const catalogue::World& world) {
  std::map<Eui64, std::string> names;
  for (const auto& meter : world.meters) {
    names[meter.esme] = fmt::format("meter {} (MPAN {})", meter.name, meter.import_mpan);
    names[meter.hub] = "the Communications Hub of " + meter.name;
    for (std::size_t index = 0; index < meter.switches.size(); ++index) {
      if (meter.switches.at(index).kind != "hcalcs") { continue; }
      names[meter.switches.at(index).hcalcs] =
          fmt::format("the HCALCS of switch {} of {}", index + 1, meter.name);
    }
  }
  return names;
}

}  // namespace

OperatorSut::OperatorSut(std::unique_ptr<engine::Sut> target, std::unique_ptr<Operator> person)
    : ForwardingSut(std::move(target)), person_(std::move(person)) {}

engine::Observes OperatorSut::observes() const {
  auto observes = ForwardingSut::observes();
  observes.by_hand = !observes.device;
  return observes;
}

Status OperatorSut::load(const catalogue::World& world) {
  names_ = names_in(world);
  auto loaded = ForwardingSut::load(world);
  all_.clear();
  taken_over_ = 0;
  return loaded;
}

Result<bool> OperatorSut::switch_is_closed(const Eui64& esme, unsigned index) {
  auto seen = ForwardingSut::switch_is_closed(esme, index);
  if (seen || seen.error().code != ErrorCode::Unsupported) { return seen; }
  const auto answer =
      ask(esme, fmt::format("Look at switch {} of {}. Is it open or closed?", index, name_of(esme)),
          {{"open", 'o'}, {"closed", 'c'}});
  if (!answer) { return tl::unexpected(answer.error()); }
  return *answer == "closed";
}

Status OperatorSut::press_boost(const Eui64& esme) {
  auto done = ForwardingSut::press_boost(esme);
  if (done || done.error().code != ErrorCode::Unsupported) { return done; }
  const auto answer = ask(esme, fmt::format("Press the boost button of {}.", name_of(esme)), {{"done", 'd'}});
  return answer ? Status{} : tl::unexpected(answer.error());
}

Status OperatorSut::set_power(const Eui64& device, bool on) {
  auto done = ForwardingSut::set_power(device, on);
  if (done || done.error().code != ErrorCode::Unsupported) { return done; }
  const auto answer = ask(device, fmt::format("{} the power of {}.", on ? "Restore" : "Cut", name_of(device)),
                          {{"done", 'd'}});
  return answer ? Status{} : tl::unexpected(answer.error());
}

const std::vector<engine::Exchange>& OperatorSut::exchanges() const {
  catch_up();
  return all_;
}

void OperatorSut::catch_up() const {
  const auto& seen = ForwardingSut::exchanges();
  for (; taken_over_ < seen.size(); ++taken_over_) { all_.push_back(seen[taken_over_]); }
}

std::string OperatorSut::name_of(const Eui64& device) const {
  const auto known = names_.find(device);
  const auto eui = to_string(device);
  return known == names_.end() ? eui : fmt::format("{}, {}", known->second, eui);
}

void OperatorSut::keep(engine::ManualStep step) {
  catch_up();
  for (auto& exchange : engine::exchanges_of(step)) { all_.push_back(std::move(exchange)); }
}

Result<std::string_view> OperatorSut::ask(const Eui64& device, const std::string& what,
                                          const std::vector<Choice>& choices) {
  std::vector<std::string> words;
  for (const auto& choice : choices) { words.push_back(fmt::format("{} ({})", choice.word, choice.letter)); }
  const auto prompt = fmt::format("{}\nAnswer {}, or {} and why: ", what, fmt::join(words, ", "), kCannot);
  for (;;) {
    engine::ManualStep step{now(), {}, device, person_->name(), what, {}};
    const auto line = person_->ask(prompt);
    step.answered = now();
    step.answer = line ? trimmed(*line) : line.error().detail;
    keep(step);
    if (!line) { return tl::unexpected(line.error()); }
    const auto said = lower_case(step.answer);
    for (const auto& choice : choices) {
      if (said == choice.word || said == std::string(1, choice.letter)) { return choice.word; }
    }
    if (said.starts_with(kCannot)) {
      return failure(ErrorCode::Unsupported, fmt::format("{}: {} {}", person_->name(), what, step.answer));
    }
  }
}

}  // namespace enocheck::sut
