// Firmware, and what an ESME carries out later. Source: GBCS brief 4.8, 4.12.
#include <utility>

#include "core/hex.h"
#include "gbcs/firmware_activation.h"
#include "sim/esme/esme.h"

namespace enocheck::sim {

void Esme::take_image(ByteView octets) {
  const auto image = read_firmware_image(octets);
  if (!image) { return; }
  rules_->keep_image(state_, *image);
  if (rules_->confirms_image()) { alert_image(image->hash); }
}

std::optional<Bytes> Esme::take_activation(const gbcs::Message& command) {
  const auto activation = gbcs::decode_firmware_activation(command.payload);
  const auto& header = command.header;
  if (!activation || activation->counter != header.counter) { return std::nullopt; }
  if (!activation->at) { return gbcs::encode_firmware_response(activate_firmware(activation->hash)); }
  if (*activation->at == gbcs::kDerNever) {
    if (rules_->cancels_activation()) { state_.dated_firmware.reset(); }
  } else {
    state_.dated_firmware = DatedCommand{rules_->time_of_activation(*activation->at, scheduler_->now()),
                                         header.originator, header.counter, activation->hash};
  }
  return gbcs::encode_firmware_response(std::nullopt);
}

gbcs::FirmwareOutcome Esme::activate_firmware(ByteView hash) {
  const auto result = rules_->result_of_activation(state_, hash);
  if (result == gbcs::FirmwareResult::Success) { rules_->activate(state_); }
  const auto version = decode_hex(rules_->named_version(state_));
  return {static_cast<std::uint8_t>(result), version.value_or(Bytes())};
}

void Esme::carry_out_dated() {
  const auto now = scheduler_->now();
  if (state_.dated_calendar && state_.dated_calendar->at <= now) {
    const auto dated = *std::exchange(state_.dated_calendar, std::nullopt);
    rules_->activate_schedule(state_);
    rules_->activate_special_days(state_);
    switchboard_.calendar_changed();
    if (rules_->tells_outcome()) { tell_calendar_outcome(dated); }
  }
  if (state_.dated_firmware && state_.dated_firmware->at <= now) {
    const auto dated = *std::exchange(state_.dated_firmware, std::nullopt);
    const auto outcome = activate_firmware(dated.hash);
    if (rules_->tells_outcome()) { tell_firmware_outcome(dated, outcome); }
  }
  dated_.clear();
  for (const auto& dated : {state_.dated_calendar, state_.dated_firmware}) {
    if (dated) {
      dated_.at(dated->at, [this] { carry_out_dated(); });
    }
  }
}

}  // namespace enocheck::sim
