#include "crypto/test_pki.h"

#include <algorithm>

#include "core/byte_writer.h"
#include "crypto/certificate_writer.h"
#include "crypto/digest.h"

namespace enocheck::crypto {
namespace {

using std::chrono::sys_days, std::chrono::year, std::chrono::month, std::chrono::day;

constexpr AuthorityName kRoot{RemotePartyRole::Root, "Z1-TEST-ROOT"};
constexpr AuthorityName kIssuing{RemotePartyRole::IssuingAuthority, "Z1-TEST"};
constexpr Instant kFrom = sys_days(year(2025) / month(1) / day(1));
constexpr Instant kOrganisationsUntil = sys_days(year(2035) / month(1) / day(1));
/// RFC 5280's "no well-defined expiration".
constexpr Instant kDevicesUntil = sys_days(year(9999) / month(12) / day(31)) + std::chrono::seconds(86399);

/// The start of a derivation from `seed`; what follows tells one credential from another.
Bytes derivation(std::uint64_t seed, std::string_view kind) {
  Bytes input = copy_of(bytes_of("enocheck test PKI: protects nothing"));
  ByteWriter(input).u64(seed).bytes(bytes_of(kind)).u8(0);
  return input;
}

Bytes organisation_derivation(std::uint64_t seed, const OrganisationName& name, std::string_view kind) {
  auto input = derivation(seed, kind);
  ByteWriter(input)
      .bytes(name.eui.octets())
      .u8(static_cast<std::uint8_t>(name.role))
      .u8(static_cast<std::uint8_t>(name.usage));
  return input;
}

/// A private key from SHA-256 of the derivation and a counter; nearly always the first is in range.
Result<PrivateKey> key_from(const Bytes& derivation) {
  constexpr std::uint8_t kKeyPurpose = 'k';
  for (std::uint8_t counter = 0;; ++counter) {
    const std::array<std::uint8_t, 2> purpose = {kKeyPurpose, counter};
    auto key = PrivateKey::from_scalar(sha256({derivation, purpose}));
    if (key || key.error().code != ErrorCode::BadValue || counter == 0xFF) { return key; }
  }
}

/// A number of 127 bits, its highest set: 38 or 39 decimal digits, as real serials have.
std::array<std::uint8_t, 16> serial_from(const Bytes& derivation) {
  constexpr std::array<std::uint8_t, 1> kSerialPurpose = {'s'};
  const auto digest = sha256({derivation, kSerialPurpose});
  std::array<std::uint8_t, 16> serial{};
  std::copy_n(digest.begin(), serial.size(), serial.begin());
  serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3FU) | 0x40U);
  return serial;
}

struct Validity {
  Instant from;
  Instant until;
};

template <class Subject>
Result<TestPki::Credential> certify(const Subject& subject, const Bytes& derivation, const Validity& validity,
                                    const PrivateKey& issuer_key) {
  auto key = key_from(derivation);
  if (!key) { return tl::unexpected(key.error()); }
  auto certificate = issue({serial_from(derivation), kIssuing, subject, validity.from, validity.until},
                           key->public_key(), issuer_key);
  if (!certificate) { return tl::unexpected(certificate.error()); }
  return TestPki::Credential{*std::move(certificate), *std::move(key)};
}

}  // namespace

Result<TestPki> TestPki::create(std::uint64_t seed) {
  const auto root_derivation = derivation(seed, "root");
  const auto issuing_derivation = derivation(seed, "issuing authority");
  const auto root_key = key_from(root_derivation);
  auto issuing_key = key_from(issuing_derivation);
  if (!root_key || !issuing_key) { return tl::unexpected((root_key ? issuing_key : root_key).error()); }
  auto root = issue({serial_from(root_derivation), kRoot, kRoot, kFrom, kDevicesUntil},
                    root_key->public_key(), *root_key);
  auto issuing = issue({serial_from(issuing_derivation), kRoot, kIssuing, kFrom, kDevicesUntil},
                       issuing_key->public_key(), *root_key);
  if (!root || !issuing) { return tl::unexpected((root ? issuing : root).error()); }
  return TestPki(seed, *std::move(root), *std::move(issuing), *std::move(issuing_key));
}

Result<TestPki::Credential> TestPki::organisation(const Eui64& eui, RemotePartyRole role, KeyUsage usage,
                                                  unsigned generation) const {
  const OrganisationName name{eui, role, usage};
  auto input = organisation_derivation(seed_, name, "organisation");
  ByteWriter(input).u32(generation);
  return certify(name, input, {kFrom, kOrganisationsUntil}, issuing_key_);
}

Result<TestPki::Credential> TestPki::organisation_valid(const Eui64& eui, RemotePartyRole role,
                                                        KeyUsage usage, Instant not_before,
                                                        Instant not_after) const {
  const OrganisationName name{eui, role, usage};
  auto input = organisation_derivation(seed_, name, "organisation with a validity of its own");
  for (const auto instant : {not_before, not_after}) {
    ByteWriter(input).u64(static_cast<std::uint64_t>(instant.time_since_epoch().count()));
  }
  return certify(name, input, {not_before, not_after}, issuing_key_);
}

Result<TestPki::Credential> TestPki::device(const Eui64& eui, KeyUsage usage, unsigned generation) const {
  auto input = derivation(seed_, "device");
  ByteWriter(input).bytes(eui.octets()).u8(static_cast<std::uint8_t>(usage)).u32(generation);
  return certify(DeviceName{eui, usage}, input, {kFrom, kDevicesUntil}, issuing_key_);
}

}  // namespace enocheck::crypto
