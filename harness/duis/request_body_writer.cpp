#include "core/hex.h"
#include "duis/request_body.h"

namespace enocheck::duis {
namespace {

/// One overload a body; each writes the body's content between the element's tags.
class BodyWriter {
 public:
  explicit BodyWriter(ElementWriter& out) : out_(out) {}

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

  void operator()(const ReadALCSData& body) const { read("ReadALCSData", body.execution); }
  void operator()(const ReadAuxiliaryControllerConfigurationData& body) const {
    read("ReadAuxiliaryControllerConfigurationData", body.execution);
  }
  void operator()(const ReadAuxiliaryControllerOperationalData& body) const {
    read("ReadAuxiliaryControllerOperationalData", body.execution);
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

  void operator()(const SetAuxiliaryControllerState& body) const {
    out_.element("SetAuxiliaryControllerState", "auxiliaryControllerN", body.controller, [&] {
      period(body.start, body.end);
      out_.value("CommandedStateLevel", std::to_string(body.level));
      if (body.input_from_controlled_load) { out_.empty("InputFromControlledLoad"); }
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
  /// A body that has nothing but the date.
  void read(std::string_view element, const std::optional<Instant>& at) const {
    if (!at) { return out_.empty(element); }
    out_.element(element, [&] { execution(at); });
  }

  void execution(const std::optional<Instant>& at) const {
    if (at) { out_.value("ExecutionDateTime", to_iso8601(*at)); }
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
