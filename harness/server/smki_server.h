#pragma once

#include "crypto/key_store.h"
#include "net/http_message.h"

namespace enocheck::server {

/// Answers the SMKI repository's certificate search (`/services/certificatesearch`, by EUI-64 of a device or
/// an organisation) and retrieval (`/services/retrievecertificate`, by serial number as hex, leading zeros or
/// not). Status 402 where nothing is found, 401 for a request that does not say what it looks for. Only
/// certificates leave the store. Source: DUIS brief 1.5.
[[nodiscard]] net::HttpResponse answer_smki(const crypto::KeyStore& keys, const net::HttpRequest& request);

}  // namespace enocheck::server
