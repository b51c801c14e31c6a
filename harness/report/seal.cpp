#include "report/seal.h"

#include <fmt/format.h>

#include "core/files.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOfRun =
    "Made for this run alone: its signature shows that nothing was changed since the run, not who ran it.\n";
constexpr std::string_view kOfTester = "The key that the tester named (--sign-key).\n";

constexpr std::size_t kLargestManifest = std::size_t{256} << 20U;
constexpr std::size_t kLargestSignature = 4096;

/// A file of the seal, or a fault that says why it cannot be had. Links are not followed.
Result<Bytes> read_part(const fs::path& folder, std::string_view name, std::size_t limit,
                        std::vector<ManifestFault>& faults) {
  std::error_code ignored;
  const auto file = folder / name;
  const auto status = fs::symlink_status(file, ignored);
  if (status.type() == fs::file_type::not_found) {
    faults.push_back({"missing", std::string(name), ""});
    return Bytes{};
  }
  if (status.type() != fs::file_type::regular) {
    faults.push_back({"malformed", std::string(name), "is a link or no file at all"});
    return Bytes{};
  }
  auto octets = read_file(file, limit);
  if (octets || octets.error().code != ErrorCode::Hostile) { return octets; }
  faults.push_back({"malformed", std::string(name), fmt::format("has more than {} octets", limit)});
  return Bytes{};
}

void check_signature(SealFindings& findings, ByteView manifest, ByteView signature, ByteView key_file,
                     const std::optional<crypto::SealPublicKey>& signer) {
  findings.whose = text_of(key_file).starts_with(kOfTester) ? SealedBy::Tester : SealedBy::Run;
  const auto key = signer ? Result<crypto::SealPublicKey>(*signer) : crypto::SealPublicKey::parse(key_file);
  if (!key) {
    findings.faults.push_back({"signature", std::string(kPublicKeyFile), key.error().detail});
  } else if (!key->verify(manifest, signature)) {
    findings.faults.push_back({"signature", std::string(kSignatureFile),
                               fmt::format("is not that of MANIFEST by {}",
                                           signer ? "the key that was named" : "the key in MANIFEST.pub")});
  } else {
    findings.fingerprint = key->fingerprint();
  }
}

}  // namespace

std::string to_public_key_file(const crypto::SealPublicKey& key, SealedBy whose) {
  return std::string(whose == SealedBy::Tester ? kOfTester : kOfRun) + key.to_pem();
}

Status seal(const fs::path& folder, const crypto::SealKey& key, SealedBy whose) {
  const auto key_file = to_public_key_file(key.public_key(), whose);
  if (auto done = write_file(folder / kPublicKeyFile, bytes_of(key_file)); !done) { return done; }
  const auto found = digest_folder(folder);
  if (!found) { return tl::unexpected(found.error()); }
  if (!found->faults.empty()) {
    const auto& fault = found->faults.front();
    return failure(ErrorCode::BadValue,
                   fmt::format("{}: {} and cannot be sealed", (folder / fault.path).string(), fault.why));
  }
  const auto manifest = to_manifest(found->files);
  const auto signature = key.sign(bytes_of(manifest));
  if (!signature) { return tl::unexpected(signature.error()); }
  if (auto done = write_file(folder / kManifestFile, bytes_of(manifest)); !done) { return done; }
  if (auto done = write_file(folder / kSignatureFile, *signature); !done) { return done; }
  return sync_to_disk(folder);
}

bool is_sealed(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / kSignatureFile, ignored);
}

Result<SealFindings> check_seal(const fs::path& folder, const std::optional<crypto::SealPublicKey>& signer) {
  SealFindings findings;
  const auto manifest = read_part(folder, kManifestFile, kLargestManifest, findings.faults);
  if (!manifest) { return tl::unexpected(manifest.error()); }
  const auto signature = read_part(folder, kSignatureFile, kLargestSignature, findings.faults);
  if (!signature) { return tl::unexpected(signature.error()); }
  std::vector<ManifestFault> told_below;  // the public key is in MANIFEST like any other file
  const auto key_file = read_part(folder, kPublicKeyFile, kLargestSignature, told_below);
  if (!key_file) { return tl::unexpected(key_file.error()); }
  if (findings.faults.empty()) { check_signature(findings, *manifest, *signature, *key_file, signer); }
  auto said = parse_manifest(text_of(*manifest));
  auto there = digest_folder(folder);
  if (!there) { return tl::unexpected(there.error()); }
  auto differences = compare(said.files, there->files);
  for (auto* const more : {&said.faults, &there->faults, &differences}) {
    findings.faults.insert(findings.faults.end(), more->begin(), more->end());
  }
  findings.files = said.files.size();
  return findings;
}

}  // namespace enocheck::report
