#include "report/manifest.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigestLetters = 64;
/// Files are read side by side: most are small, and what takes time is opening them.
constexpr unsigned kReaders = 4;

/// Reads a regular file in pieces, and no link. Errors: Io.
Result<std::string> digest_of(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);  // NOLINT
  const auto failed = [&] {
    return failure(ErrorCode::Io, fmt::format("{}: cannot read: {}", file.string(), std::strerror(errno)));
  };
  if (descriptor < 0) { return failed(); }
  crypto::Sha256Stream stream;
  std::array<std::uint8_t, 65536> block{};
  ssize_t got = 0;
  do {
    got = ::read(descriptor, block.data(), block.size());
    if (got > 0) { stream.add(ByteView(block).first(static_cast<std::size_t>(got))); }
  } while (got > 0 || (got < 0 && errno == EINTR));
  const auto error = errno;
  ::close(descriptor);
  if (got < 0) {
    errno = error;
    return failed();
  }
  auto digest = encode_hex(stream.finish());
  std::transform(digest.begin(), digest.end(), digest.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return digest;
}

/// A name that one line can hold, and that a terminal may show.
bool is_plain(std::string_view path) {
  return std::none_of(path.begin(), path.end(),
                      [](unsigned char letter) { return letter < 0x20 || letter == 0x7F || letter == '\\'; });
}

std::string printable(std::string_view path) {
  std::string out;
  for (const char letter : path) { out += is_plain({&letter, 1}) ? letter : '?'; }
  return out;
}

/// What is below the folder; links are not followed.
struct Listing {
  std::vector<std::string> files;
  std::vector<ManifestFault> faults;
};
Result<Listing> list(const fs::path& folder) {
  Listing listing;
  std::error_code failed;
  const auto add = [&](const fs::directory_entry& entry) {
    const auto path = entry.path().lexically_relative(folder).generic_string();
    const auto type = entry.symlink_status(failed).type();
    if (failed || type == fs::file_type::directory) { return; }
    if (type != fs::file_type::regular) {
      listing.faults.push_back({"added", printable(path), "is a link or no file at all"});
    } else if (!is_plain(path)) {
      listing.faults.push_back({"added", printable(path), "has a name that no run gives"});
    } else if (path != kManifestFile && path != kSignatureFile) {
      listing.files.push_back(path);
    }
  };
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    add(*entry);
    if (failed) { break; }
  }
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())); }
  std::sort(listing.files.begin(), listing.files.end());
  return listing;
}

bool is_digest(std::string_view text) {
  return text.size() == kDigestLetters && std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
         });
}

/// A path of a file in the folder, written the one way that there is.
bool stays_inside(std::string_view text) {
  const fs::path path(text);
  return !text.empty() && is_plain(text) && path.is_relative() && path.lexically_normal().native() == text &&
         *path.begin() != ".." && *path.begin() != "." && path.has_filename() && text != kManifestFile &&
         text != kSignatureFile;
}

std::string objection_to(std::string_view line) {
  if (line.size() < kDigestLetters + 3 || !is_digest(line.substr(0, kDigestLetters)) ||
      line.substr(kDigestLetters, 2) != "  ") {
    return "is no line of sha256sum's";
  }
  if (!stays_inside(line.substr(kDigestLetters + 2))) { return "names no file of this folder"; }
  return "";
}

}  // namespace

Result<FolderDigests> digest_folder(const fs::path& folder) {
  auto listing = list(folder);
  if (!listing) { return tl::unexpected(listing.error()); }
  const auto& paths = listing->files;
  std::vector<Result<std::string>> digests(paths.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t index = next++; index < paths.size(); index = next++) {
      digests[index] = digest_of(folder / paths[index]);
    }
  };
  {
    std::vector<std::jthread> readers;
    const auto wanted = std::min<std::size_t>(kReaders, std::max(1U, std::thread::hardware_concurrency()));
    for (std::size_t reader = 1; reader < wanted; ++reader) { readers.emplace_back(work); }
    work();
  }
  FolderDigests found;
  found.faults = std::move(listing->faults);
  for (std::size_t index = 0; index < paths.size(); ++index) {
    if (!digests[index]) { return tl::unexpected(digests[index].error()); }
    found.files.emplace_hint(found.files.end(), paths[index], *std::move(digests[index]));
  }
  return found;
}

std::string to_manifest(const Digests& files) {
  std::string text;
  for (const auto& [path, digest] : files) { text += digest + "  " + path + "\n"; }
  return text;
}

ParsedManifest parse_manifest(std::string_view text) {
  ParsedManifest manifest;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    auto why = end == std::string_view::npos ? "is cut off" : objection_to(line);
    if (why.empty() && !manifest.files.emplace(line.substr(66), line.substr(0, kDigestLetters)).second) {
      why = "names a file for the second time";
    }
    if (!why.empty()) {
      manifest.faults.push_back({"malformed", fmt::format("{}:{}", kManifestFile, number), why});
    }
  }
  return manifest;
}

std::vector<ManifestFault> compare(const Digests& said, const Digests& there) {
  std::vector<ManifestFault> faults;
  for (const auto& [path, digest] : said) {
    const auto found = there.find(path);
    if (found == there.end()) {
      faults.push_back({"missing", path, ""});
    } else if (found->second != digest) {
      faults.push_back({"changed", path, ""});
    }
  }
  for (const auto& [path, digest] : there) {
    if (!said.contains(path)) { faults.push_back({"added", path, ""}); }
  }
  return faults;
}

}  // namespace enocheck::report
