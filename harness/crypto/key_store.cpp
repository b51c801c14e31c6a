#include "crypto/key_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "crypto/key_agreement.h"

namespace enocheck::crypto {
namespace {

/// A serial as it is compared: without blanks around it and zeros before it.
std::string_view number_in(std::string_view serial) {
  const auto first = serial.find_first_not_of(" \t\r\n0");
  if (first == std::string_view::npos) { return {}; }
  return serial.substr(first, serial.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_for_xml(const KeyStore::Entry& entry) {
  const auto& role = entry.certificate.role();
  return role == RemotePartyRole::XmlSigning || role == RemotePartyRole::DspXmlSigning;
}

/// Signs or agrees on keys for GBCS messages, rather than for XML or prepayment top-ups.
bool is_ordinary(const KeyStore::Entry& entry) { return !entry.prepayment && !is_for_xml(entry); }

/// Ordinary entries first, then those with a private key, then those that stay valid longest.
bool comes_before(const KeyStore::Entry* a, const KeyStore::Entry* b) {
  const auto rank = [](const KeyStore::Entry& entry) {
    return std::tuple(is_ordinary(entry), entry.private_key.has_value(), entry.certificate.not_after());
  };
  return rank(*a) > rank(*b);
}

}  // namespace

void KeyStore::add(Entry entry) {
  const auto& certificate = entry.certificate;
  const auto at = entries_.size();
  if (certificate.subject()) { by_eui_.emplace(*certificate.subject(), at); }
  by_serial_.emplace(number_in(certificate.serial()), at);
  entries_.push_back(std::move(entry));
}

template <class Condition>
const KeyStore::Entry* KeyStore::best(const Eui64& eui, KeyUsage usage, Condition condition) const {
  const Entry* found = nullptr;
  const auto [first, last] = by_eui_.equal_range(eui);
  for (auto at = first; at != last; ++at) {
    const auto& entry = entries_[at->second];
    if (entry.certificate.usage() != usage || !condition(entry)) { continue; }
    if (found == nullptr || comes_before(&entry, found)) { found = &entry; }
  }
  return found;
}

const KeyStore::Entry* KeyStore::find(const Eui64& eui, KeyUsage usage) const {
  return best(eui, usage, is_ordinary);
}

const KeyStore::Entry* KeyStore::find(const Eui64& eui, RemotePartyRole role, KeyUsage usage) const {
  return best(eui, usage, [&](const Entry& entry) { return entry.certificate.role() == role; });
}

const KeyStore::Entry* KeyStore::find_serial(std::string_view serial) const {
  const auto at = by_serial_.find(number_in(serial));
  return at == by_serial_.end() ? nullptr : &entries_[at->second];
}

std::vector<const KeyStore::Entry*> KeyStore::all(const Eui64& eui, KeyUsage usage) const {
  std::vector<const Entry*> found;
  const auto [first, last] = by_eui_.equal_range(eui);
  for (auto at = first; at != last; ++at) {
    if (entries_[at->second].certificate.usage() == usage) { found.push_back(&entries_[at->second]); }
  }
  std::ranges::stable_sort(found, comes_before);
  return found;
}

std::vector<const KeyStore::Entry*> KeyStore::key_agreement_entries(const Eui64& eui) const {
  return all(eui, KeyUsage::KeyAgreement);
}

std::vector<const KeyStore::Entry*> KeyStore::signing_entries(const Eui64& eui) const {
  return all(eui, KeyUsage::DigitalSignature);
}

Result<SharedSecret> KeyStore::shared_secret(const Entry& a, const Entry& b) const {
  const auto& own = a.private_key ? a : b;
  const auto& peer = a.private_key ? b : a;
  if (!own.private_key) {
    return failure(
        ErrorCode::MissingKey,
        fmt::format("no private key at hand: neither for the certificate with serial {} nor for {}",
                    a.certificate.serial(), b.certificate.serial()));
  }
  // The secret is the same from both sides, so that one place in the cache serves both.
  const auto pair = std::minmax(a.certificate.public_key().point(), b.certificate.public_key().point());
  if (const auto known = secrets_.find(pair); known != secrets_.end()) { return known->second; }
  auto secret = agree(*own.private_key, peer.certificate.public_key());
  if (secret) { secrets_.emplace(pair, *secret); }
  return secret;
}

}  // namespace enocheck::crypto
