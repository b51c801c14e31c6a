#include "sim/dsp/inventory.h"

#include <algorithm>

namespace enocheck::sim {

Inventory::Inventory(const Setup& setup) : registrations_(setup.registrations), products_(setup.products) {
  for (const auto& meter : setup.meters) {
    InventoryDevice row{
        meter.esme,
        "ESME",
        meter.device_status,
        meter.import_mpan,
        meter.inventory_gbcs_version,
        meter.inventory_firmware_version.empty() ? meter.firmware_version : meter.inventory_firmware_version,
        meter.smets_version,
        meter.hub};
    devices_.emplace(meter.esme, row);
    row.status = "Commissioned";
    row.firmware_version.clear();
    row.id = meter.hub;
    row.type = "CHF";
    devices_.emplace(meter.hub, row);
    for (const auto& a_switch : meter.switches) {
      if (a_switch.kind != SwitchKind::Hcalcs) { continue; }
      row.id = a_switch.hcalcs;
      row.type = "HCALCS";
      devices_.emplace(a_switch.hcalcs, row);
    }
  }
  for (const auto& user : setup.users) { users_.emplace(user.eui, user); }
}

const InventoryDevice* Inventory::find(const Eui64& device) const {
  const auto found = devices_.find(device);
  return found == devices_.end() ? nullptr : &found->second;
}

std::vector<const InventoryDevice*> Inventory::premises_of(const InventoryDevice& device) const {
  std::vector<const InventoryDevice*> members;
  for (const auto& [id, row] : devices_) {
    if (row.hub == device.hub) { members.push_back(&row); }
  }
  return members;
}

const InventoryDevice* Inventory::find_meter(std::string_view mpan) const {
  const auto found = std::ranges::find_if(
      devices_, [&](const auto& entry) { return entry.second.type == "ESME" && entry.second.mpan == mpan; });
  return found == devices_.end() ? nullptr : &found->second;
}

const ProductSetup* Inventory::find_product(std::string_view firmware_version) const {
  const auto found = std::ranges::find(products_, firmware_version, &ProductSetup::firmware_version);
  return found == products_.end() ? nullptr : &*found;
}

void Inventory::set_firmware(const Eui64& device, const std::string& firmware_version) {
  const auto row = devices_.find(device);
  if (row == devices_.end()) { return; }
  const auto* const product = find_product(firmware_version);
  row->second.firmware_version = firmware_version;
  row->second.gbcs_version = product == nullptr ? std::string() : product->gbcs_version;
}

const UserSetup* Inventory::find_user(const Eui64& user) const {
  const auto found = users_.find(user);
  return found == users_.end() ? nullptr : &found->second;
}

}  // namespace enocheck::sim
