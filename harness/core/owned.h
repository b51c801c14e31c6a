#pragma once

namespace enocheck {

/// Deleter for C handles: `std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>`.
template <auto Free>
struct Freed {
  void operator()(auto* handle) const noexcept { Free(handle); }
};

}  // namespace enocheck
