#include "p256_counter.h"

#include <dlfcn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <time.h>

#include <array>
#include <memory>

namespace enocheck::bench {
namespace {

P256Count& counted() {
  static P256Count count;
  return count;
}

/// OpenSSL's own function of that name, behind the one that this executable defines.
template <class Function>
Function* original(const char* name) {
  // NOLINTNEXTLINE(*-reinterpret-cast): dlsym gives functions as objects
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <class Call>
int timed(Operations& operations, Call&& call) {
  const auto start = ThreadClock::now();
  const int result = call();
  operations.time += ThreadClock::now() - start;
  ++operations.count;
  return result;
}

struct FreeContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

template <class Call>
double microseconds_each(unsigned rounds, Call&& call) {
  const auto start = ThreadClock::now();
  for (unsigned i = 0; i < rounds; ++i) { call(); }
  return std::chrono::duration<double, std::micro>(ThreadClock::now() - start).count() / rounds;
}

}  // namespace

ThreadClock::time_point ThreadClock::now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

const P256Count& p256_count() { return counted(); }
void reset_p256_count() { counted() = {}; }

P256Cost measure_p256(unsigned rounds) {
  const std::unique_ptr<EVP_PKEY, FreeKey> key(EVP_EC_gen("P-256"));
  const std::unique_ptr<EVP_PKEY, FreeKey> peer(EVP_EC_gen("P-256"));
  const auto context_of = [](EVP_PKEY* from) {
    return std::unique_ptr<EVP_PKEY_CTX, FreeContext>(EVP_PKEY_CTX_new(from, nullptr));
  };
  const auto signing = context_of(key.get());
  const auto verifying = context_of(key.get());
  const auto deriving = context_of(key.get());
  EVP_PKEY_sign_init(signing.get());
  EVP_PKEY_verify_init(verifying.get());
  EVP_PKEY_derive_init(deriving.get());
  EVP_PKEY_derive_set_peer(deriving.get(), peer.get());

  std::array<unsigned char, 32> digest{1, 2, 3};
  std::array<unsigned char, 80> signature{};
  std::array<unsigned char, 32> secret{};
  std::size_t size = 0;
  P256Cost cost;
  cost.sign_us = microseconds_each(rounds, [&] {
    size = signature.size();
    EVP_PKEY_sign(signing.get(), signature.data(), &size, digest.data(), digest.size());
  });
  cost.verify_us = microseconds_each(rounds, [&] {
    EVP_PKEY_verify(verifying.get(), signature.data(), size, digest.data(), digest.size());
  });
  cost.derive_us = microseconds_each(rounds, [&] {
    std::size_t length = secret.size();
    EVP_PKEY_derive(deriving.get(), secret.data(), &length);
  });
  return cost;
}

}  // namespace enocheck::bench

using enocheck::bench::counted;
using enocheck::bench::original;
using enocheck::bench::timed;

// NOLINTBEGIN(readability-identifier-naming): these are OpenSSL's names
extern "C" int EVP_PKEY_sign(EVP_PKEY_CTX* context, unsigned char* signature, std::size_t* size,
                             const unsigned char* digest, std::size_t digest_size) {
  static auto* const next = original<decltype(EVP_PKEY_sign)>("EVP_PKEY_sign");
  // Without a place for the signature the call only asks for its size.
  if (signature == nullptr) { return next(context, signature, size, digest, digest_size); }
  return timed(counted().sign, [&] { return next(context, signature, size, digest, digest_size); });
}

extern "C" int EVP_PKEY_verify(EVP_PKEY_CTX* context, const unsigned char* signature, std::size_t size,
                               const unsigned char* digest, std::size_t digest_size) {
  static auto* const next = original<decltype(EVP_PKEY_verify)>("EVP_PKEY_verify");
  return timed(counted().verify, [&] { return next(context, signature, size, digest, digest_size); });
}

extern "C" int EVP_PKEY_derive(EVP_PKEY_CTX* context, unsigned char* secret, std::size_t* size) {
  static auto* const next = original<decltype(EVP_PKEY_derive)>("EVP_PKEY_derive");
  if (secret == nullptr) { return next(context, secret, size); }
  return timed(counted().derive, [&] { return next(context, secret, size); });
}
// NOLINTEND(readability-identifier-naming)
