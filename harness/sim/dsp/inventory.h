#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/eui64.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A row of the Smart Metering Inventory.
struct InventoryDevice {
  Eui64 id;
  std::string type;  ///< "ESME", "CHF", "HCALCS"
  std::string status;
  std::string mpan;  ///< a device that is no meter has its meter's
  std::string gbcs_version;
  std::string firmware_version;
  std::string smets_version;
  Eui64 hub;  ///< the premises' Communications Hub: devices behind one hub belong together; zero: none known
              ///< yet
  std::string manufacturer = "ENOCHECK";
  std::string model = "SIMULATED";
  std::string esme_variant{};
  std::string secondary_import_mpan{};
  std::string export_mpan{};

  /// Neither on its way onto the HAN nor only listed there: an HCALCS is joined to its meter.
  [[nodiscard]] bool is_joined() const;
};

/// What the DSP knows about devices, users and registrations. Nothing here looks at a device: it is told at
/// the start, and by what devices answer.
class Inventory {
 public:
  explicit Inventory(const Setup& setup);

  [[nodiscard]] const InventoryDevice* find(const Eui64& device) const;
  void add(const InventoryDevice& device) { devices_.insert_or_assign(device.id, device); }
  void remove(const Eui64& device) { devices_.erase(device); }
  /// The row in place of the one with its id; a meter's MPAN becomes that of its premises.
  void update(const InventoryDevice& device);
  /// All devices behind the same Communications Hub.
  [[nodiscard]] std::vector<const InventoryDevice*> premises_of(const InventoryDevice& device) const;
  /// A device's join to its meter was confirmed, or was undone.
  void set_joined(const Eui64& device, bool is_joined);
  /// The hub's device log has these devices: those that waited for it are whitelisted; those that were
  /// whitelisted and are not in it any more wait again.
  void set_device_log(const Eui64& hub, const std::vector<Eui64>& listed);
  /// A device is on the device log of that hub, behind which it then is, or it is not any more.
  void set_listed(const Eui64& device, const Eui64& hub, bool is_listed);
  /// A device of the premises that an MPAN stands for, or null.
  [[nodiscard]] const InventoryDevice* find_mpan(std::string_view mpan) const;
  [[nodiscard]] const UserSetup* find_user(const Eui64& user) const;
  [[nodiscard]] const std::vector<RegistrationSetup>& registrations() const { return registrations_; }
  /// The row of the Central Products List, or null.
  [[nodiscard]] const ProductSetup* find_product(std::string_view firmware_version) const;
  /// What a device is known to run from now on; of a version that the list does not have, no GBCS version is
  /// known.
  void set_firmware(const Eui64& device, const std::string& firmware_version);

 private:
  std::map<Eui64, InventoryDevice> devices_;
  std::map<Eui64, UserSetup> users_;
  std::vector<RegistrationSetup> registrations_;
  std::vector<ProductSetup> products_;
};

}  // namespace enocheck::sim
