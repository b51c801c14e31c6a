#include "crypto/digest.h"

#include "crypto/handles.h"

namespace enocheck::crypto {
namespace {

/// A digest fetched once with a context to run it in. Fetching at each call would cost more than hashing a
/// GBCS message, and contexts must not be shared between threads.
class Hasher {
 public:
  explicit Hasher(const char* name)
      : digest_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {
    require(digest_ && context_ && EVP_DigestInit_ex(context_.get(), digest_.get(), nullptr) == 1);
  }

  void begin() { require(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1); }
  void add(ByteView part) { require(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1); }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> finish() {
    std::array<std::uint8_t, Size> result{};
    require(EVP_DigestFinal_ex(context_.get(), result.data(), nullptr) == 1);
    return result;
  }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> digest(std::initializer_list<ByteView> parts) {
    begin();
    for (const auto part : parts) { add(part); }
    return finish<Size>();
  }

 private:
  OwnedDigest digest_;
  OwnedDigestContext context_;
};

}  // namespace

Sha256 sha256(std::initializer_list<ByteView> parts) {
  thread_local Hasher hasher("SHA256");
  return hasher.digest<32>(parts);
}

Sha256 sha256(ByteView octets) { return sha256({octets}); }

struct Sha256Stream::State {
  Hasher hasher{"SHA256"};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
void Sha256Stream::add(ByteView octets) { state_->hasher.add(octets); }
Sha256 Sha256Stream::finish() { return state_->hasher.finish<32>(); }

std::array<std::uint8_t, 20> sha1(ByteView octets) {
  thread_local Hasher hasher("SHA1");
  return hasher.digest<20>({octets});
}

}  // namespace enocheck::crypto
