#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gbcs/message.h"
#include "sim/credentials.h"
#include "sim/esme/anchors.h"
#include "sim/esme/authentication.h"
#include "sim/esme/response_rules.h"

namespace enocheck::sim {

/// The GBCS end of a device that is no ESME: a Communications Hub, an HCALCS. It checks what comes in the
/// order of GBCS brief 5.1, keeps the execution counters, and protects what goes out. Power loss leaves it as
/// it is.
class GbcsEnd {
 public:
  /// Carries out a command that passed all checks; the payload of its response, or nothing where the payload
  /// of the command is not the use case's.
  using Execute = std::function<std::optional<Bytes>(const gbcs::Message&, const UseCaseRule&)>;

  /// `rules` outlive it.
  GbcsEnd(const Eui64& eui, DeviceCredentials credentials, std::string gbcs_version,
          const AuthenticationRules& rules);

  [[nodiscard]] const Eui64& eui() const { return eui_; }
  /// The response to send; nothing for octets that have to be ignored.
  [[nodiscard]] std::optional<Bytes> answer(ByteView octets, const Execute& execute);
  /// A non-critical alert to the access control broker about a message that was answered, under the device's
  /// next counter. Errors: MissingKey without a cell of the broker or before any message; those of the MAC.
  [[nodiscard]] Result<Bytes> alert_to_broker(MessageCode code, std::uint16_t alert_code, Instant now,
                                              ByteView further_member);

 private:
  /// Keys are agreed when the first message comes: most devices of a world never get one.
  [[nodiscard]] Status know_anchors();

  Eui64 eui_;
  DeviceCredentials credentials_;
  std::string gbcs_version_;
  const AuthenticationRules* rules_;
  std::vector<Anchor> anchors_;
  std::map<crypto::RemotePartyRole, OriginatorCounter> executed_;
  OriginatorCounter alert_counter_;
};

}  // namespace enocheck::sim
