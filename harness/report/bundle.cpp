#include "report/bundle.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"
#include "report/manifest.h"
#include "report/seal.h"
#include "report/zip_file.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;
constexpr std::size_t kLargestFile = std::size_t{4} << 30U;

std::string lower_hex(ByteView octets) {
  auto hex = encode_hex(octets);
  std::transform(hex.begin(), hex.end(), hex.begin(), [](unsigned char c) { return std::tolower(c); });
  return hex;
}

bool is_of_seal(std::string_view name) {
  return name == kManifestFile || name == kSignatureFile || name == kPublicKeyFile;
}

/// A bundle as it grows.
class Bundle {
 public:
  Bundle(const BundleParts& parts, ZipWriter zip)
      : parts_(&parts), zip_(std::move(zip)), root_(parts.run_folder.filename().string() + "-bundle/") {}

  Status add_run() {
    const auto files = files_below(parts_->run_folder, "");
    if (!files) { return tl::unexpected(files.error()); }
    for (const auto& file : *files) {
      const auto name = file.lexically_relative(parts_->run_folder).generic_string();
      if (parts_->redaction && is_of_seal(name)) {
        report_.left_out_by_redaction.push_back("run/" + name);
        continue;
      }
      if (auto added = add_file("run/" + name, file); !added) { return added; }
    }
    return {};
  }
  Status add_configuration() {
    for (const auto& [name, file] : parts_->configuration) {
      if (auto added = add_file("configuration/" + name, file); !added) { return added; }
    }
    return {};
  }
  /// BUNDLE.json and the manifest.
  Status add_record() {
    const auto text = record().dump(1) + "\n";
    if (auto added = add(std::string(kBundleFile), bytes_of(text)); !added) { return added; }
    if (parts_->key) {
      const auto key_file = to_public_key_file(parts_->key->public_key(), SealedBy::Tester);
      if (auto added = add(std::string(kPublicKeyFile), bytes_of(key_file)); !added) { return added; }
    }
    const auto manifest = to_manifest(digests_);
    if (auto added = zip_.add(root_ + std::string(kManifestFile), bytes_of(manifest)); !added) {
      return added;
    }
    if (!parts_->key) { return {}; }
    const auto signature = parts_->key->sign(bytes_of(manifest));
    if (!signature) { return tl::unexpected(signature.error()); }
    return zip_.add(root_ + std::string(kSignatureFile), *signature);
  }
  Result<BundleReport> finish() {
    if (auto done = zip_.finish(); !done) { return tl::unexpected(done.error()); }
    return BundleReport{digests_.size(), report_.replaced, report_.left_out};
  }

 private:
  struct Report {
    std::size_t replaced = 0;
    std::vector<LeftOut> left_out;
    std::vector<std::string> left_out_by_redaction;
    std::vector<std::pair<std::string, std::size_t>> redacted;  ///< files, how often
  };

  Status add_file(const std::string& name, const fs::path& file) {
    auto content = read_file(file, kLargestFile);
    if (!content) { return tl::unexpected(content.error()); }
    if (const auto secret = parts_->secrets.find(*content)) {
      report_.left_out.push_back({name, "it holds " + *secret});
      return {};
    }
    if (!parts_->redaction) { return add(name, *content); }
    const auto times = parts_->redaction->apply(*content);
    if (parts_->redaction->is_left_in(*content)) {
      report_.left_out.push_back({name, "it holds an MPAN in base64, where none can be replaced"});
      return {};
    }
    report_.replaced += times;
    if (times > 0) { report_.redacted.emplace_back(name, times); }
    return add(name, *content);
  }

  Status add(const std::string& name, ByteView octets) {
    digests_.emplace(name, lower_hex(crypto::sha256(octets)));
    return zip_.add(root_ + name, octets);
  }

  ordered_json redaction_json() const {
    if (!parts_->redaction) { return nullptr; }
    auto pseudonyms = ordered_json::array();
    for (const auto& [mpan, pseudonym] : parts_->redaction->pseudonyms()) { pseudonyms.push_back(pseudonym); }
    auto files = ordered_json::array();
    for (const auto& [name, times] : report_.redacted) {
      files.push_back({{"path", name}, {"replaced", times}});
    }
    return {{"what", "mpan"},
            {"how",
             "Each MPAN is replaced by a pseudonym of the same length, also in hex and inside "
             "run/evidence.pcapng. Signatures and digests over a document with a pseudonym do not hold any "
             "more. The seal of the run is left out; MANIFEST is of this bundle."},
            {"pseudonyms", std::move(pseudonyms)},
            {"replaced", report_.replaced},
            {"files", std::move(files)},
            {"left_out", report_.left_out_by_redaction}};
  }

  ordered_json record() const {
    ordered_json json = {
        {"schema_version", kSchemaVersion},       {"run", parts_->run_folder.filename().string()},
        {"tool_version", parts_->tool_version},   {"files", digests_.size()},
        {"configuration", ordered_json::array()}, {"left_out", ordered_json::array()},
        {"redaction", redaction_json()},          {"signed", parts_->key.has_value()}};
    for (const auto& [name, file] : parts_->configuration) { json["configuration"].push_back(name); }
    for (const auto& one : report_.left_out) {
      json["left_out"].push_back({{"path", one.path}, {"why", one.why}});
    }
    return json;
  }

  const BundleParts* parts_;
  ZipWriter zip_;
  std::string root_;
  Digests digests_;
  Report report_;
};

}  // namespace

Result<BundleReport> write_bundle(const BundleParts& parts, const fs::path& file) {
  auto zip = ZipWriter::create(file);
  if (!zip) { return tl::unexpected(zip.error()); }
  Bundle bundle(parts, *std::move(zip));
  if (auto added = bundle.add_run(); !added) { return tl::unexpected(added.error()); }
  if (auto added = bundle.add_configuration(); !added) { return tl::unexpected(added.error()); }
  if (auto added = bundle.add_record(); !added) { return tl::unexpected(added.error()); }
  return bundle.finish();
}

bool is_unsigned_bundle(const fs::path& folder) {
  const auto text = read_text(folder / kBundleFile);
  if (!text) { return false; }
  const auto json = ordered_json::parse(*text, nullptr, false);
  return json.is_object() && json.contains("signed") && json["signed"] == false;
}

}  // namespace enocheck::report
