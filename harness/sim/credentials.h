#pragma once

#include <map>
#include <vector>

#include "core/eui64.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"

namespace enocheck::sim {

/// What a trust anchor cell pair of a device holds about a remote party: its role, EUI-64 and two public
/// keys.
struct TrustAnchor {
  crypto::RemotePartyRole role = crypto::RemotePartyRole::Other;
  Eui64 subject;
  crypto::PublicKey signing;
  crypto::PublicKey agreement;
};

/// All that a device has been given at manufacture and installation. Nobody else holds these private keys.
struct DeviceCredentials {
  crypto::PrivateKey signing;
  crypto::PrivateKey agreement;
  /// Supplier, network operator (none if its cell is empty), access control broker.
  std::vector<TrustAnchor> anchors;
};

/// The credentials of all devices of a premises: ESME, Communications Hub, HCALCSs.
using PremisesCredentials = std::map<Eui64, DeviceCredentials>;

}  // namespace enocheck::sim
