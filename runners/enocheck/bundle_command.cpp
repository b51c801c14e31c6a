#include <memory>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/testbed.h"
#include "command.h"
#include "core/files.h"
#include "report/bundle.h"
#include "report/results_json.h"
#include "report/run_folder.h"
#include "report/run_lock.h"
#include "report/seal.h"
#include "suite_setup.h"
#include "sut/credentials.h"
#include "version.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path run;
  fs::path out;
  fs::path sign_key;
  bool redact_mpan = false;
};

/// A file that the run's options name, wherever they were given; empty: none.
fs::path file_given(const report::Invocation& how, std::string_view option) {
  const auto beginning = fmt::format("--{}=", option);
  for (const auto& given : how.options) {
    if (given.starts_with(beginning)) { return fs::path(how.folder) / given.substr(beginning.size()); }
  }
  return {};
}

/// What the run was set up by, as far as it is files.
std::map<std::string, fs::path> configuration_of(const report::RunInfo& run, const fs::path& data_dir) {
  std::map<std::string, fs::path> files;
  std::error_code ignored;
  for (const auto* const option : {"profile", "testbed", "ics", "requirements", "baseline", "gate", "sut"}) {
    const auto file = file_given(run.invocation, option);
    if (fs::is_regular_file(file, ignored)) { files.emplace(fmt::format("{}.xml", option), file); }
  }
  const auto shipped = data_dir / "testcases" / "profiles" / (run.profile + ".xml");
  if (!files.contains("profile.xml") && fs::exists(shipped, ignored)) {
    files.emplace("profile.xml", shipped);
  }
  return files;
}

/// The keys of everybody in the run: test keys of its seed, and those of its key store.
Status add_keys(report::SecretScan& secrets, const report::RunInfo& run, const LoadedSuite& suite) {
  const auto keystore = run.keystore.empty() ? "" : (fs::path(run.invocation.folder) / run.keystore).string();
  const auto given = load_keys(keystore);
  if (!given) { return failure(given.error(), "the run's keys, which must not get into the bundle"); }
  const auto credentials = sut::Credentials::create(run.seed, false, *given);
  if (!credentials) { return tl::unexpected(credentials.error()); }
  const auto add_store = [&](const crypto::KeyStore& store) {
    for (const auto& entry : store.entries()) {
      if (entry.private_key) { secrets.add(*entry.private_key); }
    }
  };
  if (*given) { add_store(**given); }
  const auto harness = (*credentials)->of_harness(suite.worlds);
  if (!harness) { return tl::unexpected(harness.error()); }
  add_store(*harness);
  for (const auto& [id, world] : suite.worlds) {
    const auto dsp = (*credentials)->of_dsp(world);
    if (!dsp) { return tl::unexpected(dsp.error()); }
    add_store(**dsp);
    for (const auto& meter : world.meters) {
      for (const auto& device : {meter.esme, meter.hub}) {
        const auto own = (*credentials)->of_device(world, meter, device);
        if (!own) { continue; }  // somebody's real device: its keys are nowhere here
        secrets.add(own->signing);
        secrets.add(own->agreement);
      }
    }
  }
  return {};
}

/// Those of the suite's worlds, of the test bed, and what the run's documents and results name.
Result<std::set<std::string>> mpans_of(const fs::path& folder, const LoadedSuite& suite,
                                       const std::map<std::string, fs::path>& configuration) {
  std::set<std::string> all;
  for (const auto& [id, world] : suite.worlds) {
    for (const auto& meter : world.meters) { all.insert(meter.import_mpan); }
  }
  auto files = files_below(folder, "");
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& [name, file] : configuration) { files->push_back(file); }
  for (const auto& file : *files) {
    const auto ending = file.extension();
    if (ending != ".xml" && ending != ".mmc" && ending != ".json" && ending != ".jsonl") { continue; }
    const auto text = read_text(file, std::size_t{4} << 30U);
    if (!text) { return tl::unexpected(text.error()); }
    all.merge(report::mpans_in(*text));
  }
  all.erase("");
  return all;
}

Status expect_valid_seal(const fs::path& folder) {
  if (!report::is_sealed(folder)) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{} has no seal: the run was killed; `enocheck run --resume` ends it", folder.string()));
  }
  const auto findings = report::check_seal(folder, std::nullopt);
  if (!findings) { return tl::unexpected(findings.error()); }
  if (findings->faults.empty()) { return {}; }
  return failure(ErrorCode::BadSignature,
                 fmt::format("{} was changed since the run, {} for one; `enocheck verify` lists all",
                             folder.string(), findings->faults.front().path));
}

Result<std::optional<crypto::SealKey>> sign_key_of(const fs::path& file) {
  if (file.empty()) { return std::nullopt; }
  const auto octets = read_file(file);
  if (!octets) { return tl::unexpected(octets.error()); }
  auto key = crypto::SealKey::parse(*octets);
  if (!key) { return failure(key.error(), "--sign-key " + file.string()); }
  return *std::move(key);
}

/// The tester alone can tell whose pseudonym is whose.
Status write_pseudonyms(const report::MpanRedaction& redaction, const fs::path& bundle) {
  auto file = bundle;
  file += ".pseudonyms.txt";
  std::string text;
  for (const auto& [mpan, pseudonym] : redaction.pseudonyms()) { text += mpan + " " + pseudonym + "\n"; }
  if (auto made = write_file(file, {}); !made) { return made; }
  std::error_code failed;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (auto written = failed ? Status(write_failure(file, failed.value())) : append_to_file(file, text);
      !written) {
    return written;
  }
  note(fmt::format("{} has MPANs and pseudonyms: it stays here", file.string()));
  return {};
}

Result<report::BundleParts> gather(const Options& options, const fs::path& path,
                                   const CommandContext& context) {
  const auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto run = folder->info();
  if (!run) { return tl::unexpected(run.error()); }
  if (auto valid = expect_valid_seal(path); !valid) { return tl::unexpected(valid.error()); }
  report::BundleParts parts;
  parts.run_folder = path;
  parts.tool_version = kVersion;
  std::error_code ignored;
  const fs::path data_then = run->invocation.data;
  const auto& data_dir = fs::is_directory(data_then, ignored) ? data_then : context.data_dir;
  parts.configuration = configuration_of(*run, data_dir);
  const auto suite =
      load_suite_unchecked(data_dir, "secmp0046");  // its worlds, whose keys and MPANs it names
  if (!suite) { return tl::unexpected(suite.error()); }
  if (auto added = add_keys(parts.secrets, *run, *suite); !added) { return tl::unexpected(added.error()); }
  if (options.redact_mpan) {
    const auto mpans = mpans_of(path, *suite, parts.configuration);
    if (!mpans) { return tl::unexpected(mpans.error()); }
    parts.redaction.emplace(*mpans);
  }
  auto key = sign_key_of(options.sign_key);
  if (!key) { return tl::unexpected(key.error()); }
  parts.key = *std::move(key);
  return parts;
}

Status bundle_run(const Options& options, CommandContext& context) {
  std::error_code failed;
  const auto path = fs::canonical(options.run, failed);
  const auto lock = report::RunLock::alone(path, std::chrono::seconds(0));
  if (!lock) { return tl::unexpected(lock.error()); }
  auto parts = gather(options, path, context);
  if (!parts) {
    if (parts.error().code != ErrorCode::BadSignature) { return tl::unexpected(parts.error()); }
    note(parts.error().detail);
    context.exit_code = ExitCode::No;
    return {};
  }
  auto file = options.out.empty() ? path : fs::absolute(options.out, failed);
  if (options.out.empty()) { file += "-bundle.zip"; }
  if (!file.lexically_relative(path).empty() && *file.lexically_relative(path).begin() != "..") {
    return failure(ErrorCode::BadValue,
                   fmt::format("--out {}: a sealed run is not written into", file.string()));
  }
  const auto written = report::write_bundle(*parts, file);
  if (!written) { return tl::unexpected(written.error()); }
  if (parts->redaction) {
    if (auto kept = write_pseudonyms(*parts->redaction, file); !kept) { return kept; }
  }
  for (const auto& one : written->left_out) { note(fmt::format("left out: {}: {}", one.path, one.why)); }
  fmt::print("{}: {} files{}{}{}\n", file.string(), written->files,
             parts->redaction ? fmt::format(", {} MPANs redacted", written->replaced) : "",
             written->left_out.empty() ? "" : fmt::format(", {} left out", written->left_out.size()),
             parts->key ? ", signed" : "");
  if (!written->left_out.empty()) { context.exit_code = ExitCode::No; }
  return {};
}

}  // namespace

void add_bundle_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "bundle",
      "Make the evidence bundle of a run: a zip with configuration, log, report, traffic and hashes");
  command->footer(
      "Example: enocheck bundle results/latest --redact-mpan --sign-key tester.pem --out evidence.zip\n"
      "Private keys never go in: a file with one is left out, which BUNDLE.json and standard error say.\n"
      "Exit code: 0 all is in it, 1 a file was left out, or the run was changed since it was sealed,\n"
      "           2 no run, or one without a seal, or a zip that cannot be written.");
  auto options = std::make_shared<Options>();
  command->add_option("run", options->run, "Folder of the run")->required()->check(CLI::ExistingDirectory);
  command->add_option("--out", options->out, "The zip; otherwise RUN-bundle.zip beside the run's folder");
  command->add_flag("--redact-mpan", options->redact_mpan,
                    "Put pseudonyms in the place of MPANs; which is whose is written beside the zip");
  command
      ->add_option(
          "--sign-key", options->sign_key,
          "Private key that signs the bundle's MANIFEST: Ed25519 or P-256, PEM; otherwise it is not signed")
      ->check(CLI::ExistingFile);
  command->callback([options, &context] {
    if (const auto done = bundle_run(*options, context); !done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
