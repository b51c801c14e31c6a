#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "crypto/key_store.h"
#include "crypto/key_store_entry.h"

namespace enocheck::crypto {
namespace {

using nlohmann::json;

std::optional<KeyUsage> usage_from(std::string_view text) {
  if (text == "digitalSignature") { return KeyUsage::DigitalSignature; }
  if (text == "keyAgreement") { return KeyUsage::KeyAgreement; }
  return std::nullopt;
}

/// The text of a member, or empty where there is none.
std::string_view text_at(const json& object, const char* member) {
  if (!object.is_object()) { return {}; }
  const auto at = object.find(member);
  if (at == object.end() || !at->is_string()) { return {}; }
  return at->get_ref<const std::string&>();
}

/// The one form of name that tells prepayment keys apart: `Z1-supplierPP-ka`.
bool is_prepayment(std::string_view name) { return name.ends_with("PP-ka"); }

Result<KeyStore::Entry> entry_from(const json& object, const std::string& path) {
  const auto certificate = text_at(object, "certificate");
  if (certificate.empty()) {
    return failure(ErrorCode::BadValue, fmt::format("{}: no member `certificate` with PEM text", path));
  }
  const auto key = text_at(object, "privateKey");
  return read_entry({.certificate_name = path + "/certificate",
                     .certificate = bytes_of(certificate),
                     .key_name = path + "/privateKey",
                     .key = key.empty() ? std::nullopt : std::optional(bytes_of(key)),
                     .prepayment = is_prepayment(text_at(object, "name"))});
}

}  // namespace

// Shape: { "90b3d51f30020000": { "digitalSignature": { "<serial>": { "certificate": PEM, "privateKey": PEM,
// "name": text, "role": number } }, "keyAgreement": … } }. Role and serial are read from the certificate.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): text, then its name
Result<KeyStore> KeyStore::from_json(std::string_view json, std::string_view name) {
  const auto document = nlohmann::json::parse(json, nullptr, false);
  if (!document.is_object()) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{}: not a ZAZ1 key store (a JSON object with a member for each EUI-64)", name));
  }
  KeyStore store;
  for (const auto& [party, usages] : document.items()) {
    const auto eui = Eui64::parse(party);
    if (!eui) { return failure(eui.error(), fmt::format("{}: member {}", name, party)); }
    for (const auto& [usage_name, serials] : usages.items()) {
      const auto usage = usage_from(usage_name);
      if (!usage) {
        store.ignored_.push_back(fmt::format("{}/{}: not a key usage", party, usage_name));
        continue;
      }
      for (const auto& [serial, object] : serials.items()) {
        const auto path = fmt::format("{}: {}/{}/{}", name, party, usage_name, serial);
        auto entry = entry_from(object, path);
        if (!entry) { return tl::unexpected(entry.error()); }
        if (const auto why = contradiction(entry->certificate, *eui, *usage)) {
          store.ignored_.push_back(fmt::format("{}: {}", path, *why));
          continue;
        }
        store.add(*std::move(entry));
      }
    }
  }
  return store;
}

}  // namespace enocheck::crypto
