#pragma once

#include <memory>

#include "crypto/key_store.h"
#include "engine/sut.h"

namespace enocheck {

/// The target, each of whose messages is printed, decoded, as it comes. `keys` check signatures and MACs;
/// they outlive the target.
[[nodiscard]] std::unique_ptr<engine::Sut> with_trace(std::unique_ptr<engine::Sut> target,
                                                      const crypto::KeyStore& keys);

}  // namespace enocheck
