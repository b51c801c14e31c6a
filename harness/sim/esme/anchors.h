#pragma once

#include <vector>

#include "core/eui64.h"
#include "core/result.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"
#include "crypto/secret_bytes.h"
#include "sim/esme/esme_state.h"

namespace enocheck::sim {

/// A remote party as the device knows it: its cell pair, and the secret shared with it.
struct Anchor {
  crypto::RemotePartyRole role;
  Eui64 subject;
  crypto::PublicKey signing;
  crypto::SharedSecret secret;  ///< device KA with the party's KA, agreed once
};

/// The trust anchor cells, with keys parsed and secrets agreed. Errors: BadValue for a cell that holds no
/// point.
[[nodiscard]] Result<std::vector<Anchor>> read_anchors(const std::vector<StoredAnchor>& stored,
                                                       const crypto::PrivateKey& agreement);
/// Null if no cell has this role, or this subject.
[[nodiscard]] const Anchor* find_anchor(const std::vector<Anchor>& anchors, crypto::RemotePartyRole role);
[[nodiscard]] const Anchor* find_anchor(const std::vector<Anchor>& anchors, const Eui64& subject);

}  // namespace enocheck::sim
