#include "sim/gbcs_end.h"

#include <utility>

#include "gbcs/protection.h"
#include "sim/alert_payload.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

std::vector<StoredAnchor> cells_of(const std::vector<TrustAnchor>& anchors) {
  std::vector<StoredAnchor> cells;
  for (const auto& anchor : anchors) {
    cells.push_back(
        {anchor.role, anchor.subject, copy_of(anchor.signing.point()), copy_of(anchor.agreement.point())});
  }
  return cells;
}

}  // namespace

GbcsEnd::GbcsEnd(const Eui64& eui, DeviceCredentials credentials, std::string gbcs_version,
                 const AuthenticationRules& rules)
    : eui_(eui),
      credentials_(std::move(credentials)),
      gbcs_version_(std::move(gbcs_version)),
      rules_(&rules) {}

std::optional<Bytes> GbcsEnd::answer(ByteView octets, const Execute& execute) {
  const auto message = gbcs::decode_message(octets);
  if (!message || !know_anchors()) { return std::nullopt; }
  const auto admission = examine(*message, eui_, {gbcs_version_, executed_}, anchors_, *rules_);
  if (admission.refusal) { return std::nullopt; }
  const auto& rule = *admission.rule;
  const auto& sender = *admission.sender;
  if (rule.replay_protected) {
    executed_[rules_->counted_under(sender.role, rule)] = message->header.counter;
  }
  const auto payload = execute(*message, rule);
  if (!payload) { return std::nullopt; }
  const ResponseRules responses;
  auto response = protected_response(responses.response_header(message->header), *payload,
                                     responses.signs_response(rule), credentials_.signing, sender.secret);
  return response ? std::optional(*std::move(response)) : std::nullopt;
}

Result<Bytes> GbcsEnd::alert_to_broker(MessageCode code, std::uint16_t alert_code, Instant now,
                                       ByteView further_member) {
  const auto* const broker = find_anchor(anchors_, RemotePartyRole::AccessControlBroker);
  if (broker == nullptr) { return failure(ErrorCode::MissingKey, "no cell of the access control broker"); }
  alert_counter_ = OriginatorCounter{alert_counter_.value() + 1};
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Alert;
  header.counter = alert_counter_;
  header.originator = eui_;
  header.target = broker->subject;
  header.code = code;
  return protected_response(header, alert_payload(alert_counter_, alert_code, now, further_member), false,
                            credentials_.signing, broker->secret);
}

Status GbcsEnd::know_anchors() {
  if (!anchors_.empty()) { return {}; }
  return read_anchors(cells_of(credentials_.anchors), credentials_.agreement)
      .map([this](std::vector<Anchor> anchors) { anchors_ = std::move(anchors); });
}

}  // namespace enocheck::sim
