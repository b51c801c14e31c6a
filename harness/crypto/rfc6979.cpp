#include "crypto/rfc6979.h"

#include <openssl/hmac.h>

#include <algorithm>
#include <optional>

#include "crypto/handles.h"
#include "crypto/secret_bytes.h"

namespace enocheck::crypto {
namespace {

using Octets32 = std::array<std::uint8_t, 32>;

OwnedNumber number_of(ByteView octets) {
  OwnedNumber number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
  require(number != nullptr);
  return number;
}

OwnedNumber zero() {
  OwnedNumber number(BN_new());
  require(number != nullptr);
  return number;
}

Octets32 octets_of(const BIGNUM& number) {
  Octets32 octets{};
  require(BN_bn2binpad(&number, octets.data(), 32) == 32);
  return octets;
}

/// The nonces of RFC 6979, section 3.2, steps b to h. Group order and digest have 256 bits both, so that a
/// candidate is one HMAC output.
class Nonces {
 public:
  // NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of RFC 6979, step d
  Nonces(const Octets32& scalar, const Octets32& digest_mod_order) {
    v_.reveal().fill(0x01);
    for (const auto round : std::array<std::uint8_t, 2>{0x00, 0x01}) {
      Bytes input = copy_of(v_.reveal());
      input.push_back(round);
      append(input, scalar);
      append(input, digest_mod_order);
      rekey(input);
      cleanse(input.data(), input.size());
    }
  }

  /// The next candidate; it may be zero or not below the order.
  OwnedNumber candidate() {
    if (used_) {
      Bytes input = copy_of(v_.reveal());
      input.push_back(0x00);
      rekey(input);
    }
    used_ = true;
    v_.reveal() = hmac(v_.reveal());
    return number_of(v_.reveal());
  }

 private:
  void rekey(ByteView input) {
    k_.reveal() = hmac(input);
    v_.reveal() = hmac(v_.reveal());
  }
  [[nodiscard]] Octets32 hmac(ByteView input) const {
    Octets32 output{};
    require(HMAC(EVP_sha256(), k_.reveal().data(), 32, input.data(), input.size(), output.data(), nullptr) !=
            nullptr);
    return output;
  }

  SecretBytes<32> k_;
  SecretBytes<32> v_;
  bool used_ = false;
};

/// What stays the same from one candidate to the next.
struct Equation {
  OwnedNumber scalar;
  OwnedNumber digest;  ///< z, reduced by the order
  const BIGNUM* order;
  OwnedNumberContext context;
};

/// r and s for the nonce `k`, or nothing where one of them is zero.
Result<std::optional<Signature>> solve(const Equation& equation, const BIGNUM& k) {
  const auto* const order = equation.order;
  auto* const context = equation.context.get();
  const OwnedPoint point(EC_POINT_new(&p256()));
  const auto r = zero();
  const auto s = zero();
  const auto inverse = zero();
  const bool solved = point && EC_POINT_mul(&p256(), point.get(), &k, nullptr, nullptr, context) == 1 &&
                      EC_POINT_get_affine_coordinates(&p256(), point.get(), r.get(), nullptr, context) == 1 &&
                      BN_nnmod(r.get(), r.get(), order, context) == 1 &&
                      BN_mod_mul(s.get(), r.get(), equation.scalar.get(), order, context) == 1 &&
                      BN_mod_add(s.get(), s.get(), equation.digest.get(), order, context) == 1 &&
                      BN_mod_inverse(inverse.get(), &k, order, context) != nullptr &&
                      BN_mod_mul(s.get(), s.get(), inverse.get(), order, context) == 1;
  if (!solved) { return openssl_failure(ErrorCode::Crypto, "deterministic signature"); }
  if (BN_is_zero(r.get()) != 0 || BN_is_zero(s.get()) != 0) { return std::nullopt; }
  Signature signature{};
  std::ranges::copy(octets_of(*r), signature.begin());
  std::ranges::copy(octets_of(*s), signature.begin() + 32);
  return signature;
}

}  // namespace

Result<Signature> sign_with_rfc6979(const std::array<std::uint8_t, 32>& scalar, const Sha256& digest) {
  const Equation equation{number_of(scalar), number_of(digest), EC_GROUP_get0_order(&p256()),
                          OwnedNumberContext(BN_CTX_new())};
  require(equation.context && BN_nnmod(equation.digest.get(), equation.digest.get(), equation.order,
                                       equation.context.get()) == 1);
  Nonces nonces(scalar, octets_of(*equation.digest));
  for (;;) {
    const auto k = nonces.candidate();
    if (BN_is_zero(k.get()) != 0 || BN_cmp(k.get(), equation.order) >= 0) { continue; }
    const auto signature = solve(equation, *k);
    if (!signature) { return tl::unexpected(signature.error()); }
    if (*signature) { return **signature; }
  }
}

}  // namespace enocheck::crypto
