// The inventory: DSPs that keep it badly.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

/// Confirms one kind of change and does not make it.
template <class Change>
struct Forgets : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool carries_out(const InventoryUpdate& update) const override {
    return !std::holds_alternative<Change>(update.change);
  }
};

struct DeletesDeviceInUse : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_update(const InventoryUpdate& update,
                                  const InventoryDevice& device) const override {
    return std::holds_alternative<DeleteDevice>(update.change) || DspRules::takes_update(update, device);
  }
};

struct DeletesWhatHubLists : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_update(const InventoryUpdate& update,
                                  const InventoryDevice& device) const override {
    const bool deletes = std::holds_alternative<DeleteDevice>(update.change);
    return (deletes && device.status == "Whitelisted") || DspRules::takes_update(update, device);
  }
};

/// A hub's status for any device, any device's status for a hub.
struct MixesStatusOfHubs : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_update(const InventoryUpdate& update,
                                  const InventoryDevice& device) const override {
    return std::holds_alternative<StatusUpdate>(update.change) || DspRules::takes_update(update, device);
  }
};

struct TakesKnownDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool refuses_known_device() const override { return false; }
};

struct CommissionsPrenotified : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::string status_of_prenotified() const override { return "Commissioned"; }
};

template <class Rules>
Defect management(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "dsp.request-management", std::move(breaks), description, &with_dsp_rules<Rules>};
}

}  // namespace

std::vector<Defect> dsp_inventory_defects() {
  return {
      management<Forgets<DeleteDevice>>("dsp.keeps-deleted-device", {"REG-1"},
                                        "confirms an 8.4 that deletes a device, and keeps it"),
      management<Forgets<DetailsUpdate>>("dsp.keeps-old-details", {"REG-1", "FW-3"},
                                         "confirms an 8.4 with a firmware version, and keeps the old one"),
      management<Forgets<MpxnUpdate>>("dsp.keeps-old-mpxn", {"REG-1", "ACC-7"},
                                      "confirms an 8.4 with another MPAN, and keeps the old one"),
      management<Forgets<StatusUpdate>>("dsp.keeps-old-status", {"REG-1"},
                                        "confirms an 8.4 with another status, and keeps the old one"),
      management<DeletesDeviceInUse>("dsp.deletes-device-in-use", {"REG-1", "JOI-6"},
                                     "deletes a device that is joined"),
      management<DeletesWhatHubLists>("dsp.deletes-what-hub-lists", {"REG-1", "JOI-6"},
                                      "deletes a device that is on a hub's device log"),
      management<MixesStatusOfHubs>("dsp.mixes-status-of-hubs", {"REG-1"},
                                    "takes the status of a hub for other devices, and theirs for a hub"),
      management<TakesKnownDevice>("dsp.takes-known-device", {"REG-1", "JOI-6"},
                                   "makes a device Pending that is notified a second time"),
      management<CommissionsPrenotified>("dsp.commissions-prenotified", {"REG-1", "JOI-6"},
                                         "takes a device for commissioned as soon as it is notified"),
  };
}

}  // namespace enocheck::sim
