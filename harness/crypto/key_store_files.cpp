#include <fmt/format.h>

#include <set>

#include "core/files.h"
#include "crypto/handles.h"
#include "crypto/key_store.h"
#include "crypto/key_store_entry.h"
#include "crypto/test_pki.h"

namespace enocheck::crypto {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCertificateEnding = ".pem";
constexpr std::string_view kKeyEnding = ".key";
constexpr std::size_t kEuiDigits = 16;

/// What follows the EUI-64 in a file's name.
struct Suffix {
  std::string_view text;
  KeyUsage usage;
  bool prepayment;
};
constexpr std::array<Suffix, 4> kSuffixes = {{{"-ds", KeyUsage::DigitalSignature, false},
                                              {"-ka", KeyUsage::KeyAgreement, false},
                                              {"-pp-ka", KeyUsage::KeyAgreement, true},
                                              {"-xml", KeyUsage::DigitalSignature, false}}};

/// What a file's name promises: `90b3d51f30020000-ds`.
struct Promise {
  Eui64 eui;
  Suffix suffix;
};

/// Nothing for a name of another form: such a certificate is taken for what it says itself.
std::optional<Promise> promise_of(std::string_view stem) {
  const auto eui = Eui64::parse(stem.substr(0, std::min(stem.size(), kEuiDigits)));
  if (!eui) { return std::nullopt; }
  for (const auto& suffix : kSuffixes) {
    if (stem.substr(kEuiDigits) == suffix.text) { return Promise{*eui, suffix}; }
  }
  return std::nullopt;
}

/// True for a file that was meant to be a certificate: then damage is an error and not a foreign file.
bool claims_to_be_a_certificate(ByteView octets) {
  return text_of(octets).find("-----BEGIN CERTIFICATE-----") != std::string_view::npos;
}

fs::path key_file_of(fs::path certificate_file) { return certificate_file.replace_extension(kKeyEnding); }

Result<KeyStore::Entry> read_pair(const fs::path& file, ByteView certificate, bool prepayment) {
  KeyStoreSource source{.certificate_name = file.string(),
                        .certificate = certificate,
                        .key_name = key_file_of(file).string(),
                        .key = std::nullopt,
                        .prepayment = prepayment};
  std::error_code error;
  if (!fs::exists(source.key_name, error)) { return read_entry(source); }
  auto key = read_file(source.key_name);
  if (!key) { return tl::unexpected(key.error()); }
  source.key = *key;
  auto entry = read_entry(source);
  cleanse(key->data(), key->size());
  return entry;
}

/// An entry, or why the file is none.
using EntryOrReason = tl::expected<KeyStore::Entry, std::string>;

Result<EntryOrReason> read_certificate_file(const fs::path& file) {
  const auto octets = read_file(file);
  if (!octets) { return tl::unexpected(octets.error()); }
  if (!claims_to_be_a_certificate(*octets) && !Certificate::parse(*octets)) {
    return EntryOrReason(tl::unexpect, "not a certificate");
  }
  const auto promise = promise_of(file.stem().string());
  auto entry = read_pair(file, *octets, promise && promise->suffix.prepayment);
  if (!entry) { return tl::unexpected(entry.error()); }
  if (promise) {
    if (auto why = contradiction(entry->certificate, promise->eui, promise->suffix.usage)) {
      return EntryOrReason(tl::unexpect, *std::move(why));
    }
  }
  return EntryOrReason(*std::move(entry));
}

std::string note(const fs::path& file, std::string_view reason) {
  return fmt::format("{}: {}", file.filename().string(), reason);
}

/// The key files without a certificate of the same name.
Result<std::vector<std::string>> lonely_keys(const fs::path& folder) {
  const auto files = files_below(folder, kKeyEnding);
  if (!files) { return tl::unexpected(files.error()); }
  std::vector<std::string> notes;
  for (const auto& file : *files) {
    std::error_code error;
    auto certificate = file;
    if (!fs::exists(certificate.replace_extension(kCertificateEnding), error)) {
      notes.push_back(note(file, "a key without a certificate beside it"));
    }
  }
  return notes;
}

/// The name of an entry's files, without ending.
std::string stem_of(const KeyStore::Entry& entry) {
  const auto& certificate = entry.certificate;
  const auto role = certificate.role().value_or(RemotePartyRole::Other);
  if (!certificate.subject() || !certificate.usage()) { return name_of(role); }  // an authority
  const bool for_xml = role == RemotePartyRole::XmlSigning || role == RemotePartyRole::DspXmlSigning;
  const auto* const suffix = for_xml                                         ? "-xml"
                             : entry.prepayment                              ? "-pp-ka"
                             : certificate.usage() == KeyUsage::KeyAgreement ? "-ka"
                                                                             : "-ds";
  return to_file_stem(*certificate.subject()) + suffix;
}

Status write_entry(const fs::path& folder, const std::string& stem, const KeyStore::Entry& entry) {
  auto written =
      write_file(folder / (stem + std::string(kCertificateEnding)), bytes_of(entry.certificate.to_pem()));
  if (!written || !entry.private_key) { return written; }
  const auto pem = entry.private_key->to_pem();
  if (!pem) { return tl::unexpected(pem.error()); }
  return write_file(folder / (stem + std::string(kKeyEnding)), bytes_of(*pem));
}

}  // namespace

Result<KeyStore> KeyStore::load(const fs::path& source) {
  std::error_code error;
  if (fs::is_regular_file(source, error)) {
    const auto text = read_text(source);
    return text ? from_json(*text, source.string()) : tl::unexpected(text.error());
  }
  if (!fs::is_directory(source, error)) {
    return failure(ErrorCode::Io, fmt::format("{}: no such key store; name a folder with files like "
                                              "90b3d51f30020000-ds.pem, or a ZAZ1 JSON key store",
                                              source.string()));
  }
  const auto files = files_below(source, kCertificateEnding);
  if (!files) { return tl::unexpected(files.error()); }
  auto lonely = lonely_keys(source);
  if (!lonely) { return tl::unexpected(lonely.error()); }
  KeyStore store;
  store.ignored_ = *std::move(lonely);
  for (const auto& file : *files) {
    auto entry = read_certificate_file(file);
    if (!entry) { return tl::unexpected(entry.error()); }
    if (*entry) {
      store.add(**std::move(entry));
    } else {
      store.ignored_.push_back(note(file, entry->error()));
    }
  }
  if (store.entries_.empty()) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{}: not one certificate in it; it should hold files like 90b3d51f30020000-ds.pem",
                    source.string()));
  }
  return store;
}

Status write_test_key_store(const fs::path& folder, const KeyStore& store) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) { return failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), error.message())); }
  std::set<std::string> stems;
  for (const auto& entry : store.entries()) {
    const auto stem = stem_of(entry);
    if (!stems.insert(stem).second) {
      return failure(ErrorCode::BadValue,
                     fmt::format("{}: two entries want to be {}; write them to different folders",
                                 folder.string(), stem));
    }
    if (auto written = write_entry(folder, stem, entry); !written) { return written; }
  }
  return write_file(
      folder / "TEST-KEYS.txt",
      bytes_of("Test keys and test certificates, made by enocheck. They protect nothing: never trust "
               "them outside a test.\n"));
}

}  // namespace enocheck::crypto
