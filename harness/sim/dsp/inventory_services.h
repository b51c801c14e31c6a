#pragma once

#include <string>
#include <variant>

#include "duis/service_request.h"
#include "duis/service_response.h"
#include "sim/dsp/inventory.h"

namespace enocheck::sim {

// The services that the DCC answers from its inventory: 8.2, 8.4, 12.2. Bodies: DUIS brief 5.3.

/// DSPInventory of all devices of the premises that an 8.2 request asks for (by DeviceID or MPxN); no Device
/// is no valid answer: BadValue where nothing is found, Unsupported for another search.
[[nodiscard]] Result<duis::OpaqueContent> read_inventory(const duis::OpaqueBody& request,
                                                         const Inventory& inventory);

/// UpdateDeviceStatusExceptCH, UpdateDeviceStatusCH.
struct StatusUpdate {
  std::string status;
  bool is_for_hub{};
};
/// UpdateDeviceDetails; what is not given stays.
struct DetailsUpdate {
  std::string manufacturer;
  std::string model;
  std::string smets_version;
  std::string firmware_version;
  std::string esme_variant;
};
/// UpdateMPxN: one of the three.
struct MpxnUpdate {
  std::string import_mpxn;
  std::string secondary_import_mpan;
  std::string export_mpan;
};
struct DeleteDevice {};

/// What an 8.4 is about.
struct InventoryUpdate {
  Eui64 device;
  std::variant<StatusUpdate, DetailsUpdate, MpxnUpdate, DeleteDevice> change;
};
/// The schema has checked the body; BadValue for a DeviceID that is no EUI.
[[nodiscard]] Result<InventoryUpdate> read_inventory_update(const duis::OpaqueBody& request);

/// The row that a 12.2 asks for; its status is not said. Errors as above.
[[nodiscard]] Result<InventoryDevice> read_prenotification(const duis::OpaqueBody& request);

}  // namespace enocheck::sim
