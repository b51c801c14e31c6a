#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace enocheck::report {

inline constexpr std::string_view kManifestFile = "MANIFEST";
inline constexpr std::string_view kSignatureFile = "MANIFEST.sig";
inline constexpr std::string_view kPublicKeyFile = "MANIFEST.pub";

/// SHA-256 in hex, by path relative to the folder, with `/` between its parts.
using Digests = std::map<std::string, std::string>;

/// What is the matter with a file, or with a line of MANIFEST.
struct ManifestFault {
  std::string what;  ///< "changed", "missing", "added", "malformed", "signature"
  std::string path;  ///< or "MANIFEST:7"
  std::string why;   ///< empty: `what` says it
};

/// What is below a folder: the digests of its files, MANIFEST and MANIFEST.sig left out. Nothing but files
/// and folders has a place there: links, devices and the like are faults and not opened.
struct FolderDigests {
  Digests files;
  std::vector<ManifestFault> faults;
};
/// Errors: Io, for what cannot be listed or read.
[[nodiscard]] Result<FolderDigests> digest_folder(const std::filesystem::path& folder);

/// The lines that `sha256sum -c` takes: `DIGEST  PATH`, by path.
[[nodiscard]] std::string to_manifest(const Digests& files);

/// What MANIFEST says. Lines that are none, name a file twice, or lead out of the folder are faults; so is a
/// last line that is cut off.
struct ParsedManifest {
  Digests files;
  std::vector<ManifestFault> faults;
};
[[nodiscard]] ParsedManifest parse_manifest(std::string_view text);

/// What is there against what MANIFEST says, by path.
[[nodiscard]] std::vector<ManifestFault> compare(const Digests& said, const Digests& there);

}  // namespace enocheck::report
