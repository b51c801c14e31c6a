#include "gbcs/encryption.h"

#include <algorithm>

#include "crypto/key_agreement.h"
#include "crypto/mac.h"
#include "gbcs/protection.h"

namespace enocheck::gbcs {
namespace {

constexpr std::array<std::uint8_t, 5> kSecurityHeader = {0x31, 0, 0, 0, 0};
constexpr std::size_t kTagSize = 12;
/// Stands where key derivation for a MAC has the CRA flag.
constexpr std::uint8_t kEncryptionFlag = 4;

/// For whom the data is, and under which counter: the unknown party's own fields, where there are any.
struct Reader {
  Eui64 party;
  OriginatorCounter counter;
};

Reader reader_of(const GroupingHeader& header) {
  if (!header.supplementary) { return {header.target, header.counter}; }
  return {header.supplementary->remote_party,
          header.supplementary->originator_counter.value_or(header.counter)};
}

struct KeyAndIv {
  crypto::Aes128Key key;
  crypto::Iv iv{};
};

KeyAndIv derive(const GroupingHeader& header, const crypto::SharedSecret& z) {
  const auto& device = header.originator;
  const auto reader = reader_of(header);
  KeyAndIv derived;
  derived.key =
      crypto::derive_key(z, key_derivation_info(device, kEncryptionFlag, reader.counter, reader.party));
  std::copy(device.octets().begin(), device.octets().end(), derived.iv.begin());
  return derived;
}

}  // namespace

bool looks_encrypted(ByteView octets) {
  return octets.size() >= kSecurityHeader.size() + kTagSize &&
         std::equal(kSecurityHeader.begin(), kSecurityHeader.end(), octets.begin());
}

Result<Bytes> decrypt_attribute(const GroupingHeader& header, ByteView ciphered,
                                const crypto::SharedSecret& z) {
  if (!looks_encrypted(ciphered)) { return failure(ErrorCode::BadValue, "not an encrypted attribute"); }
  const auto derived = derive(header, z);
  return crypto::gcm_open(derived.key, derived.iv, ciphered.first(1),
                          ciphered.subspan(kSecurityHeader.size()), kTagSize);
}

Result<Bytes> decrypt_attribute(const GroupingHeader& header, ByteView ciphered,
                                const crypto::KeyStore& keys) {
  Result<Bytes> outcome =
      failure(ErrorCode::MissingKey, "no key agreement keys of device and party to decrypt with");
  for (const auto* device : keys.key_agreement_entries(header.originator)) {
    for (const auto* party : keys.key_agreement_entries(reader_of(header).party)) {
      const auto z = keys.shared_secret(*device, *party);
      if (!z) { continue; }
      outcome = decrypt_attribute(header, ciphered, *z);
      if (outcome) { return outcome; }
    }
  }
  return outcome;
}

Bytes encrypt_attribute(const GroupingHeader& header, ByteView plain, const crypto::SharedSecret& z) {
  const auto derived = derive(header, z);
  auto octets = copy_of(kSecurityHeader);
  append(octets,
         crypto::gcm_seal(derived.key, derived.iv, ByteView(kSecurityHeader).first(1), plain, kTagSize));
  return octets;
}

}  // namespace enocheck::gbcs
