// What an ESME tells unasked. Source: GBCS brief 4.11, 4.12.
#include <array>
#include <utility>

#include "core/byte_writer.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/protection.h"
#include "gbcs/use_case.h"
#include "sim/alert_payload.h"
#include "sim/esme/esme.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

constexpr MessageCode kGenericCriticalAlert{0x1000};
constexpr MessageCode kCommandNotSupported{0x0120};  // ECS100
constexpr std::uint16_t kUnauthorised = 0x8F30;
constexpr std::uint16_t kUnsupported = 0x8F85;
constexpr MessageCode kFirmwareReceipt{0x00CE};
constexpr std::uint16_t kImageReceived = 0x8F72;
constexpr MessageCode kDlmsOutcome{0x00CC};
constexpr MessageCode kFirmwareOutcome{0x00CA};
constexpr std::uint16_t kCarriedOut = 0x8F66;
constexpr std::uint16_t kNotCarriedOut = 0x8F67;

}  // namespace

void Esme::alert_unauthorised() {
  const auto* supplier = find_anchor(anchors_, RemotePartyRole::Supplier);
  if (supplier == nullptr) { return; }
  gbcs::GroupingHeader header;
  header.target = supplier->subject;
  header.code = kGenericCriticalAlert;
  send_dlms_alert(header, kUnauthorised, {});
}

void Esme::alert_unsupported(const gbcs::Message& command) {
  if (gbcs::compare_versions(state_.gbcs_version, policy_.alert_on_unsupported_from) < 0) { return; }
  const auto* sender = rules_->sender_of(command.header, anchors_);
  const auto* broker = find_anchor(anchors_, RemotePartyRole::AccessControlBroker);
  if (sender == nullptr || broker == nullptr || !rules_->mac_holds(command, broker->secret)) { return; }
  gbcs::GroupingHeader header;
  header.target = command.header.originator;
  header.code = kCommandNotSupported;
  header.supplementary = command.header.supplementary;
  Bytes refused;
  ByteWriter(refused).u16(command.header.code.value()).u64(command.header.counter.value());
  Bytes member;
  ByteWriter out(member);
  gbcs::put_octet_string(out, refused);
  send_dlms_alert(header, kUnsupported, member);
}

void Esme::alert_image(ByteView hash) {
  const auto* supplier = find_anchor(anchors_, RemotePartyRole::Supplier);
  if (supplier == nullptr) { return; }
  gbcs::GroupingHeader header;
  header.target = supplier->subject;
  header.code = kFirmwareReceipt;
  Bytes member;
  ByteWriter out(member);
  gbcs::put_octet_string(out, hash);
  send_dlms_alert(header, kImageReceived, member);
}

void Esme::tell_firmware_outcome(const DatedCommand& dated, const gbcs::FirmwareOutcome& outcome) {
  gbcs::GroupingHeader header;
  header.target = dated.originator;
  header.code = kFirmwareOutcome;
  const auto alert_code = outcome.result == 0 ? kCarriedOut : kNotCarriedOut;
  const auto payload = gbcs::encode_firmware_alert({alert_code, scheduler_->now(), dated.counter, outcome});
  send_critical_alert(header, [&](OriginatorCounter) { return payload; });
}

void Esme::tell_calendar_outcome(const DatedCommand& dated) {
  constexpr MessageCode kSetCalendar{0x0054};
  constexpr std::array kActivated = {objects::kCalendarActivation, objects::kSpecialDaysActivation};
  for (std::size_t i = 0; i < rules_->alerts_of_calendar(); ++i) {
    const auto& object = kActivated.at(i);
    Bytes instruction;
    ByteWriter(instruction)
        .u16(kSetCalendar.value())
        .u64(dated.counter.value())
        .u16(object.class_id)
        .bytes(object.obis)
        .u8(object.attribute);
    gbcs::GroupingHeader header;
    header.target = dated.originator;
    header.code = kDlmsOutcome;
    Bytes member;
    ByteWriter out(member);
    gbcs::put_octet_string(out, instruction);
    send_dlms_alert(header, kCarriedOut, member);
  }
}

void Esme::send_dlms_alert(gbcs::GroupingHeader header, std::uint16_t alert_code, ByteView further_member) {
  send_critical_alert(std::move(header), [&](OriginatorCounter counter) {
    return alert_payload(counter, alert_code, scheduler_->now(), further_member);
  });
}

void Esme::send_critical_alert(gbcs::GroupingHeader header, const AlertPayload& payload) {
  state_.alert_counter = OriginatorCounter{state_.alert_counter.value() + 1};
  header.cra = gbcs::CraFlag::Alert;
  header.counter = state_.alert_counter;
  header.originator = eui_;
  send(gbcs::sign_message(gbcs::encode_unsigned(header, payload(header.counter)), keys_.signing));
}

}  // namespace enocheck::sim
