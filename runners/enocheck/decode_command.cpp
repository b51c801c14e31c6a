#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "core/files.h"
#include "decode_report.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "gbcs/message_text.h"
#include "message_input.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> inputs;
  std::string format = "text";
  std::string keystore;
};

/// A response belongs to the command with its counter, message code and parties.
using ExchangeKey = std::tuple<std::uint64_t, std::uint16_t, Eui64, Eui64>;

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool has_known_ending(const fs::path& file) {
  const auto ending = lower_case(file.extension().string());
  constexpr std::string_view kEndings[] = {".hex", ".txt", ".bin", ".gbcs", ".b64", ".base64", ".xml"};
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

DuisSummary summary_of(const duis::ServiceRequest& request) {
  return {.kind = "request",
          .request_id = to_string(request.header.request_id),
          .response_id = {},
          .service_reference_variant = request.header.service_reference_variant,
          .command_variant = std::to_string(request.header.command_variant),
          .response_code = {},
          .element = std::string(duis::element_of(request.body))};
}

DuisSummary summary_of(const duis::ServiceResponse& response) {
  DuisSummary summary;
  summary.kind = "response";
  if (response.request_id) { summary.request_id = to_string(*response.request_id); }
  if (response.response_id) { summary.response_id = to_string(*response.response_id); }
  summary.response_code = response.response_code;
  if (const auto* const message = std::get_if<duis::ResponseMessage>(&response.body)) {
    summary.service_reference_variant = message->service_reference_variant;
    summary.element = "ResponseMessage";
  } else if (const auto* const alert = std::get_if<duis::DeviceAlertMessage>(&response.body)) {
    summary.element = "DeviceAlertMessage " + alert->alert_code;
  } else if (const auto* const dcc = std::get_if<duis::DccAlertMessage>(&response.body)) {
    summary.element = "DCCAlertMessage " + dcc->code;
  } else if (const auto* const other = std::get_if<duis::OpaqueContent>(&response.body)) {
    summary.element = other->element;
  }
  return summary;
}

/// The local name of a document's root element, by sight: which parser's complaint is to be shown.
std::string_view root_of(std::string_view document) {
  for (auto at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
    if (at + 1 >= document.size() || document[at + 1] == '?' || document[at + 1] == '!') { continue; }
    const auto name = document.substr(at + 1, document.find_first_of(" \t\r\n/>", at + 1) - at - 1);
    return name.substr(name.find(':') + 1);
  }
  return {};
}

/// Reads everything first, so that a response can be read with the command it answers, then reports in order.
class Decoding {
 public:
  explicit Decoding(std::optional<crypto::KeyStore> keys) : keys_(std::move(keys)) {
    if (keys_) { verifier_.emplace(*keys_); }
  }

  void add_content(const std::string& name, ByteView content) {
    if (is_xml(content)) { return add_document(name, content); }
    const auto found = gbcs::find_messages(content);
    if (found.empty()) { add(name, {}, failure(ErrorCode::Truncated, "no message")); }
    for (const auto& message : found) {
      const auto where = message.line == 0 ? name : fmt::format("{}:{}", name, message.line);
      add(where, {}, message.octets);
    }
  }

  /// Prints every report; true if none is bad.
  bool print(bool as_json) {
    bool all_good = true;
    for (auto& report : reports_) {
      describe(report);
      all_good &= !report.is_bad();
      const auto text = as_json ? to_json(report) + "\n" : to_text(report, keys_ ? &*keys_ : nullptr) + "\n";
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    if (!as_json && reports_.size() > 1) {
      const auto bad =
          std::count_if(reports_.begin(), reports_.end(), [](const auto& r) { return r.is_bad(); });
      note(fmt::format("{} messages, {} bad", reports_.size(), bad));
    }
    return all_good;
  }

  [[nodiscard]] bool is_empty() const { return reports_.empty(); }

 private:
  void add_document(const std::string& name, ByteView content) {
    if (root_of(text_of(content)) == "Request") {
      const auto request = duis::parse_request(text_of(content));
      if (!request) { return add(name, {}, tl::unexpected(request.error())); }
      const auto* const carried = std::get_if<duis::SignedPreCommand>(&request->body);
      return add(name, summary_of(*request), carried != nullptr ? carried->gbcs_payload : Bytes());
    }
    const auto response = duis::parse_response(text_of(content));
    if (!response) { return add(name, {}, tl::unexpected(response.error())); }
    add(name, summary_of(*response), copy_of(duis::gbcs_octets_of(*response)));
  }

  void add(const std::string& file, std::optional<DuisSummary> duis, Result<Bytes> octets) {
    auto& report = reports_.emplace_back();
    report.file = file;
    report.duis = std::move(duis);
    if (!octets) {
      report.error = octets.error();
      return;
    }
    report.octets = *std::move(octets);
    if (report.duis && report.octets.empty()) { return; }
    auto message = gbcs::decode_message(report.octets);
    if (!message) {
      report.error = message.error();
      return;
    }
    report.message = *std::move(message);
    remember_command(*report.message);
  }

  void remember_command(const gbcs::Message& message) {
    const auto& header = message.header;
    if (header.cra != gbcs::CraFlag::Command) { return; }
    if (auto request = gbcs::decode_access_request(message.payload)) {
      requests_[{header.counter.value(), header.code.value(), header.originator, header.target}] =
          *std::move(request);
    }
  }

  void describe(DecodeReport& report) const {
    if (!report.message) { return; }
    const auto& header = report.message->header;
    gbcs::DescriptionContext context{.request = nullptr, .keys = keys_ ? &*keys_ : nullptr};
    const auto command =
        requests_.find({header.counter.value(), header.code.value(), header.target, header.originator});
    if (header.cra == gbcs::CraFlag::Response && command != requests_.end()) {
      context.request = &command->second;
    }
    report.payload = gbcs::describe_payload(*report.message, context);
    if (report.payload.error) {
      report.error = report.payload.error;
      report.error->offset += report.message->payload_offset;
    }
    report.verification =
        verifier_ ? verifier_->verify(*report.message) : gbcs::verification_without_keys(*report.message);
  }

  std::optional<crypto::KeyStore> keys_;
  std::optional<gbcs::Verifier> verifier_;
  std::deque<DecodeReport> reports_;  ///< a deque: views into their octets stay
  std::map<ExchangeKey, gbcs::AccessRequest> requests_;
};

/// Reads a file into the decoding. A file found in a folder may turn out to be something else: it is left
/// out.
Status add_file(Decoding& decoding, const fs::path& file, bool is_named) {
  const auto content = read_input(file);
  if (!content) { return tl::unexpected(content.error()); }
  if (!is_named && !has_known_ending(file) && !is_xml(*content) && !gbcs::looks_like_messages(*content)) {
    note(file.string() + ": no message, left out");
    return {};
  }
  decoding.add_content(file.string(), *content);
  return {};
}

Status add_input(Decoding& decoding, const std::string& input) {
  std::error_code ignored;
  if (!fs::is_directory(input, ignored)) { return add_file(decoding, input, true); }
  const auto files = files_below(input, "");
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& file : *files) {
    if (file.filename().string().starts_with('.')) { continue; }
    if (auto added = add_file(decoding, file, false); !added) { return added; }
  }
  return {};
}

void run(const Options& options, CommandContext& context) {
  std::optional<crypto::KeyStore> keys;
  if (!options.keystore.empty()) {
    auto loaded = crypto::KeyStore::load(options.keystore);
    if (!loaded) { return report_error(context, loaded.error()); }
    keys = *std::move(loaded);
  }
  Decoding decoding(std::move(keys));
  std::optional<Error> unreadable;
  for (const auto& input : options.inputs) {
    if (const auto added = add_input(decoding, input); !added) {
      note(added.error().detail);
      unreadable = added.error();
    }
  }
  if (decoding.is_empty() && !unreadable) {
    return report_error(context, Error{ErrorCode::Io, "nothing to decode: the folders hold no messages"});
  }
  const bool all_good = decoding.print(options.format == "json");
  if (!all_good) { context.exit_code = ExitCode::No; }
  if (unreadable) { context.exit_code = ExitCode::Usage; }
}

}  // namespace

void add_decode_command(CLI::App& app, CommandContext& context) {
  auto options = std::make_shared<Options>();
  auto* const command =
      app.add_subcommand("decode", "Decode GBCS messages and DUIS documents, verify MAC and signature");
  command->footer(
      "Reads hex, base64 or binary, a message a line where it is text; a folder with all below it; - is "
      "standard\n"
      "input. A response is read with the command it answers, where both are given.\n\n"
      "Exit codes: 0 all decoded, nothing invalid; 1 not so; 2 usage or unreadable input.\n\n"
      "Example:  enocheck decode --keystore keys/ messages/ | less\n"
      "          echo DF0901… | enocheck decode --format json -");
  command->add_option("FILE", options->inputs, "Files, folders, or - for standard input")->default_val("-");
  command->add_option("--format", options->format, "text or json (an object a line)")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command
      ->add_option("--keystore", options->keystore, "Folder of PEM files by EUI-64, or a ZAZ1 JSON key store")
      ->check(CLI::ExistingPath);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace enocheck
