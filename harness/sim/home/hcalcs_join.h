#pragma once

#include <optional>

#include "sim/gbcs_end.h"
#include "sim/link.h"

namespace enocheck::sim {

/// The ESME that an HCALCS obeys: named by CS03A2, forgotten by CS04AC, confirmed when that ESME establishes
/// a key. It survives power loss. Source: GBCS brief 4.12.
class HcalcsJoin {
 public:
  /// `esme` is who it is joined to from the start. Responses and answers leave at `to_hub` and `to_esme`.
  HcalcsJoin(const Eui64& eui, std::optional<Eui64> esme, DeviceCredentials credentials,
             const std::string& gbcs_version, const Policy& policy, OctetSink& to_hub, OctetSink& to_esme);

  /// GBCS octets from the hub.
  void receive_from_hub(ByteView octets);
  /// Takes a frame of key establishment, and answers the ESME that it was told to join; no other frame.
  void receive_from_han(ByteView octets);
  [[nodiscard]] bool is_joined() const { return esme_.has_value(); }

 private:
  /// An HCALCS knows the use cases of joins and no other.
  class Authentication final : public AuthenticationRules {
   public:
    using AuthenticationRules::AuthenticationRules;
    [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                      std::string_view gbcs_version) const override;
  };
  [[nodiscard]] std::optional<Bytes> execute(const gbcs::Message& command, const UseCaseRule& rule);

  Authentication authentication_;
  GbcsEnd end_;
  std::optional<Eui64> esme_;
  MessageCode cs03a2_eno_;
  OctetSink* to_hub_;
  OctetSink* to_esme_;
  std::uint8_t sequence_{};
};

}  // namespace enocheck::sim
