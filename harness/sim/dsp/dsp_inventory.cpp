// What the DCC answers itself, from its inventory (8.2) or by a change of it (8.4, 12.2), and firmware for
// devices.
#include "sim/dsp/dsp.h"
#include "sim/dsp/inventory_services.h"

namespace enocheck::sim {
namespace {

/// An 8.4 as it changes a row; a deletion leaves it as it is.
struct Change {
  InventoryDevice& row;

  void operator()(const StatusUpdate& update) const { row.status = update.status; }
  void operator()(const DetailsUpdate& update) const {
    take(update.manufacturer, row.manufacturer);
    take(update.model, row.model);
    take(update.smets_version, row.smets_version);
    take(update.esme_variant, row.esme_variant);
  }
  void operator()(const MpxnUpdate& update) const {
    take(update.import_mpxn, row.mpan);
    take(update.secondary_import_mpan, row.secondary_import_mpan);
    take(update.export_mpan, row.export_mpan);
  }
  void operator()(const DeleteDevice& /*deletion*/) const {}

 private:
  static void take(const std::string& given, std::string& into) {
    if (!given.empty()) { into = given; }
  }
};

}  // namespace

bool DspRules::takes_update(const InventoryUpdate& update, const InventoryDevice& device) const {
  if (const auto* const status = std::get_if<StatusUpdate>(&update.change)) {
    return status->is_for_hub == (device.type == "CHF");
  }
  // A device that the hub lists or the meter controls is taken off there first.
  return !std::holds_alternative<DeleteDevice>(update.change) || device.status == "Pending";
}

duis::ServiceResponse Dsp::answer_non_device(const IncomingRequest& incoming) {
  if (const auto* const image = std::get_if<duis::UpdateFirmware>(&incoming.request.body)) {
    return distribute_firmware(incoming, *image);
  }
  const auto* const body = std::get_if<duis::OpaqueBody>(&incoming.request.body);
  const auto& variant = incoming.service->variant;
  if (body != nullptr && variant == "8.2") { return answer_read_inventory(incoming, *body); }
  if (body != nullptr && variant == "8.4") { return answer(incoming, update_inventory(*body)); }
  if (body != nullptr && variant == "12.2") { return answer(incoming, prenotify(*body)); }
  return answer(incoming, kNotPlayed);
}

duis::ServiceResponse Dsp::answer_read_inventory(const IncomingRequest& incoming,
                                                 const duis::OpaqueBody& body) const {
  auto found = read_inventory(body, inventory_);
  if (!found) {
    return answer(incoming, found.error().code == ErrorCode::Unsupported ? kNotPlayed : "E080201");
  }
  auto response = answer(incoming, "I0");
  if (auto* const message = std::get_if<duis::ResponseMessage>(&response.body)) {
    message->content = *std::move(found);
  }
  return response;
}

std::string Dsp::update_inventory(const duis::OpaqueBody& body) {
  const auto& policy = rules_->policy();
  const auto update = read_inventory_update(body);
  if (!update) { return policy.code_content; }
  const auto* const device = inventory_.find(update->device);
  if (device == nullptr) { return policy.code_device_unknown; }
  if (!rules_->takes_update(*update, *device)) { return policy.code_device_status; }
  if (!rules_->carries_out(*update)) { return "I99"; }
  if (std::holds_alternative<DeleteDevice>(update->change)) {
    inventory_.remove(update->device);
    return "I99";
  }
  auto row = *device;
  std::visit(Change{row}, update->change);
  inventory_.update(row);
  const auto* const details = std::get_if<DetailsUpdate>(&update->change);
  if (details != nullptr && !details->firmware_version.empty()) {
    inventory_.set_firmware(row.id, details->firmware_version);
  }
  return "I99";
}

std::string Dsp::prenotify(const duis::OpaqueBody& body) {
  auto row = read_prenotification(body);
  if (!row) { return rules_->policy().code_content; }
  if (inventory_.find(row->id) != nullptr && rules_->refuses_known_device()) {
    return rules_->policy().code_device_known;
  }
  row->status = rules_->status_of_prenotified();
  inventory_.add(*row);
  return "I99";
}

}  // namespace enocheck::sim
