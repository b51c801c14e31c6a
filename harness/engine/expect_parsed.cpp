// What a Parse and Correlate program says: of a request and a message, whether they belong together; of a
// message, the MMC document.
#include <fmt/format.h>

#include "engine/octet_mutation.h"
#include "engine/response_value.h"
#include "engine/steps.h"
#include "xml/document.h"

namespace enocheck::engine {
namespace {

Stop at_parser(Stop stop) {
  stop.hop = Hop::ParseAndCorrelate;
  return stop;
}

Result<Bytes> octets_of(CaseContext& context, const catalogue::MessageForParser& message) {
  auto octets =
      message.octets ? Result<Bytes>(*message.octets) : context.surroundings().vector(message.vector);
  if (!octets) { return octets; }
  const MutationNames names{[&](std::string_view name) { return find_party(context.world(), name); },
                            [&](std::string_view text) { return context.resolve(text); }};
  return mutated(*octets, message.mutations, names);
}

/// The document of a vector; empty for none.
Result<std::string> request_of(CaseContext& context, const std::string& vector) {
  if (vector.empty()) { return std::string(); }
  return context.surroundings().vector(vector).map(
      [](const Bytes& octets) { return std::string(text_of(octets)); });
}

std::string said(bool belongs, const std::string& reason) {
  const auto* const verdict = belongs ? "belongs to it" : "does not belong to it";
  return reason.empty() ? verdict : fmt::format("{}: {}", verdict, reason);
}

/// Where the published schema is at hand, what it says of the document.
std::optional<Stop> judge_by_schema(CaseContext& context, const std::string& mmc) {
  const auto document = xml::Document::parse(mmc);
  if (!document) {
    return diverged("what Parse gives is no XML", "an MMC document", document.error().detail);
  }
  const auto* const schema = context.surroundings().mmc_schema;
  if (schema == nullptr) {
    context.observe(
        "IOP-4: MMC documents were not held against the published schema, which is not here: see "
        "schemas/published/README.md, or give --mmc-schema");
    return std::nullopt;
  }
  context.count_check();
  const auto valid = schema->validate(*document);
  if (valid) { return std::nullopt; }
  return diverged("the MMC document does not fit the published schema", "a valid document",
                  valid.error().detail);
}

std::optional<Stop> judge_mmc(CaseContext& context, const catalogue::ExpectMmc& expected,
                              const ParsedMessage& parsed) {
  context.count_check();
  if (expected.refused != !parsed.mmc.has_value()) {
    return parsed.mmc ? diverged("a message that is damaged is parsed", "no MMC document", *parsed.mmc)
                      : diverged("the message is not parsed", "an MMC document",
                                 parsed.reason.empty() ? "none" : "none: " + parsed.reason);
  }
  if (!parsed.mmc) { return std::nullopt; }
  if (auto stop = judge_by_schema(context, *parsed.mmc)) { return stop; }
  return judge_values(context, expected.values, *parsed.mmc);
}

}  // namespace

std::optional<Stop> run_expect_correlation(CaseContext& context,
                                           const catalogue::ExpectCorrelation& expected) {
  const auto request = request_of(context, expected.request);
  if (!request) { return at_fault(request.error().detail); }
  const auto octets = octets_of(context, expected.message);
  if (!octets) { return at_fault(octets.error().detail); }
  const auto answer = context.sut().correlate(*request, *octets);
  if (!answer) { return stop_of(answer.error()); }
  context.count_check();
  if (answer->belongs == expected.belongs) { return std::nullopt; }
  return at_parser(diverged(expected.belongs ? "a message is not correlated with its request"
                                             : "a message is correlated with a request that it is not of",
                            said(expected.belongs, ""), said(answer->belongs, answer->reason)));
}

std::optional<Stop> run_expect_mmc(CaseContext& context, const catalogue::ExpectMmc& expected) {
  const auto request = request_of(context, expected.request);
  if (!request) { return at_fault(request.error().detail); }
  const auto octets = octets_of(context, expected.message);
  if (!octets) { return at_fault(octets.error().detail); }
  const auto parsed = context.sut().parse(*request, *octets);
  if (!parsed) { return stop_of(parsed.error()); }
  auto stop = judge_mmc(context, expected, *parsed);
  if (stop && stop->verdict == Verdict::Fail) { return at_parser(*std::move(stop)); }
  return stop;
}

}  // namespace enocheck::engine
