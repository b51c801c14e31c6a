#include "crypto/handles.h"

#include <openssl/err.h>
#include <openssl/obj_mac.h>

#include <array>
#include <climits>

namespace enocheck::crypto {

tl::unexpected<Error> openssl_failure(ErrorCode code, std::string_view doing) {
  std::string detail(doing);
  // The first entry is the cause; the later ones are the callers that passed it on.
  if (const auto cause = ERR_get_error(); cause != 0) {
    std::array<char, 256> text{};
    ERR_error_string_n(cause, text.data(), text.size());
    detail.append(": ").append(text.data());
  }
  ERR_clear_error();
  return failure(code, std::move(detail));
}

const EC_GROUP& p256() {
  static const OwnedGroup group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  require(group != nullptr);
  return *group;
}

OwnedBio reader_of(ByteView octets) {
  require(octets.size() <= INT_MAX);
  OwnedBio bio(BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
  require(bio != nullptr);
  return bio;
}

std::string text_in(BIO& bio) {
  char* text = nullptr;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast): the cast is inside OpenSSL's macro
  const auto size = BIO_get_mem_data(&bio, &text);
  return {text, static_cast<std::size_t>(size)};
}

bool is_pem(ByteView octets) { return text_of(octets).find("-----BEGIN ") != std::string_view::npos; }

}  // namespace enocheck::crypto
