#include "sim/home/hcalcs_join.h"

#include <utility>

#include "sim/home/key_establishment.h"
#include "sim/join_command.h"

namespace enocheck::sim {

std::optional<UseCaseRule> HcalcsJoin::Authentication::use_case(MessageCode code,
                                                                std::string_view gbcs_version) const {
  return join_use_case_rule(code, gbcs_version, policy());
}

HcalcsJoin::HcalcsJoin(const Eui64& eui, std::optional<Eui64> esme, DeviceCredentials credentials,
                       const std::string& gbcs_version, const Policy& policy, OctetSink& to_hub,
                       OctetSink& to_esme)
    : authentication_(policy),
      end_(eui, std::move(credentials), gbcs_version, authentication_),
      esme_(esme),
      cs03a2_eno_(policy.cs03a2_eno),
      to_hub_(&to_hub),
      to_esme_(&to_esme) {}

void HcalcsJoin::receive_from_hub(ByteView octets) {
  const auto response = end_.answer(octets, [this](const gbcs::Message& command, const UseCaseRule& rule) {
    return execute(command, rule);
  });
  if (response) { to_hub_->receive(end_.eui(), *response); }
}

void HcalcsJoin::receive_from_han(ByteView octets) {
  const auto request = decode_key_establishment_request(octets);
  if (request && esme_ == request->initiator) {
    to_esme_->receive(end_.eui(), encode(KeyEstablishmentAnswer{end_.eui()}, sequence_++));
  }
}

std::optional<Bytes> HcalcsJoin::execute(const gbcs::Message& command, const UseCaseRule& rule) {
  constexpr MessageCode kCs03a2{0x00AB};
  if (rule.use_case == EsmeUseCase::Unjoin) {
    const auto other = read_unjoin(command.payload);
    if (!other) { return std::nullopt; }
    if (esme_ != *other) { return payload_of(UnjoinResult::NotInDeviceLog); }
    esme_.reset();
    return payload_of(UnjoinResult::Success);
  }
  const auto join = read_join(command.payload);
  if (!join) { return std::nullopt; }
  const auto code = command.header.code;
  const bool responds = join->method_and_role == static_cast<std::uint8_t>(MethodAndRole::MethodAResponder);
  if (!responds || (code != kCs03a2 && code != cs03a2_eno_)) {
    return payload_of(JoinResult::InvalidMessageCode);
  }
  if (join->other_type != kJoinTypeEsme || (esme_ && *esme_ != join->other_device)) {
    return payload_of(JoinResult::IncompatibleWithExistingEntry);
  }
  esme_ = join->other_device;
  return payload_of(JoinResult::Success);
}

}  // namespace enocheck::sim
