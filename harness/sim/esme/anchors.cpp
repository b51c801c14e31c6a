#include "sim/esme/anchors.h"

#include <algorithm>

#include "crypto/key_agreement.h"

namespace enocheck::sim {
namespace {

Result<Anchor> read_anchor(const StoredAnchor& stored, const crypto::PrivateKey& agreement) {
  const auto signing = crypto::PublicKey::from_point(stored.signing);
  if (!signing) { return tl::unexpected<Error>(signing.error()); }
  const auto peer = crypto::PublicKey::from_point(stored.agreement);
  if (!peer) { return tl::unexpected<Error>(peer.error()); }
  const auto secret = crypto::agree(agreement, *peer);
  if (!secret) { return tl::unexpected<Error>(secret.error()); }
  return Anchor{stored.role, stored.subject, *signing, *secret};
}

template <class Matches>
const Anchor* find_if(const std::vector<Anchor>& anchors, Matches matches) {
  const auto found = std::find_if(anchors.begin(), anchors.end(), matches);
  return found == anchors.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<Anchor>> read_anchors(const std::vector<StoredAnchor>& stored,
                                         const crypto::PrivateKey& agreement) {
  std::vector<Anchor> anchors;
  for (const auto& cell : stored) {
    auto anchor = read_anchor(cell, agreement);
    if (!anchor) { return failure(anchor.error(), "trust anchor cell of " + to_string(cell.subject)); }
    anchors.push_back(*std::move(anchor));
  }
  return anchors;
}

const Anchor* find_anchor(const std::vector<Anchor>& anchors, crypto::RemotePartyRole role) {
  return find_if(anchors, [&](const Anchor& anchor) { return anchor.role == role; });
}

const Anchor* find_anchor(const std::vector<Anchor>& anchors, const Eui64& subject) {
  return find_if(anchors, [&](const Anchor& anchor) { return anchor.subject == subject; });
}

}  // namespace enocheck::sim
