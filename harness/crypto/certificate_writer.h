#pragma once

// Internal to crypto/: certificates of the test PKI, in the layout of those beside RTDS 4.5.0.

#include <array>
#include <string_view>
#include <variant>

#include "core/clock.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"

namespace enocheck::crypto {

/// A root or issuing authority: OU is its role in two hex digits, then CN.
struct AuthorityName {
  RemotePartyRole role;
  std::string_view common_name;
};
/// OU is the role in two hex digits, then the EUI-64 as x500UniqueIdentifier.
struct OrganisationName {
  Eui64 eui;
  RemotePartyRole role;
  KeyUsage usage;
};
/// An empty subject; the EUI-64 is the serial number of a hardwareModuleName.
struct DeviceName {
  Eui64 eui;
  KeyUsage usage;
};

struct CertificateContent {
  std::array<std::uint8_t, 16> serial;  ///< as a positive number: the top bit is zero
  AuthorityName issuer;
  std::variant<AuthorityName, OrganisationName, DeviceName> subject;
  Instant not_before;
  Instant not_after;
};

/// Certifies `subject_key`, signed with the nonce of RFC 6979, so that the same content gives the same
/// octets.
[[nodiscard]] Result<Certificate> issue(const CertificateContent& content, const PublicKey& subject_key,
                                        const PrivateKey& issuer_key);

}  // namespace enocheck::crypto
