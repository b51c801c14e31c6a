#include "sim/dsp/inventory.h"

#include <algorithm>

namespace enocheck::sim {

namespace {

constexpr const char* kPending = "Pending";
constexpr const char* kWhitelisted = "Whitelisted";
constexpr const char* kInstalled = "InstalledNotCommissioned";

const char* status_of(HanStatus status) {
  if (status == HanStatus::Joined) { return "Commissioned"; }
  return status == HanStatus::Whitelisted ? kWhitelisted : kPending;
}

}  // namespace

bool InventoryDevice::is_joined() const { return status != kPending && status != kWhitelisted; }

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
      if (a_switch.kind != SwitchKind::Hcalcs || a_switch.han_status == HanStatus::Unknown) { continue; }
      row.id = a_switch.hcalcs;
      row.type = "HCALCS";
      row.status = status_of(a_switch.han_status);
      devices_.emplace(a_switch.hcalcs, row);
    }
  }
  for (const auto& user : setup.users) { users_.emplace(user.eui, user); }
}

const InventoryDevice* Inventory::find(const Eui64& device) const {
  const auto found = devices_.find(device);
  return found == devices_.end() ? nullptr : &found->second;
}

void Inventory::set_joined(const Eui64& device, bool is_joined) {
  const auto found = devices_.find(device);
  if (found == devices_.end()) { return; }
  auto& row = found->second;
  if (row.is_joined() != is_joined) { row.status = is_joined ? kInstalled : kWhitelisted; }
}

void Inventory::update(const InventoryDevice& device) {
  add(device);
  for (auto& [id, row] : devices_) {
    const bool is_of_the_meter = device.type == "ESME" && row.hub == device.hub && device.hub != Eui64{};
    if (is_of_the_meter) { row.mpan = device.mpan; }
  }
}

void Inventory::set_device_log(const Eui64& hub, const std::vector<Eui64>& listed) {
  for (const auto& [id, row] : devices_) {
    if (row.hub == hub && std::ranges::find(listed, id) == listed.end()) { set_listed(id, hub, false); }
  }
  for (const auto& id : listed) { set_listed(id, hub, true); }
}

void Inventory::set_listed(const Eui64& device, const Eui64& hub, bool is_listed) {
  const auto found = devices_.find(device);
  if (found == devices_.end() || found->second.type != "HCALCS") { return; }
  auto& row = found->second;
  if (!row.is_joined()) { row.status = is_listed ? kWhitelisted : kPending; }
  const auto* const premises = is_listed ? find(hub) : nullptr;
  if (premises == nullptr || row.hub == hub) { return; }
  row.hub = hub;
  row.mpan = premises->mpan;
  row.gbcs_version = premises->gbcs_version;
  if (row.smets_version.empty()) { row.smets_version = premises->smets_version; }
}

std::vector<const InventoryDevice*> Inventory::premises_of(const InventoryDevice& device) const {
  if (device.hub == Eui64{}) { return {&device}; }
  std::vector<const InventoryDevice*> members;
  for (const auto& [id, row] : devices_) {
    if (row.hub == device.hub) { members.push_back(&row); }
  }
  return members;
}

const InventoryDevice* Inventory::find_mpan(std::string_view mpan) const {
  const auto found = std::ranges::find_if(devices_, [&](const auto& entry) {
    const auto& row = entry.second;
    return row.mpan == mpan || row.secondary_import_mpan == mpan || row.export_mpan == mpan;
  });
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
