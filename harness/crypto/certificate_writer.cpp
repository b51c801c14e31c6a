#include "crypto/certificate_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/byte_writer.h"
#include "crypto/digest.h"

namespace enocheck::crypto {
namespace {

constexpr std::uint8_t kBoolean = 0x01;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kBitString = 0x03;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kUtf8String = 0x0C;
constexpr std::uint8_t kPrintableString = 0x13;
constexpr std::uint8_t kUtcTime = 0x17;
constexpr std::uint8_t kGeneralizedTime = 0x18;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kSet = 0x31;
constexpr std::uint8_t kContext0 = 0xA0;
constexpr std::uint8_t kContext3 = 0xA3;
constexpr std::uint8_t kKeyIdentifier = 0x80;  ///< [0] in AuthorityKeyIdentifier
constexpr std::uint8_t kTrue = 0xFF;
constexpr std::uint8_t kVersion3 = 2;

/// An object identifier's content octets.
using Oid = std::initializer_list<std::uint8_t>;
constexpr Oid kEcdsaWithSha256 = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02};
constexpr Oid kEcPublicKey = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01};
constexpr Oid kPrime256v1 = {0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07};
constexpr Oid kCommonName = {0x55, 0x04, 0x03};
constexpr Oid kOrganizationalUnit = {0x55, 0x04, 0x0B};
constexpr Oid kUniqueIdentifier = {0x55, 0x04, 0x2D};
constexpr Oid kSubjectKeyId = {0x55, 0x1D, 0x0E};
constexpr Oid kKeyUsage = {0x55, 0x1D, 0x0F};
constexpr Oid kSubjectAltName = {0x55, 0x1D, 0x11};
constexpr Oid kBasicConstraints = {0x55, 0x1D, 0x13};
constexpr Oid kCertificatePolicies = {0x55, 0x1D, 0x20};
constexpr Oid kAuthorityKeyId = {0x55, 0x1D, 0x23};
constexpr Oid kHardwareModuleName = {0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x04};
/// 1.2.826.0.1.8641679.1.2.2.1
constexpr Oid kSmkiHardware = {0x2A, 0x86, 0x3A, 0x00, 0x01, 0x84, 0x8F, 0xB9, 0x0F, 0x01, 0x02, 0x02, 0x01};
/// 1.2.826.0.1.8641679.1.2.1.4
constexpr Oid kOrganisationPolicy = {0x2A, 0x86, 0x3A, 0x00, 0x01, 0x84, 0x8F,
                                     0xB9, 0x0F, 0x01, 0x02, 0x01, 0x04};
/// 1.2.826.0.1.1800000.1.2.1.4
constexpr Oid kDevicePolicy = {0x2A, 0x86, 0x3A, 0x00, 0x01, 0xED, 0xEE, 0x40, 0x01, 0x02, 0x01, 0x04};

template <class Body>
void element(ByteWriter& out, std::uint8_t tag, Body&& body) {
  out.u8(tag).prefixed(std::forward<Body>(body));
}

void octets(ByteWriter& out, std::uint8_t tag, ByteView content) {
  element(out, tag, [&](ByteWriter& inner) { inner.bytes(content); });
}

void oid(ByteWriter& out, Oid content) { octets(out, kOid, {content.begin(), content.size()}); }

/// A positive INTEGER in the fewest octets.
void integer(ByteWriter& out, ByteView big_endian) {
  const auto first = std::ranges::find_if(big_endian, [](auto octet) { return octet != 0; });
  const auto significant = big_endian.subspan(static_cast<std::size_t>(first - big_endian.begin()));
  element(out, kInteger, [&](ByteWriter& number) {
    if (significant.empty() || significant.front() >= 0x80) { number.u8(0x00); }
    number.bytes(significant);
  });
}

/// A BIT STRING of whole octets.
void bits(ByteWriter& out, ByteView content) {
  element(out, kBitString, [&](ByteWriter& inner) { inner.u8(0).bytes(content); });
}

template <class Value>
void attribute(ByteWriter& name, Oid type, Value&& value) {
  element(name, kSet, [&](ByteWriter& set) {
    element(set, kSequence, [&](ByteWriter& pair) {
      oid(pair, type);
      value(pair);
    });
  });
}

void unit(ByteWriter& name, std::uint8_t string_type, RemotePartyRole role) {
  attribute(name, kOrganizationalUnit, [&](ByteWriter& value) {
    octets(value, string_type, bytes_of(fmt::format("{:02X}", static_cast<unsigned>(role))));
  });
}

void write_name(ByteWriter& out, const AuthorityName& authority) {
  element(out, kSequence, [&](ByteWriter& name) {
    unit(name, kPrintableString, authority.role);
    attribute(name, kCommonName,
              [&](ByteWriter& value) { octets(value, kPrintableString, bytes_of(authority.common_name)); });
  });
}

void write_name(ByteWriter& out, const OrganisationName& organisation) {
  element(out, kSequence, [&](ByteWriter& name) {
    unit(name, kUtf8String, organisation.role);
    attribute(name, kUniqueIdentifier, [&](ByteWriter& value) { bits(value, organisation.eui.octets()); });
  });
}

void write_name(ByteWriter& out, const DeviceName& /*device*/) { octets(out, kSequence, {}); }

/// UTCTime before 2050, as RFC 5280, section 4.1.2.5 asks.
void write_time(ByteWriter& out, Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(seconds));
  const std::chrono::hh_mm_ss time(seconds - std::chrono::floor<std::chrono::days>(seconds));
  const auto text = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                time.hours().count(), time.minutes().count(), time.seconds().count());
  const bool is_short = date.year() < std::chrono::year(2050);
  octets(out, is_short ? kUtcTime : kGeneralizedTime,
         bytes_of(std::string_view(text).substr(is_short ? 2 : 0)));
}

void write_algorithm(ByteWriter& out) {
  element(out, kSequence, [](ByteWriter& algorithm) { oid(algorithm, kEcdsaWithSha256); });
}

void write_key(ByteWriter& out, const PublicKey& key) {
  element(out, kSequence, [&](ByteWriter& info) {
    element(info, kSequence, [](ByteWriter& algorithm) {
      oid(algorithm, kEcPublicKey);
      oid(algorithm, kPrime256v1);
    });
    bits(info, key.point());
  });
}

template <class Value>
void extension(ByteWriter& out, Oid type, bool critical, Value&& value) {
  element(out, kSequence, [&](ByteWriter& inner) {
    oid(inner, type);
    if (critical) { octets(inner, kBoolean, ByteView(&kTrue, 1)); }
    element(inner, kOctetString, std::forward<Value>(value));
  });
}

/// The last eight octets of SHA-1 of the point, the top nibble 0100. Source: all 416 certificates of
/// RTDS 4.5.0 follow it (RFC 5280, section 4.2.1.2, method 2).
std::array<std::uint8_t, 8> key_id_of(const PublicKey& key) {
  const auto digest = sha1(key.point());
  std::array<std::uint8_t, 8> id{};
  std::copy_n(digest.end() - 8, id.size(), id.begin());
  id[0] = static_cast<std::uint8_t>((id[0] & 0x0FU) | 0x40U);
  return id;
}

void write_key_usage(ByteWriter& out, std::uint8_t unused_bits, std::uint8_t value) {
  extension(out, kKeyUsage, true, [&](ByteWriter& inner) {
    element(inner, kBitString, [&](ByteWriter& usage) { usage.u8(unused_bits).u8(value); });
  });
}

void write_key_usage(ByteWriter& out, KeyUsage usage) {
  if (usage == KeyUsage::DigitalSignature) {
    write_key_usage(out, 7, 0x80);
  } else {
    write_key_usage(out, 3, 0x08);
  }
}

void write_subject_key_id(ByteWriter& out, const PublicKey& key) {
  extension(out, kSubjectKeyId, false, [&](ByteWriter& id) { octets(id, kOctetString, key_id_of(key)); });
}

void write_policy(ByteWriter& out, Oid policy) {
  extension(out, kCertificatePolicies, true, [&](ByteWriter& inner) {
    element(inner, kSequence, [&](ByteWriter& policies) {
      element(policies, kSequence, [&](ByteWriter& information) { oid(information, policy); });
    });
  });
}

// What stands before the authority key id, in the order of the certificates of RTDS 4.5.0.

void write_extensions(ByteWriter& out, const AuthorityName& /*authority*/, const PublicKey& key) {
  extension(out, kBasicConstraints, true, [](ByteWriter& inner) {
    element(inner, kSequence, [](ByteWriter& ca) { octets(ca, kBoolean, ByteView(&kTrue, 1)); });
  });
  write_key_usage(out, 1, 0x06);  // keyCertSign, cRLSign
  write_subject_key_id(out, key);
}

void write_extensions(ByteWriter& out, const OrganisationName& organisation, const PublicKey& key) {
  write_key_usage(out, organisation.usage);
  write_subject_key_id(out, key);
  write_policy(out, kOrganisationPolicy);
}

void write_extensions(ByteWriter& out, const DeviceName& device, const PublicKey& key) {
  write_key_usage(out, device.usage);
  write_subject_key_id(out, key);
  extension(out, kSubjectAltName, true, [&](ByteWriter& inner) {
    element(inner, kSequence, [&](ByteWriter& names) {
      element(names, kContext0, [&](ByteWriter& other_name) {
        oid(other_name, kHardwareModuleName);
        element(other_name, kContext0, [&](ByteWriter& value) {
          element(value, kSequence, [&](ByteWriter& module_name) {
            oid(module_name, kSmkiHardware);
            octets(module_name, kOctetString, device.eui.octets());
          });
        });
      });
    });
  });
  write_policy(out, kDevicePolicy);
}

void write_authority_key_id(ByteWriter& out, const PublicKey& issuer_key) {
  extension(out, kAuthorityKeyId, false, [&](ByteWriter& inner) {
    element(inner, kSequence, [&](ByteWriter& id) { octets(id, kKeyIdentifier, key_id_of(issuer_key)); });
  });
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the only caller is `issue`
Bytes to_be_signed(const CertificateContent& content, const PublicKey& key, const PublicKey& issuer_key) {
  Bytes tbs;
  ByteWriter writer(tbs);
  element(writer, kSequence, [&](ByteWriter& out) {
    element(out, kContext0, [](ByteWriter& version) { octets(version, kInteger, ByteView(&kVersion3, 1)); });
    integer(out, content.serial);
    write_algorithm(out);
    write_name(out, content.issuer);
    element(out, kSequence, [&](ByteWriter& validity) {
      write_time(validity, content.not_before);
      write_time(validity, content.not_after);
    });
    std::visit([&](const auto& subject) { write_name(out, subject); }, content.subject);
    write_key(out, key);
    element(out, kContext3, [&](ByteWriter& extensions) {
      element(extensions, kSequence, [&](ByteWriter& list) {
        std::visit([&](const auto& subject) { write_extensions(list, subject, key); }, content.subject);
        write_authority_key_id(list, issuer_key);
      });
    });
  });
  return tbs;
}

}  // namespace

Result<Certificate> issue(const CertificateContent& content, const PublicKey& subject_key,
                          const PrivateKey& issuer_key) {
  const auto tbs = to_be_signed(content, subject_key, issuer_key.public_key());
  const auto signature = issuer_key.sign_deterministically(tbs);
  if (!signature) { return tl::unexpected(signature.error()); }
  Bytes der;
  ByteWriter writer(der);
  element(writer, kSequence, [&](ByteWriter& certificate) {
    certificate.bytes(tbs);
    write_algorithm(certificate);
    element(certificate, kBitString, [&](ByteWriter& value) {
      value.u8(0);
      element(value, kSequence, [&](ByteWriter& parts) {
        integer(parts, ByteView(*signature).first(32));
        integer(parts, ByteView(*signature).last(32));
      });
    });
  });
  return Certificate::parse(der);
}

}  // namespace enocheck::crypto
