#include "catalogue/step_reader.h"

namespace enocheck::catalogue {
namespace {

MessageForParser read_message(const Element& element, std::string_view besides) {
  MessageForParser message{element.text("message"), element.hex("octets"),
                           read_octet_mutations(element, besides)};
  if (message.vector.empty() == !message.octets.has_value()) {
    element.fail("either message or octets, and not both");
  }
  return message;
}

ExpectCorrelation read_correlation(const Element& element) {
  ExpectCorrelation expected{element.required("request"), read_message(element, {}), true};
  const auto belongs = element.boolean("belongs");
  if (!belongs) { element.fail("belongs has to be true or false"); }
  expected.belongs = belongs.value_or(true);
  return expected;
}

ExpectMmc read_mmc(const Element& element) {
  ExpectMmc expected{element.text("request"), read_message(element, "value"), false, {}};
  expected.refused = element.boolean("refused").value_or(false);
  for (const auto& value : element.children("value")) {
    const bool is_there = value.maybe("path") || value.maybe("of");  // else a row of a table left it empty
    if (is_there || value.verbatim("is").empty()) { expected.values.push_back(read_expected_value(value)); }
  }
  if (expected.refused && !expected.values.empty()) { element.fail("what is refused has no values"); }
  return expected;
}

}  // namespace

std::optional<decltype(Step::action)> read_parser_expectation(const Element& element) {
  const auto name = element.name();
  if (name == "expect-correlation") { return read_correlation(element); }
  if (name == "expect-mmc") { return read_mmc(element); }
  return std::nullopt;
}

}  // namespace enocheck::catalogue
