#include "core/hex.h"
#include "duis/request_body.h"

namespace enocheck::duis {
namespace {

/// One overload a body; each writes the body's content between the element's tags.
class BodyWriter {
 public:
  explicit BodyWriter(ElementWriter& out) : out_(out) {}

  void operator()(const ReadEventOrSecurityLog& body) const {
    out_.element("ReadEventOrSecurityLog", [&] {
      execution(body.execution);
      out_.element("ReadLogPeriod", [&] { period(body.start, body.end); });
      out_.value("LogToRead", body.log);
    });
  }

  void operator()(const UpdateDeviceConfigurationALCScheduler& body) const {
    out_.element("UpdateDeviceConfigurationALCScheduler", [&] {
      execution(body.execution);
      write_switch_calendar(body, out_);
    });
  }

  void operator()(const UpdateDeviceConfigurationALCDescriptions& body) const {
    out_.element("UpdateDeviceConfigurationALCDescriptions", [&] {
      for (const auto& labelled : body.switches) {
        out_.element("ALCSHCALCSDescription", "index", labelled.index,
                     [&] { out_.value("SwitchDescription", labelled.description); });
      }
    });
  }

  void operator()(const ActivateAuxiliaryLoad& body) const {
    out_.element("ActivateAuxiliaryLoad",
                 [&] { timed_switch("ActivateALCSHCALCS", body.index, body.duration); });
  }

  void operator()(const DeactivateAuxiliaryLoad& body) const {
    out_.element("DeactivateAuxiliaryLoad",
                 [&] { timed_switch("DeactivateALCSHCALCS", body.index, body.duration); });
  }

  void operator()(const ReadALCSData& body) const { execution_alone("ReadALCSData", body.execution); }
  void operator()(const ReadAuxiliaryControllerConfigurationData& body) const {
    execution_alone("ReadAuxiliaryControllerConfigurationData", body.execution);
  }
  void operator()(const ReadAuxiliaryControllerOperationalData& body) const {
    execution_alone("ReadAuxiliaryControllerOperationalData", body.execution);
  }

  void operator()(const ResetAuxiliaryLoad& body) const {
    out_.element("ResetAuxiliaryLoad", [&] { out_.empty("ResetALCSHCALCS", "index", body.index); });
  }

  void operator()(const AddAuxiliaryLoadToBoostButton& body) const {
    out_.element("AddAuxiliaryLoadToBoostButton", [&] {
      execution(body.execution);
      boost_flags("AddToBoostButton", body.flags);
    });
  }

  void operator()(const RemoveAuxiliaryLoadFromBoostButton& body) const {
    out_.element("RemoveAuxiliaryLoadFromBoostButton", [&] {
      execution(body.execution);
      boost_flags("RemoveFromBoostButton", body.flags);
    });
  }

  void operator()(const ReadBoostButtonDetails& body) const {
    out_.element("ReadBoostButtonDetails", [&] {
      execution(body.execution);
      out_.element("ReadLogPeriod", [&] { period(body.start, body.end); });
    });
  }

  void operator()(const SetRandomisedOffsetLimit& body) const {
    out_.element("SetRandomisedOffsetLimit",
                 [&] { out_.value("RandomisedOffsetLimit", std::to_string(body.limit)); });
  }

  void operator()(const UpdateFirmware& body) const {
    out_.element("UpdateFirmware", [&] {
      out_.value("FirmwareImage", encode_base64(body.image));
      out_.value("FirmwareVersion", body.version);
      std::string devices;
      for (const auto& device : body.devices) {
        if (!devices.empty()) { devices += ','; }
        devices += to_string(device);
      }
      out_.value("DeviceIDList", devices);
    });
  }

  void operator()(const ReadFirmwareVersion& body) const {
    execution_alone("ReadFirmwareVersion", body.execution);
  }

  void operator()(const ActivateFirmware& body) const {
    out_.element("ActivateFirmware", [&] {
      execution(body.execution);
      out_.value("FirmwareHash", encode_hex(body.hash));
    });
  }

  void operator()(const SetAuxiliaryControllerState& body) const {
    out_.element("SetAuxiliaryControllerState", "auxiliaryControllerN", body.controller, [&] {
      period(body.start, body.end);
      out_.value("CommandedStateLevel", std::to_string(body.level));
      if (body.input_from_controlled_load) { out_.empty("InputFromControlledLoad"); }
    });
  }

  void operator()(const JoinServiceCritical& body) const {
    out_.element("JoinServiceCritical", [&] { other_device(body.other_device); });
  }

  void operator()(const UnjoinServiceCritical& body) const {
    out_.element("UnjoinServiceCritical", [&] { other_device(body.other_device); });
  }

  void operator()(const UpdateHANDeviceLog& body) const {
    out_.element("UpdateHANDeviceLog", [&] {
      execution(body.execution);
      out_.value("DeviceID", to_string(body.device));
      out_.value("RequestType", body.request_type == UpdateHANDeviceLog::RequestType::Add ? "Add" : "Remove");
      if (!body.details) { return; }
      out_.element("AddDeviceToCHFWhitelist", [&] {
        out_.value("JoinTimePeriod", std::to_string(body.details->join_time_period));
        out_.value("InstallCode", encode_hex(body.details->install_code));
        given("ImportMPxN", body.details->import_mpxn);
        given("SecondaryImportMPAN", body.details->secondary_import_mpan);
        given("ExportMPAN", body.details->export_mpan);
      });
    });
  }

  void operator()(const SignedPreCommand& body) const {
    out_.element("SignedPreCommand", [&] {
      execution(body.execution);
      out_.value("GBCSPayload", encode_base64(body.gbcs_payload));
    });
  }

  void operator()(const OpaqueBody& body) const { out_.raw(body.xml); }

 private:
  void execution(const std::optional<Instant>& at) const {
    if (at) { out_.value("ExecutionDateTime", to_iso8601(*at)); }
  }

  /// An element that holds nothing else.
  void execution_alone(std::string_view element, const std::optional<Instant>& at) const {
    if (!at) { return out_.empty(element); }
    out_.element(element, [&] { execution(at); });
  }

  void other_device(const Eui64& device) const { out_.value("OtherDeviceID", to_string(device)); }

  void given(std::string_view element, const std::string& value) const {
    if (!value.empty()) { out_.value(element, value); }
  }

  void period(Instant start, Instant end) const {
    out_.value("StartDateTime", to_iso8601(start));
    out_.value("EndDateTime", to_iso8601(end));
  }

  void timed_switch(std::string_view element, unsigned index, unsigned duration) const {
    out_.element(element, "index", index, [&] { out_.value("Duration", std::to_string(duration)); });
  }

  void boost_flags(std::string_view element, const std::array<BoostFlag, 5>& flags) const {
    for (const auto& flag : flags) {
      out_.element(element, "index", flag.index, [&] { out_.raw(flag.value ? "true" : "false"); });
    }
  }

  ElementWriter& out_;
};

}  // namespace

void write_request_body(const RequestBody& body, ElementWriter& out) { std::visit(BodyWriter(out), body); }

}  // namespace enocheck::duis
