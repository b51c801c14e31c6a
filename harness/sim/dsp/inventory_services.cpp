#include "sim/dsp/inventory_services.h"

#include <fmt/format.h>

#include "sim/dsp/answers.h"

namespace enocheck::sim {
namespace {

/// Reads the simple elements of an opaque body, whose prefixes are resolved to `sr`. Their texts stay
/// escaped.
class OpaqueReader {
 public:
  explicit OpaqueReader(std::string_view xml) : xml_(xml) {}

  [[nodiscard]] bool has(std::string_view element) const {
    return start_of(element, ">") != kNone || start_of(element, "/>") != kNone;
  }
  [[nodiscard]] std::optional<std::string> text(std::string_view element) const {
    const auto start = start_of(element, ">");
    if (start == kNone) { return std::nullopt; }
    const auto text = xml_.substr(start + element.size() + std::string_view("<sr:>").size());
    return std::string(text.substr(0, text.find('<')));
  }
  [[nodiscard]] std::string text_or_nothing(std::string_view element) const {
    return text(element).value_or("");
  }
  [[nodiscard]] Result<Eui64> device() const {
    const auto id = text("DeviceID");
    return id ? Eui64::parse(*id) : failure(ErrorCode::BadValue, "no DeviceID");
  }

 private:
  static constexpr auto kNone = std::string_view::npos;
  [[nodiscard]] std::size_t start_of(std::string_view element, std::string_view end) const {
    return xml_.find(fmt::format("<sr:{}{}", element, end));
  }
  std::string_view xml_;
};

std::string inventory_row(const InventoryDevice& device) {
  const bool is_meter = device.type == "ESME";
  std::string xml = "<sr:Device>";
  append_element(xml, "DeviceID", to_string(device.id));
  append_element(xml, "DeviceType", device.type);
  append_element(xml, "DeviceStatus", device.status);
  append_element(xml, "DeviceManufacturer", device.manufacturer);
  append_element(xml, "DeviceModel", device.model);
  append_element(xml, "SMETSCHTSVersion", device.smets_version);
  append_element(xml, "DeviceFirmwareVersion", device.firmware_version);
  if (is_meter) {
    append_element(xml, "ImportMPxN", device.mpan);
    append_element(xml, "SecondaryImportMPAN", device.secondary_import_mpan);
    append_element(xml, "ExportMPAN", device.export_mpan);
    append_element(xml, "ESMEVariant", device.esme_variant);
  }
  append_element(xml, "DeviceGBCSVersion", device.gbcs_version);
  return xml + "</sr:Device>";
}

DetailsUpdate details_in(const OpaqueReader& in) {
  return {in.text_or_nothing("DeviceManufacturer"), in.text_or_nothing("DeviceModel"),
          in.text_or_nothing("SMETSCHTSVersion"), in.text_or_nothing("FirmwareVersion"),
          in.text_or_nothing("ESMEVariant")};
}

}  // namespace

Result<duis::OpaqueContent> read_inventory(const duis::OpaqueBody& request, const Inventory& inventory) {
  const OpaqueReader in(request.xml);
  const InventoryDevice* device = nullptr;
  if (in.has("DeviceID")) {
    const auto id = in.device();
    device = id ? inventory.find(*id) : nullptr;
  } else if (const auto mpan = in.text("MPxN")) {
    device = inventory.find_mpan(*mpan);
  } else {
    return failure(ErrorCode::Unsupported, "inventory search by property");
  }
  if (device == nullptr) { return failure(ErrorCode::BadValue, "no such device"); }
  std::string xml = "<sr:DSPInventory>";
  for (const auto* const member : inventory.premises_of(*device)) { xml += inventory_row(*member); }
  return duis::OpaqueContent{"DSPInventory", xml + "</sr:DSPInventory>"};
}

Result<InventoryUpdate> read_inventory_update(const duis::OpaqueBody& request) {
  const OpaqueReader in(request.xml);
  const auto device = in.device();
  if (!device) { return tl::unexpected(device.error()); }
  if (const auto status = in.text("UpdateDeviceStatusExceptCH")) {
    return InventoryUpdate{*device, StatusUpdate{*status, false}};
  }
  if (const auto status = in.text("UpdateDeviceStatusCH")) {
    return InventoryUpdate{*device, StatusUpdate{*status, true}};
  }
  if (in.has("UpdateMPxN")) {
    return InventoryUpdate{
        *device, MpxnUpdate{in.text_or_nothing("ImportMPxN"), in.text_or_nothing("SecondaryImportMPAN"),
                            in.text_or_nothing("ExportMPAN")}};
  }
  if (in.has("DeleteDevice")) { return InventoryUpdate{*device, DeleteDevice{}}; }
  return InventoryUpdate{*device, details_in(in)};
}

Result<InventoryDevice> read_prenotification(const duis::OpaqueBody& request) {
  const OpaqueReader in(request.xml);
  const auto device = in.device();
  if (!device) { return tl::unexpected(device.error()); }
  auto details = details_in(in);
  InventoryDevice row;
  row.id = *device;
  row.type = in.text_or_nothing("DeviceType");
  row.manufacturer = std::move(details.manufacturer);
  row.model = std::move(details.model);
  row.smets_version = std::move(details.smets_version);
  row.firmware_version = std::move(details.firmware_version);
  row.esme_variant = std::move(details.esme_variant);
  return row;
}

}  // namespace enocheck::sim
