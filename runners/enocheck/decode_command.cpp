#include <algorithm>
#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "core/files.h"
#include "gbcs/message_text.h"
#include "message_input.h"
#include "report/decode_report.h"
#include "report/decoding.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> inputs;
  std::string format = "text";
  std::string keystore;
};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool has_known_ending(const fs::path& file) {
  const auto ending = lower_case(file.extension().string());
  constexpr std::string_view kEndings[] = {".hex", ".txt", ".bin", ".gbcs", ".b64", ".base64", ".xml"};
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

/// Prints every report; true if none is bad.
bool print(const report::Decoding& decoding, bool as_json) {
  std::size_t bad = 0;
  for (const auto& one : decoding.reports()) {
    bad += one.is_bad() ? 1 : 0;
    const auto text = (as_json ? to_json(one) : to_text(one, decoding.keys())) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (!as_json && decoding.reports().size() > 1) {
    note(fmt::format("{} messages, {} bad", decoding.reports().size(), bad));
  }
  return bad == 0;
}

/// Reads a file into the decoding. A file found in a folder may turn out to be something else: it is left
/// out.
Status add_file(report::Decoding& decoding, const fs::path& file, bool is_named) {
  const auto content = read_input(file);
  if (!content) { return tl::unexpected(content.error()); }
  if (!is_named && !has_known_ending(file) && !report::is_xml(*content) &&
      !gbcs::looks_like_messages(*content)) {
    note(file.string() + ": no message, left out");
    return {};
  }
  decoding.add_content(file.string(), *content);
  return {};
}

Status add_input(report::Decoding& decoding, const std::string& input) {
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
  report::Decoding decoding(std::move(keys));
  std::optional<Error> unreadable;
  for (const auto& input : options.inputs) {
    if (const auto added = add_input(decoding, input); !added) {
      note(added.error().detail);
      unreadable = added.error();
    }
  }
  if (decoding.reports().empty() && !unreadable) {
    return report_error(context, Error{ErrorCode::Io, "nothing to decode: the folders hold no messages"});
  }
  decoding.describe();
  const bool all_good = print(decoding, options.format == "json");
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
