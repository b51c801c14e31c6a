#include <charconv>

#include <fmt/format.h>

#include "catalogue/step_reader.h"

namespace enocheck::catalogue {
namespace {

Duration required_span(const Element& element, const char* attribute) {
  const auto span = element.span(attribute);
  if (!span) { element.fail(fmt::format("<{}> needs {}", element.name(), attribute)); }
  return span.value_or(Duration{});
}

unsigned read_switch_index(const Element& element) {
  const auto index = element.integer("index").value_or(0);
  if (index < 1 || index > 5) { element.fail("index has to be 1 to 5"); }
  return static_cast<unsigned>(index);
}

/// "2 5", or "none".
std::optional<std::vector<unsigned>> read_switches(const Element& element, const char* attribute) {
  const auto words = element.words(attribute);
  if (words.empty()) { return std::nullopt; }
  std::vector<unsigned> switches;
  if (words.front() == "none" && words.size() == 1) { return switches; }
  for (const auto& word : words) {
    if (word.size() != 1 || word.front() < '1' || word.front() > '5') {
      element.fail(fmt::format("{}: \"{}\" is no switch", attribute, word));
      return std::nullopt;
    }
    switches.push_back(static_cast<unsigned>(word.front() - '0'));
  }
  return switches;
}

ExpectConnection read_connection(const Element& element) {
  return {element.one_of("certificate", {"own", "none", "foreign", "expired"}, ""),
          element.one_of("outcome", {"answered", "refused"}, "") == "answered"};
}

ExpectResponse read_response(const Element& element) {
  ExpectResponse expected;
  expected.to = element.required("to");
  expected.within = required_span(element, "within");
  expected.hop = element.text("hop");
  expected.outcome = element.one_of("outcome", {"success", "failure"}, "");
  for (const auto& word : element.words("results")) {
    unsigned code = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), code);
    if (read.ec != std::errc() || code > 255) {
      element.fail(fmt::format("results: \"{}\" is no result code", word));
    }
    expected.results.push_back(code);
  }
  for (const auto& value : element.children("value")) {
    expected.values.push_back(read_expected_value(value));
  }
  if (const auto labels = element.child("labels")) {
    expected.labels = ExpectLabels{read_switches(*labels, "charger"), read_switches(*labels, "unlabelled"),
                                   read_switches(*labels, "not-standard")};
  }
  return expected;
}

ExpectSwitch read_switch(const Element& element) {
  const auto closed = element.one_of("state", {"open", "closed"}, "") == "closed";
  return {element.required("meter"), read_switch_index(element), closed,
          element.span("within"),    element.text("since"),      element.text("hop")};
}

ExpectLoad read_load(const Element& element) {
  const auto watts = element.integer("watts").value_or(-1);
  if (watts < 0) { element.fail("watts has to be 0 or more"); }
  return {element.required("meter"),
          read_switch_index(element),
          static_cast<unsigned>(std::max<std::int64_t>(0, watts)),
          element.span("within"),
          element.text("since"),
          element.text("hop")};
}

ExpectFeederLoad read_feeder_load(const Element& element) {
  const auto watts = [&](const char* attribute) -> std::optional<unsigned> {
    const auto value = element.integer(attribute);
    if (!value) { return std::nullopt; }
    if (*value < 0) { element.fail(fmt::format("{} has to be 0 or more", attribute)); }
    return static_cast<unsigned>(std::max<std::int64_t>(0, *value));
  };
  ExpectFeederLoad expected{element.required("feeder"), watts("at-least"),     watts("at-most"),
                            element.span("within"),     element.text("since"), element.text("hop")};
  if (!expected.at_least && !expected.at_most) { element.fail("at-least or at-most, or both"); }
  return expected;
}

ExpectLedger read_ledger(const Element& element) {
  ExpectLedger expected{
      element.required("meter"), read_switch_index(element), required_span(element, "in-the-last"),
      element.integer("count"),  element.integer("minutes"), element.integer("equivalent-minutes"),
      element.text("hop")};
  if (!expected.count && !expected.minutes && !expected.equivalent_minutes) {
    element.fail("count, minutes or equivalent-minutes");
  }
  return expected;
}

ExpectAtDevice read_at_device(const Element& element) {
  ExpectAtDevice expected;
  expected.of = element.required("of");
  expected.code = element.text("code");
  expected.originator = element.text("originator");
  expected.supplementary = element.text("supplementary");
  expected.is_signed = element.boolean("signed");
  expected.payload = element.hex("payload");
  expected.payload_of = element.text("payload-of");
  expected.after = element.text("after");
  expected.vector = element.text("vector");
  if (const auto count = element.integer("count")) {
    if (*count < 0) { element.fail("count has to be 0 or more"); }
    expected.count = static_cast<std::size_t>(*count);
  }
  expected.hop = element.text("hop");
  return expected;
}

ExpectErrorResponse read_error_response(const Element& element) {
  return {element.required("to"), required_span(element, "within"), element.text("hop"),
          element.required("code"), element.span("not-before")};
}

}  // namespace

ExpectedValue read_expected_value(const Element& element) {
  ExpectedValue value{element.text("of"), element.integer("index"), element.text("path"),
                      element.verbatim("is")};
  if (value.of.empty() == value.path.empty()) { element.fail("either of or path, and not both"); }
  return value;
}

std::optional<decltype(Step::action)> read_expectation(const Element& element) {
  const auto name = element.name();
  if (name == "expect-response") { return read_response(element); }
  if (name == "expect-no-response") {
    return ExpectNoResponse{element.required("to"), required_span(element, "within"), element.text("hop")};
  }
  if (name == "expect-error-response") { return read_error_response(element); }
  if (name == "expect-alert") {
    return ExpectAlert{element.required("code"), element.text("meter"), element.text("at"),
                       required_span(element, "within"), element.text("hop")};
  }
  if (name == "expect-dcc-alert") {
    return ExpectDccAlert{element.required("element"), element.text("code"), element.text("message"),
                          required_span(element, "within"), element.text("hop")};
  }
  if (name == "expect-switch") { return read_switch(element); }
  if (name == "expect-load") { return read_load(element); }
  if (name == "expect-timing") {
    return ExpectTiming{element.required("of"), element.words("passed"), element.required("within")};
  }
  if (name == "expect-ledger") { return read_ledger(element); }
  if (name == "expect-observation") {
    return ExpectObservation{element.required("about"), static_cast<std::size_t>(std::max<std::int64_t>(
                                                            0, element.integer("count").value_or(1)))};
  }
  if (name == "expect-feeder-load") { return read_feeder_load(element); }
  if (name == "expect-fuse") {
    return ExpectFuse{element.required("feeder"), element.one_of("state", {"holds", "blown"}, "") == "blown",
                      element.span("within")};
  }
  if (name == "expect-nothing-at-device") {
    return ExpectNothingAtDevice{element.required("meter"), element.text("hop")};
  }
  if (name == "expect-at-device") { return read_at_device(element); }
  if (name == "expect-connection") { return read_connection(element); }
  return read_parser_expectation(element);
}

}  // namespace enocheck::catalogue
