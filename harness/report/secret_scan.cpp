#include "report/secret_scan.h"

#include <algorithm>

#include "crypto/seal_key.h"
#include "report/spelt.h"

namespace enocheck::report {
namespace {

constexpr std::size_t kScalar = 32;
constexpr unsigned kDeepest = 3;       ///< hex in JSON that holds XML that holds base64
constexpr std::size_t kShortest = 40;  ///< letters that can spell a key

std::size_t beginning_of(ByteView octets) { return static_cast<std::size_t>(octets[0]) << 8U | octets[1]; }

bool starts_with(ByteView octets, std::initializer_list<std::uint8_t> beginning) {
  return octets.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), octets.begin());
}

/// Can a SEQUENCE that holds this be a private key? Version 0 or 1 before what PKCS#8, SEC1 and PKCS#1 have,
/// or the name of PBES2.
bool may_be_key(ByteView body) {
  return starts_with(body, {0x02, 0x01, 0x00, 0x30}) || starts_with(body, {0x02, 0x01, 0x01, 0x30}) ||
         starts_with(body, {0x02, 0x01, 0x01, 0x04}) || starts_with(body, {0x02, 0x01, 0x00, 0x02}) ||
         (body.size() > 2 && body[0] == 0x30 &&
          starts_with(body.subspan(2), {0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D}));
}

bool has_der_key(ByteView content) {
  constexpr std::uint8_t kSequence = 0x30;
  for (std::size_t at = 0; at + 8 < content.size(); ++at) {
    if (content[at] != kSequence) { continue; }
    const auto form = content[at + 1];
    const std::size_t header = form < 0x80 ? 2 : 2 + (form & 0x7FU);
    if (form == 0x80 || header > 5 || at + header >= content.size()) { continue; }
    const auto rest = content.subspan(at);
    if (may_be_key(rest.subspan(header)) && crypto::starts_with_private_key(rest)) { return true; }
  }
  return false;
}

Bytes scalar_of(const crypto::PrivateKey& key) {
  const auto pem = key.to_pem().value_or("");
  const auto begin = pem.find('\n') + 1;
  const auto der =
      decode_base64(std::string_view(pem).substr(begin, pem.find("-----END") - begin)).value_or(Bytes{});
  constexpr std::array<std::uint8_t, 5> kBefore = {0x02, 0x01, 0x01, 0x04, kScalar};  // PKCS#8 around SEC1
  const auto at = std::search(der.begin(), der.end(), kBefore.begin(), kBefore.end());
  if (der.end() - at < static_cast<std::ptrdiff_t>(kBefore.size() + kScalar)) { return {}; }
  const auto scalar = at + kBefore.size();
  return {scalar, scalar + kScalar};
}

}  // namespace

void SecretScan::add(const crypto::PrivateKey& key) {
  auto scalar = scalar_of(key);
  if (scalar.size() != kScalar) { return; }
  beginnings_.set(beginning_of(scalar));
  scalars_.insert(std::move(scalar));
}

bool SecretScan::has_known(ByteView content) const {
  for (std::size_t at = 0; at + kScalar <= content.size(); ++at) {
    const auto here = content.subspan(at, kScalar);
    if (beginnings_.test(beginning_of(here)) && scalars_.contains(Bytes(here.begin(), here.end()))) {
      return true;
    }
  }
  return false;
}

std::optional<std::string> SecretScan::find_spelt(ByteView content, unsigned depth) const {
  std::optional<std::string> found;
  const auto look = [&](const Bytes& octets) {
    found = find(octets, depth + 1);
    return found.has_value();
  };
  static_cast<void>(any_hex(text_of(content), kShortest, look) ||
                    any_base64(text_of(content), kShortest, look));
  return found;
}

std::optional<std::string> SecretScan::find(ByteView content, unsigned depth) const {
  const auto text = text_of(content);
  if (text.find("PRIVATE KEY-----") != std::string_view::npos) { return "a private key (PEM)"; }
  if (has_der_key(content)) { return "a private key (DER)"; }
  if (has_known(content)) { return "a private key of a party of the run"; }
  return depth < kDeepest ? find_spelt(content, depth) : std::nullopt;
}

}  // namespace enocheck::report
