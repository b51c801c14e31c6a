#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "crypto/seal_key.h"
#include "report/redaction.h"
#include "report/secret_scan.h"

namespace enocheck::report {

inline constexpr std::string_view kBundleFile = "BUNDLE.json";

/// What goes into an evidence bundle.
struct BundleParts {
  std::filesystem::path run_folder;  ///< sealed
  std::string tool_version;
  std::map<std::string, std::filesystem::path> configuration;  ///< what the run was set up by, by name
  SecretScan secrets;                                          ///< no file with one of these goes in
  std::optional<MpanRedaction> redaction;                      ///< none: MPANs stay
  std::optional<crypto::SealKey> key;                          ///< of its manifest; none: it is not signed
};

/// A file that is not in the bundle.
struct LeftOut {
  std::string path;
  std::string why;
};
struct BundleReport {
  std::size_t files = 0;
  std::size_t replaced = 0;  ///< how often an MPAN was
  std::vector<LeftOut> left_out;
};

/// Writes a zip: in a folder of the run's name, `run/` (the run folder), `configuration/`, BUNDLE.json (what
/// it is, what was left out and redacted), MANIFEST of all of it, and its signature where there is a key. The
/// same parts give the same octets (P-256 signatures aside). Where MPANs are redacted, the run's own seal
/// stays out: it no longer fits, and its digests would let MPANs be guessed. Errors: Io.
[[nodiscard]] Result<BundleReport> write_bundle(const BundleParts& parts, const std::filesystem::path& file);

/// Does BUNDLE.json in an unpacked bundle say that it is not signed?
[[nodiscard]] bool is_unsigned_bundle(const std::filesystem::path& folder);

}  // namespace enocheck::report
