#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/vector_check.h"
#include "command.h"
#include "core/files.h"
#include "core/hex.h"
#include "crypto/test_pki.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using catalogue::Vector;
using catalogue::VectorSet;

struct Options {
  fs::path vectors;  ///< empty: below the data folder
  fs::path out;
  std::string keys;
  fs::path content;
  Vector added;
  std::string signature;
  std::string mac;

  [[nodiscard]] fs::path folder(const CommandContext& context) const {
    return vectors.empty() ? context.data_dir / "vectors" : vectors;
  }
};

void check(const Options& options, CommandContext& context) {
  const auto findings = catalogue::check_vectors(options.folder(context), context.data_dir / "schemas");
  if (!findings) { return report_error(context, findings.error()); }
  for (const auto& text : findings->faults) { fmt::print("{}\n", text); }
  fmt::print("{} vectors, {} bad\n", findings->checked, findings->faults.size());
  if (!findings->faults.empty()) { context.exit_code = ExitCode::No; }
}

/// True if the file is there with exactly this content.
bool is_same(const fs::path& file, ByteView content) {
  const auto there = read_file(file);
  return there && std::equal(there->begin(), there->end(), content.begin(), content.end());
}

Status write(const fs::path& file, ByteView content) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", file.string(), failed.message())); }
  return write_file(file, content);
}

struct Tally {
  std::size_t made = 0;
  std::size_t taken_over = 0;
  std::size_t different = 0;
};

/// Makes one vector again; with --out writes it, and says where it differs from what is there.
Status regenerate(const Vector& vector, const VectorSet& set, const fs::path& folder, const fs::path& out,
                  Tally& tally) {
  const auto remade = catalogue::remake_vector(vector, set);
  if (!remade) { return tl::unexpected(remade.error()); }
  ++(remade->made ? tally.made : tally.taken_over);
  const auto descriptor = vector.descriptor.lexically_relative(folder);
  const auto bytes = vector.bytes_path().lexically_relative(folder);
  const std::pair<fs::path, ByteView> files[] = {{descriptor, bytes_of(remade->descriptor)},
                                                 {bytes, remade->content}};
  for (const auto& [file, content] : files) {
    if (!is_same(folder / file, content)) {
      ++tally.different;
      fmt::print("differs: {}\n", file.generic_string());
    }
    if (out.empty()) { continue; }
    if (auto written = write(out / file, content); !written) { return written; }
  }
  return {};
}

void generate(const Options& options, CommandContext& context) {
  const auto folder = options.folder(context);
  const auto set = VectorSet::load(folder);
  if (!set) { return report_error(context, set.error()); }
  Tally tally;
  for (const auto& vector : set->vectors) {
    const auto done = regenerate(vector, *set, folder, options.out, tally);
    if (!done) { return report_error(context, done.error()); }
  }
  fmt::print("{} made again, {} taken over from their source, {} files differ\n", tally.made,
             tally.taken_over, tally.different);
  if (tally.different != 0) { context.exit_code = ExitCode::No; }
}

/// The description is read from the octets; what is ours is then made anew, with the protection asked for.
Status add(Options& options, const VectorSet& set, const fs::path& folder) {
  auto& vector = options.added;
  vector.descriptor = folder / (vector.id + ".vector.xml");
  const bool is_document = options.content.extension() == ".xml";
  vector.file = fs::path(vector.id).filename().string() + (is_document ? ".xml" : ".hex");
  const auto content = read_file(options.content);
  if (!content) { return tl::unexpected(content.error()); }
  if (is_document) {
    vector.decoded = catalogue::DocumentDescription{};
  } else {
    const auto octets = decode_hex(text_of(*content));
    if (!octets) { return failure(octets.error(), options.content.string()); }
    auto message = catalogue::describe(*octets, nullptr);
    if (!message) { return failure(message.error(), options.content.string()); }
    if (!options.signature.empty()) { message->signature = options.signature; }
    if (!options.mac.empty()) { message->mac = options.mac; }
    vector.decoded = std::move(*message);
  }
  if (auto written = write(vector.bytes_path(), *content); !written) { return written; }
  const auto remade = catalogue::remake_vector(vector, set);
  if (!remade) { return tl::unexpected(remade.error()); }
  if (auto written = write(vector.bytes_path(), remade->content); !written) { return written; }
  return write(vector.descriptor, bytes_of(remade->descriptor));
}

void add_subcommands(CLI::App& command, const std::shared_ptr<Options>& options, CommandContext& context) {
  auto* const check_command = command.add_subcommand(
      "check", "Hold every vector against its checksum, its description, its keys and its schema");
  check_command->callback([options, &context] { check(*options, context); });

  auto* const generate_command = command.add_subcommand(
      "generate", "Make the vectors again from their descriptions and the test PKI, and say what differs");
  generate_command->add_option("--out", options->out,
                               "Write them below this folder (may be the vectors' own)");
  generate_command->callback([options, &context] { generate(*options, context); });

  auto* const keys = command.add_subcommand("keys", "Write a seeded set of test keys as a key store");
  keys->add_option("name", options->keys, "The set: vectors/pki/NAME_test_keys.xml")->required();
  keys->add_option("--out", options->out, "Folder for the PEM files")->required();
  keys->callback([options, &context] {
    const auto set =
        catalogue::VectorKeys::load(options->folder(context) / "pki" / (options->keys + "_test_keys.xml"));
    if (!set) { return report_error(context, set.error()); }
    const auto written = crypto::write_test_key_store(options->out, set->store());
    if (!written) { return report_error(context, written.error()); }
  });
}

void add_add_subcommand(CLI::App& command, const std::shared_ptr<Options>& options, CommandContext& context) {
  auto* const add_command = command.add_subcommand("add", "Add a vector, described from its octets");
  auto& vector = options->added;
  add_command->add_option("id", vector.id, "Its place: gbcs/ECS47/deactivate_command")->required();
  add_command->add_option("file", options->content, "Its octets: hex of a message, or a DUIS document (.xml)")
      ->required();
  add_command->add_option("--title", vector.title, "What it is, in one sentence")->required();
  add_command
      ->add_option("--origin", vector.origin.name,
                   "RTDS, SYN or brief for octets taken over; enocheck: protected anew with the set's keys")
      ->required();
  add_command->add_option("--version", vector.origin.version, "Of the data set, or of the generator")
      ->required();
  add_command->add_option("--item", vector.origin.item, "Its name in the data set");
  add_command->add_option("--document", vector.document, "Where the facts are from")->required();
  add_command->add_option("--section", vector.section, "Where in that document")->required();
  add_command->add_option("--request", vector.request, "The DUIS request that it carries out or answers");
  add_command->add_option("--keys", vector.keys, "Its key set");
  add_command->add_option("--fault", vector.fault, "What is wrong with an invalid one");
  add_command->add_option("--signature", options->signature, "For enocheck's own: absent, empty or valid");
  add_command->add_option("--mac", options->mac, "For enocheck's own: absent or valid");
  add_command->callback([options, &context] {
    const auto folder = options->folder(context);
    const auto set = VectorSet::load_keys(folder);
    if (!set) { return report_error(context, set.error()); }
    const auto added = add(*options, *set, folder);
    if (!added) { return report_error(context, added.error()); }
  });
}

}  // namespace

void add_vectors_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("vectors", "Check or regenerate the vectors");
  const auto options = std::make_shared<Options>();
  command->require_subcommand(1);
  command->add_option("--vectors", options->vectors, "Another folder of vectors");
  command->footer(
      "Exit code 0 if all hold (or nothing differs), 1 if not, 2 if something cannot be read.\n"
      "Example: enocheck vectors check");
  add_subcommands(*command, options, context);
  add_add_subcommand(*command, options, context);
}

}  // namespace enocheck
