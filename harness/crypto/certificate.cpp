#include "crypto/certificate.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <algorithm>
#include <charconv>

#include "core/byte_reader.h"
#include "crypto/handles.h"

namespace enocheck::crypto {
namespace {

constexpr const char* kPemName = "CERTIFICATE";
/// hardwareModuleName, the form of a device's name in subjectAltName. Source: RFC 4108, section 5.
constexpr const char* kHardwareModuleName = "1.3.6.1.5.5.7.8.4";
constexpr std::size_t kMaxOidText = 64;

ByteView octets_of(const ASN1_STRING* string) {
  return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

OwnedX509 read_x509(ByteView octets) {
  if (is_pem(octets)) {
    return OwnedX509(PEM_read_bio_X509(reader_of(octets).get(), nullptr, nullptr, nullptr));
  }
  const auto* in = octets.data();
  OwnedX509 x509(d2i_X509(nullptr, &in, static_cast<long>(octets.size())));
  return in == octets.data() + octets.size() ? std::move(x509) : nullptr;
}

/// The key's octets are taken out by hand: OpenSSL's own decoding costs as much as two verifications.
Result<PublicKey> public_key_of(const X509& x509) {
  ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR* parameters = nullptr;
  const std::uint8_t* point = nullptr;
  int size = 0;
  int parameter_type = V_ASN1_UNDEF;
  const void* parameter = nullptr;
  require(X509_PUBKEY_get0_param(&algorithm, &point, &size, &parameters, X509_get_X509_PUBKEY(&x509)) == 1);
  X509_ALGOR_get0(nullptr, &parameter_type, &parameter, parameters);
  if (OBJ_obj2nid(algorithm) != NID_X9_62_id_ecPublicKey || parameter_type != V_ASN1_OBJECT ||
      OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(parameter)) != NID_X9_62_prime256v1) {
    return failure(ErrorCode::BadValue, "the certificate's key is not on curve P-256");
  }
  return PublicKey::from_point({point, static_cast<std::size_t>(size)});
}

/// Two hex digits; three digits are decimal, as one old certificate of the ZAZ1 test PKI has it (OU=137).
std::optional<RemotePartyRole> role_from(std::string_view text) {
  std::uint8_t number = 0;
  const int base = text.size() == 2 ? 16 : 10;
  if (text.size() != 2 && text.size() != 3) { return std::nullopt; }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) { return std::nullopt; }
  return static_cast<RemotePartyRole>(number);
}

std::optional<RemotePartyRole> role_in(const X509_NAME& subject) {
  for (int at = -1; (at = X509_NAME_get_index_by_NID(&subject, NID_organizationalUnitName, at)) >= 0;) {
    const auto* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(&subject, at));
    if (auto role = role_from(text_of(octets_of(value)))) { return role; }
  }
  return std::nullopt;
}

std::optional<Eui64> organisation_in(const X509_NAME& subject) {
  const int at = X509_NAME_get_index_by_NID(&subject, NID_x500UniqueIdentifier, -1);
  if (at < 0) { return std::nullopt; }
  const auto* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(&subject, at));
  if (ASN1_STRING_type(value) != V_ASN1_BIT_STRING) { return std::nullopt; }
  const auto eui = Eui64::from_octets(octets_of(value));
  return eui ? std::optional(*eui) : std::nullopt;
}

/// Shape: SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING of eight octets }
std::optional<Eui64> hardware_serial_in(ByteView module_name) {
  ByteReader in(module_name);
  Result<Eui64> eui = failure(ErrorCode::BadValue, "no serial number");
  in.expect_u8(V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED, "hardwareModuleName");
  in.prefixed(in.length(), [&](ByteReader& name) {
    name.expect_u8(V_ASN1_OBJECT, "hwType");
    (void)name.bytes(name.length());
    name.expect_u8(V_ASN1_OCTET_STRING, "hwSerialNum");
    eui = Eui64::from_octets(name.bytes(name.length()));
  });
  return eui && !in.failed() ? std::optional(*eui) : std::nullopt;
}

std::optional<Eui64> device_in(const X509& x509) {
  const OwnedGeneralNames names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&x509, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    ASN1_OBJECT* form = nullptr;
    ASN1_TYPE* value = nullptr;
    if (GENERAL_NAME_get0_otherName(sk_GENERAL_NAME_value(names.get(), i), &form, &value) != 1) { continue; }
    std::array<char, kMaxOidText> oid{};
    OBJ_obj2txt(oid.data(), static_cast<int>(oid.size()), form, 1);
    if (std::string_view(oid.data()) != kHardwareModuleName || value->type != V_ASN1_SEQUENCE) { continue; }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access): the type was checked above
    if (auto eui = hardware_serial_in(octets_of(value->value.sequence))) { return eui; }
  }
  return std::nullopt;
}

std::optional<KeyUsage> usage_of(X509& x509) {
  switch (X509_get_key_usage(&x509)) {
    case KU_DIGITAL_SIGNATURE: return KeyUsage::DigitalSignature;
    case KU_KEY_AGREEMENT: return KeyUsage::KeyAgreement;
    default: return std::nullopt;  // absent, several, or a CA's
  }
}

/// `write` is BN_bn2dec or BN_bn2hex.
std::string digits_of(const ASN1_INTEGER& serial, char* (*write)(const BIGNUM*)) {
  const OwnedNumber number(ASN1_INTEGER_to_BN(&serial, nullptr));
  require(number != nullptr);
  char* const text = write(number.get());
  require(text != nullptr);
  std::string result(text);
  OPENSSL_free(text);
  return result;
}

std::string rfc2253(const X509_NAME& name) {
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  require(bio && X509_NAME_print_ex(bio.get(), &name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0);
  return text_in(*bio);
}

std::optional<Instant> instant_of(const ASN1_TIME& time) {
  using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
  std::tm parts{};
  if (ASN1_TIME_to_tm(&time, &parts) != 1) { return std::nullopt; }
  const std::chrono::year_month_day date{std::chrono::year(parts.tm_year + 1900),
                                         std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                         std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  return std::chrono::sys_days(date) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

}  // namespace

std::string name_of(RemotePartyRole role) {
  switch (role) {
    case RemotePartyRole::Root: return "root";
    case RemotePartyRole::Recovery: return "recovery";
    case RemotePartyRole::Supplier: return "supplier";
    case RemotePartyRole::NetworkOperator: return "networkOperator";
    case RemotePartyRole::AccessControlBroker: return "accessControlBroker";
    case RemotePartyRole::TransitionalCos: return "transitionalCoS";
    case RemotePartyRole::WanProvider: return "wanProvider";
    case RemotePartyRole::IssuingAuthority: return "issuingAuthority";
    case RemotePartyRole::LoadController: return "loadController";
    case RemotePartyRole::Other: return "other";
    case RemotePartyRole::XmlSigning: return "xmlSigning";
    case RemotePartyRole::DspXmlSigning: return "dspXmlSigning";
  }
  return fmt::format("role {}", static_cast<unsigned>(role));
}

Result<Certificate> Certificate::parse(ByteView pem_or_der) {
  const auto x509 = read_x509(pem_or_der);
  if (!x509) { return openssl_failure(ErrorCode::BadValue, "not an X.509 certificate (PEM or DER)"); }
  auto key = public_key_of(*x509);
  if (!key) { return tl::unexpected(key.error()); }
  const auto not_before = instant_of(*X509_get0_notBefore(x509.get()));
  const auto not_after = instant_of(*X509_get0_notAfter(x509.get()));
  if (!not_before || !not_after) {
    return openssl_failure(ErrorCode::BadValue, "the certificate's validity is not a pair of times");
  }
  Certificate result(*std::move(key));
  const auto& subject = *X509_get_subject_name(x509.get());
  result.role_ = role_in(subject);
  result.subject_ = organisation_in(subject);
  if (!result.subject_) { result.subject_ = device_in(*x509); }
  result.usage_ = usage_of(*x509);
  result.serial_ = digits_of(*X509_get0_serialNumber(x509.get()), BN_bn2dec);
  result.serial_hex_ = digits_of(*X509_get0_serialNumber(x509.get()), BN_bn2hex);
  result.issuer_name_ = rfc2253(*X509_get_issuer_name(x509.get()));
  result.not_before_ = *not_before;
  result.not_after_ = *not_after;
  if (const auto* const id = X509_get0_subject_key_id(x509.get())) {
    result.subject_key_id_ = copy_of(octets_of(id));
  }
  std::uint8_t* der = nullptr;
  const int size = i2d_X509(x509.get(), &der);
  require(size > 0);
  result.der_.assign(der, der + size);  // NOLINT(cppcoreguidelines-pro-bounds-pointer-arithmetic): i2d's size
  OPENSSL_free(der);
  ERR_clear_error();  // absent extensions leave entries
  return result;
}

std::string Certificate::to_pem() const {
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  require(bio && PEM_write_bio(bio.get(), kPemName, "", der_.data(), static_cast<long>(der_.size())) > 0);
  return text_in(*bio);
}

bool Certificate::is_signed_by(const PublicKey& issuer) const {
  const auto x509 = read_x509(der_);
  require(x509 != nullptr);  // these octets were parsed before
  const bool valid = X509_verify(x509.get(), issuer.native()) == 1;
  if (!valid) { ERR_clear_error(); }
  return valid;
}

}  // namespace enocheck::crypto
