#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "duis/service_response.h"
#include "gbcs/message.h"
#include "message_input.h"
#include "report/decoding.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"

namespace enocheck {
namespace {

struct Options {
  std::filesystem::path request;
  std::filesystem::path message;
  std::vector<std::string> codes;
  std::string broker;
};

struct Outcome {
  std::vector<transform::Mismatch> mismatches;
  Bytes octets;
};

Result<transform::CorrelationOptions> correlation_options(const Options& options) {
  transform::CorrelationOptions choices;
  for (const auto& text : options.codes) {
    const auto code = parse_message_code(text);
    if (!code) { return failure(code.error(), "--code"); }
    choices.further_codes.push_back(*code);
  }
  if (!options.broker.empty()) {
    const auto broker = Eui64::parse(options.broker);
    if (!broker) { return failure(broker.error(), "--acb"); }
    choices.broker = *broker;
  }
  return choices;
}

Result<Outcome> correlate(const duis::ServiceRequest& request, ByteView content,
                          const transform::CorrelationOptions& choices) {
  if (report::is_xml(content)) {
    const auto document = duis::parse_response(text_of(content));
    if (!document) { return tl::unexpected(document.error()); }
    auto mismatches = transform::correlate_document(request, *document, choices);
    if (!mismatches) { return tl::unexpected(mismatches.error()); }
    return Outcome{std::move(*mismatches), copy_of(duis::gbcs_octets_of(*document))};
  }
  auto octets = message_octets(content);
  if (!octets) { return tl::unexpected(octets.error()); }
  const auto message = gbcs::decode_message(*octets);
  if (!message) { return tl::unexpected(message.error()); }
  auto mismatches = message->header.cra == gbcs::CraFlag::Response
                        ? transform::correlate_response(request, *octets, choices)
                        : transform::correlate_pre_command(request, *octets, choices);
  if (!mismatches) { return tl::unexpected(mismatches.error()); }
  return Outcome{std::move(*mismatches), std::move(*octets)};
}

/// What Parse makes of a response; nothing for a command.
Status print_mmc(const duis::ServiceRequest& request, ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  if (message->header.cra != gbcs::CraFlag::Response) { return {}; }
  const auto output = transform::mmc_output(&request, octets);
  if (!output) { return tl::unexpected(output.error()); }
  fmt::print("{}\n", *output);
  return {};
}

void run(const Options& options, CommandContext& context) {
  const auto choices = correlation_options(options);
  if (!choices) { return report_error(context, choices.error()); }
  const auto request = read_request(options.request);
  if (!request) { return report_error(context, request.error()); }
  const auto content = read_input(options.message);
  if (!content) { return report_error(context, content.error()); }
  const auto outcome = correlate(*request, *content, *choices);
  if (!outcome) {
    const auto& error = outcome.error();
    return report_error(context, {error.code, options.message.string() + ": " + error.detail, error.offset});
  }
  for (const auto& mismatch : outcome->mismatches) {
    fmt::print(stderr, "{}: expected {}, found {}\n", mismatch.field, mismatch.expected, mismatch.found);
  }
  if (!outcome->mismatches.empty()) {
    note(fmt::format("does not belong to {}", to_string(request->header.request_id)));
    context.exit_code = ExitCode::No;
    return;
  }
  if (const auto printed = print_mmc(*request, outcome->octets); !printed) {
    return report_error(context, printed.error());
  }
  note(fmt::format("belongs to {}", to_string(request->header.request_id)));
}

}  // namespace

void add_correlate_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("correlate", "Parse and Correlate: does this message belong to this request?");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("request", options->request, "The DUIS Request with its values (not a signed pre-command)")
      ->required();
  command
      ->add_option("message", options->message,
                   "GBCS pre-command, command or response (hex, base64, binary), or a DUIS Response; - reads "
                   "standard input")
      ->required();
  command->add_option("--code", options->codes, "Accept this message code too, for an ENO variant: 7E55")
      ->expected(1);
  command->add_option("--acb", options->broker,
                      "EUI of the access control broker: no other may speak for an unknown remote party");
  command->footer(
      "Prints the parsed response (MMC) on stdout; each field that differs on stderr. Exit code 0 if it "
      "belongs, "
      "1 if not, 2 if something cannot be read.\n"
      "Example: enocheck correlate vectors/duis/7.6/request.xml vectors/gbcs/ECS47/deactivate_response.hex");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace enocheck
