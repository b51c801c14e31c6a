#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "crypto/keys.h"

namespace enocheck::crypto {

/// The remote party role that an organisation's certificate carries in its OU, as two hex digits.
/// Source: certificates of RTDS 4.5.0 and of the ZAZ1 test PKI.
enum class RemotePartyRole : std::uint8_t {
  Root = 0,
  Recovery = 1,
  Supplier = 2,
  NetworkOperator = 3,
  AccessControlBroker = 4,
  TransitionalCos = 5,
  WanProvider = 6,
  IssuingAuthority = 7,
  LoadController = 8,
  Other = 127,
  XmlSigning = 135,
  DspXmlSigning = 137,
};

/// "networkOperator", or "role 42" for a number without a name.
[[nodiscard]] std::string name_of(RemotePartyRole role);

enum class KeyUsage { DigitalSignature, KeyAgreement };

/// An SMKI certificate of an organisation or a device, read once.
class Certificate {
 public:
  /// Reads PEM or DER. Errors: BadValue where it is no X.509 certificate with a P-256 key.
  /// An organisation's subject has OU (role) and x500UniqueIdentifier (EUI-64); a device's subject is empty
  /// and its EUI-64 is the hwSerialNum of a hardwareModuleName in subjectAltName; CA certificates may have
  /// neither.
  [[nodiscard]] static Result<Certificate> parse(ByteView pem_or_der);

  [[nodiscard]] const std::optional<Eui64>& subject() const { return subject_; }
  /// Absent for devices.
  [[nodiscard]] const std::optional<RemotePartyRole>& role() const { return role_; }
  [[nodiscard]] const std::optional<KeyUsage>& usage() const { return usage_; }
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// Decimal, as in ds:X509SerialNumber.
  [[nodiscard]] const std::string& serial() const { return serial_; }
  /// The same as hex digits, upper case, two an octet.
  [[nodiscard]] const std::string& serial_hex() const { return serial_hex_; }
  /// RFC 2253, most specific first, no blanks: `CN=Z1,OU=07`.
  [[nodiscard]] const std::string& issuer_name() const { return issuer_name_; }
  [[nodiscard]] Instant not_before() const { return not_before_; }
  [[nodiscard]] Instant not_after() const { return not_after_; }
  [[nodiscard]] bool is_valid_at(Instant when) const { return not_before_ <= when && when <= not_after_; }
  [[nodiscard]] const Bytes& subject_key_id() const { return subject_key_id_; }
  [[nodiscard]] const Bytes& der() const { return der_; }
  [[nodiscard]] std::string to_pem() const;
  /// True if the certificate's signature is `issuer`'s.
  [[nodiscard]] bool is_signed_by(const PublicKey& issuer) const;

 private:
  explicit Certificate(PublicKey key) : public_key_(std::move(key)) {}
  std::optional<Eui64> subject_;
  std::optional<RemotePartyRole> role_;
  std::optional<KeyUsage> usage_;
  PublicKey public_key_;
  std::string serial_;
  std::string serial_hex_;
  std::string issuer_name_;
  Instant not_before_;
  Instant not_after_;
  Bytes subject_key_id_;
  Bytes der_;
};

}  // namespace enocheck::crypto
