#include "gbcs/protection.h"

#include <algorithm>

#include "crypto/key_agreement.h"

namespace enocheck::gbcs {
namespace {

/// Stands before the grouping header in what the MAC is over: security control, then five empty fields.
constexpr std::array<std::uint8_t, 6> kMacPrefix = {0x11, 0, 0, 0, 0, 0};

crypto::Iv iv_of(const Eui64& originator) {
  crypto::Iv iv{};
  std::copy(originator.octets().begin(), originator.octets().end(), iv.begin());
  return iv;
}

}  // namespace

std::array<std::uint8_t, 33> key_derivation_info(const Eui64& from, std::uint8_t flag,
                                                 OriginatorCounter counter, const Eui64& to) {
  std::array<std::uint8_t, 33> info = {0x60, 0x85, 0x74, 0x06, 0x08, 0x03, 0x00};
  auto at = info.begin() + 7;
  at = std::copy(from.octets().begin(), from.octets().end(), at);
  *at++ = 9;
  *at++ = flag;
  const Eui64 as_octets(counter.value());
  at = std::copy(as_octets.octets().begin(), as_octets.octets().end(), at);
  std::copy(to.octets().begin(), to.octets().end(), at);
  return info;
}

std::array<std::uint8_t, 33> key_derivation_info(const GroupingHeader& header) {
  return key_derivation_info(header.originator, static_cast<std::uint8_t>(header.cra), header.counter,
                             header.target);
}

std::array<std::uint8_t, 12> compute_mac(const GroupingHeader& header, ByteView unmaced,
                                         const crypto::SharedSecret& z) {
  const auto key = crypto::derive_key(z, key_derivation_info(header));
  const auto tag = crypto::gmac(key, iv_of(header.originator), {kMacPrefix, unmaced});
  std::array<std::uint8_t, 12> mac{};
  std::copy_n(tag.begin(), mac.size(), mac.begin());
  return mac;
}

bool mac_is_valid(const Message& message, const crypto::SharedSecret& z) {
  if (!message.has_mac) { return false; }
  return crypto::equal_in_constant_time(compute_mac(message.header, message.maced_octets(), z), message.mac);
}

bool signature_is_valid(const Message& message, const crypto::PublicKey& key) {
  const auto signature = crypto::signature_from(message.signature);
  return signature && key.verify(message.signed_octets(), *signature);
}

Result<Bytes> sign_message(ByteView unsigned_message, const crypto::PrivateKey& key) {
  if (unsigned_message.empty()) { return failure(ErrorCode::Truncated, "no message to sign"); }
  const auto signature = key.sign(unsigned_message.subspan(1));
  if (!signature) { return tl::unexpected(signature.error()); }
  auto message = copy_of(unsigned_message);
  append_signature(message, *signature);
  return message;
}

Result<Bytes> sign_pre_command(ByteView pre_command, const crypto::PrivateKey& key) {
  const auto message = decode_message(pre_command);
  if (!message) { return tl::unexpected(message.error()); }
  if (message->form() != Form::PreCommand) {
    return failure(ErrorCode::BadValue, std::string("a ") + name_of(message->form()) + " is no pre-command");
  }
  const bool has_null_signature = message->signature_form == SignatureForm::Empty;
  return sign_message(pre_command.first(pre_command.size() - (has_null_signature ? 1 : 0)), key);
}

Result<Bytes> add_mac(ByteView unmaced, const crypto::SharedSecret& z) {
  const auto message = decode_message(unmaced);
  if (!message) { return tl::unexpected(message.error()); }
  if (message->has_mac) { return failure(ErrorCode::BadValue, "the message has a MAC already"); }
  if (message->signature_form == SignatureForm::Absent) {
    return failure(ErrorCode::Truncated, "a MAC covers the signature length octet, which is absent",
                   unmaced.size());
  }
  return wrap_with_mac(unmaced, compute_mac(message->header, unmaced, z));
}

}  // namespace enocheck::gbcs
