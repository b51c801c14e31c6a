#include "catalogue/step_reader.h"

#include <fmt/format.h>

namespace enocheck::catalogue {
namespace {

using Action = decltype(Step::action);

Intercept read_intercept(const Element& element) {
  Intercept intercept;
  intercept.link = element.required("link");
  intercept.drop = element.boolean("drop").value_or(false);
  for (const auto& word : element.words("flip-bits")) {
    if (word.find_first_not_of("0123456789") != std::string::npos || word.size() > 9) {
      element.fail(fmt::format("flip-bits: \"{}\" is no bit number", word));
      return intercept;
    }
    intercept.flipped_bits.push_back(std::stoul(word));
  }
  if (intercept.drop != intercept.flipped_bits.empty()) { element.fail("either drop=\"true\" or flip-bits"); }
  return intercept;
}

std::optional<Action> read_doing(const Element& element) {
  const auto name = element.name();
  if (name == "send") { return read_send(element); }
  if (name == "submit") { return read_submit(element); }
  if (name == "replay") { return read_replay(element); }
  if (name == "deliver") { return read_deliver(element); }
  if (name == "advance") { return Advance{element.span("by").value_or(Duration{})}; }
  if (name == "press-boost") { return PressBoost{element.required("meter")}; }
  if (name == "power") {
    return Power{element.required("device"), element.one_of("state", {"on", "off"}, "") == "on"};
  }
  if (name == "intercept") { return read_intercept(element); }
  if (name == "repeat") {
    const auto times = element.integer("times").value_or(0);
    if (times < 1 || times > 10'000) { element.fail("times has to be 1 to 10000"); }
    return Repeat{static_cast<unsigned>(std::max<std::int64_t>(1, times)), read_steps(element)};
  }
  if (name == "curtail-feeder") {
    return CurtailFeeder{element.required("feeder"), element.required("as"), element.required("id"),
                         element.integer("index").value_or(0), element.integer("duration").value_or(0)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<Step> read_steps(const Element& steps) {
  std::vector<Step> read;
  for (const auto& child : steps.children()) {
    auto action = read_doing(child);
    if (!action) { action = read_expectation(child); }
    if (action) {
      read.push_back({child.line(), child.name(), *std::move(action)});
    } else {
      child.fail(fmt::format("<{}> is no step", child.name()));
    }
  }
  return read;
}

}  // namespace enocheck::catalogue
