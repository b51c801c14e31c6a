#include "crypto/secret_bytes.h"

#include <openssl/crypto.h>

namespace enocheck::crypto {

void cleanse(std::uint8_t* octets, std::size_t size) { OPENSSL_cleanse(octets, size); }

}  // namespace enocheck::crypto
