#include "verify_run.h"

#include <fmt/format.h>

#include "core/files.h"
#include "report/bundle.h"
#include "report/run_lock.h"
#include "report/seal.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

Result<std::optional<crypto::SealPublicKey>> signer_of(const fs::path& key) {
  if (key.empty()) { return std::nullopt; }
  const auto octets = read_file(key);
  if (!octets) { return tl::unexpected(octets.error()); }
  auto parsed = crypto::SealPublicKey::parse(*octets);
  if (!parsed) { return failure(parsed.error(), "--key " + key.string()); }
  return *std::move(parsed);
}

/// A folder that was never sealed is told apart from one that lost its seal as far as that can be.
Status expect_sealed(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / report::kManifestFile, ignored) || report::is_sealed(folder)) { return {}; }
  if (fs::exists(folder / "0.journal.jsonl", ignored)) { return {}; }
  return failure(ErrorCode::Schema,
                 folder.string() + " is no run's folder: it has neither a MANIFEST nor a journal");
}

std::string_view what_it_proves(const report::SealFindings& findings, bool key_named) {
  if (key_named) { return "the key that was named"; }
  if (findings.whose == report::SealedBy::Run) {
    return "a key made for the run: that proves integrity since the run, not who ran it";
  }
  return "the tester's key, as the folder says; --key FILE tells whether it is";
}

/// The bundle's record says that there is no signature, and MANIFEST that the record is what it was.
void allow_unsigned(report::SealFindings& findings) {
  std::erase_if(findings.faults, [](const report::ManifestFault& fault) {
    return fault.what == "missing" && fault.path == report::kSignatureFile;
  });
}

void print(const fs::path& folder, const report::SealFindings& findings, bool key_named) {
  for (const auto& fault : findings.faults) {
    fmt::print("{:<9}  {}{}{}\n", fault.what, fault.path, fault.why.empty() ? "" : ": ", fault.why);
  }
  if (findings.faults.empty()) {
    const auto signer = findings.fingerprint.empty()
                            ? std::string("not signed: whoever changed a file could have changed MANIFEST")
                            : fmt::format("signed by {} (SHA-256 {})", what_it_proves(findings, key_named),
                                          findings.fingerprint);
    fmt::print("valid: {}: {} files as MANIFEST says; {}\n", folder.string(), findings.files, signer);
    return;
  }
  fmt::print(
      "not valid: {}: {} faults among {} files{}\n", folder.string(), findings.faults.size(), findings.files,
      report::is_sealed(folder) ? "" : "; a run that was killed has no seal: enocheck run --resume ends it");
}

Status check(const fs::path& folder, const fs::path& key, CommandContext& context) {
  const auto signer = signer_of(key);
  if (!signer) { return tl::unexpected(signer.error()); }
  if (auto sealed = expect_sealed(folder); !sealed) { return sealed; }
  const auto lock = report::RunLock::shared(folder);  // while it is read, nobody goes on with it
  if (!lock) { return tl::unexpected(lock.error()); }
  auto findings = report::check_seal(folder, *signer);
  if (!findings) { return tl::unexpected(findings.error()); }
  if (!*signer && report::is_unsigned_bundle(folder)) { allow_unsigned(*findings); }
  print(folder, *findings, signer->has_value());
  if (!findings->faults.empty()) { context.exit_code = ExitCode::No; }
  // A bundle has the run, with a seal of its own unless MPANs were redacted.
  std::error_code ignored;
  const auto run = folder / "run";
  const bool has_run = fs::exists(folder / report::kBundleFile, ignored) && report::is_sealed(run);
  return has_run ? check(run, {}, context) : Status{};
}

}  // namespace

void verify_run(const fs::path& folder, const fs::path& key, CommandContext& context) {
  std::error_code failed;
  const auto path = fs::canonical(folder, failed);
  if (const auto done = check(failed ? folder : path, key, context); !done) {
    report_error(context, done.error());
  }
}

}  // namespace enocheck
