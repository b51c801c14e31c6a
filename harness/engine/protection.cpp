#include "engine/protection.h"

#include <fmt/format.h>

#include "catalogue/world.h"
#include "gbcs/protection.h"

namespace enocheck::engine {
namespace {

Result<crypto::SharedSecret> secret_between(const Eui64& a, const Eui64& b, const crypto::KeyStore& keys) {
  const auto* first = keys.find(a, crypto::KeyUsage::KeyAgreement);
  const auto* second = keys.find(b, crypto::KeyUsage::KeyAgreement);
  if (first == nullptr || second == nullptr) {
    return failure(ErrorCode::MissingKey, fmt::format("there is no key agreement certificate of {}",
                                                      to_string(first == nullptr ? a : b)));
  }
  return keys.shared_secret(*first, *second);
}

std::optional<std::string> mac_fault(const gbcs::Message& message, const Eui64& a, const Eui64& b,
                                     const crypto::KeyStore& keys) {
  if (!message.has_mac) { return "it has no MAC"; }
  const auto secret = secret_between(a, b, keys);
  if (!secret) { return std::nullopt; }
  if (gbcs::mac_is_valid(message, *secret)) { return std::nullopt; }
  return fmt::format("its MAC is not the one between {} and {}", to_string(a), to_string(b));
}

}  // namespace

std::optional<std::string> command_mac_fault(const gbcs::Message& message, const crypto::KeyStore& keys) {
  return mac_fault(message, catalogue::kAccessControlBroker, message.header.target, keys);
}

std::optional<std::string> response_protection_fault(const gbcs::Message& message, bool is_critical,
                                                     const crypto::KeyStore& keys) {
  if (!is_critical) {
    if (!message.signature.empty()) { return "it is signed, although it is not critical"; }
    return mac_fault(message, message.header.originator, message.header.target, keys);
  }
  if (message.signature.empty()) { return "it is not signed, although it is critical"; }
  const auto* device = keys.find(message.header.originator, crypto::KeyUsage::DigitalSignature);
  if (device == nullptr) { return std::nullopt; }
  if (gbcs::signature_is_valid(message, device->certificate.public_key())) { return std::nullopt; }
  return "its signature is not the device's";
}

Result<Bytes> protected_again(ByteView command, const Eui64& device, const crypto::KeyStore& keys,
                              const crypto::PrivateKey* signer) {
  const auto message = gbcs::decode_message(command);
  if (!message) { return failure(message.error(), "what does not decode cannot be protected again"); }
  auto unmaced = gbcs::encode_unsigned(message->header, message->payload);
  if (signer != nullptr) {
    auto done = gbcs::sign_message(unmaced, *signer);
    if (!done) { return done; }
    unmaced = *std::move(done);
  } else {
    gbcs::append_signature(unmaced, message->signature);
  }
  const auto secret = secret_between(catalogue::kAccessControlBroker, device, keys);
  if (!secret) { return tl::unexpected(secret.error()); }
  return gbcs::add_mac(unmaced, *secret);
}

Result<crypto::PrivateKey> gbcs_signing_key(const Eui64& party, const crypto::KeyStore& keys) {
  const auto* entry = keys.find(party, crypto::KeyUsage::DigitalSignature);
  if (entry != nullptr && entry->private_key) { return *entry->private_key; }
  return failure(ErrorCode::MissingKey, fmt::format("there is no GBCS signing key of {}", to_string(party)));
}

}  // namespace enocheck::engine
