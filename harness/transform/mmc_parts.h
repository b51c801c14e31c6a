#pragma once

#include <optional>

#include "core/result.h"
#include "duis/service_request.h"
#include "gbcs/dlms.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/message.h"
#include "transform/mmc_writer.h"

/// What stands inside an MMC document, a function a kind of content. Errors of all: BadValue naming what the
/// device sent and MMC has no place for.
namespace enocheck::transform {

/// The children of ReadALCSDataRsp (7.7). Items that the device did not give are left out.
[[nodiscard]] Status write_switch_data(const gbcs::AccessResponse& response, MmcWriter& out);
/// The children of ReadAuxiliaryControllerConfigurationDataRsp (7.14),
/// ReadAuxiliaryControllerOperationalDataRsp (7.15).
[[nodiscard]] Status write_controller_configuration(const gbcs::AccessResponse& response, MmcWriter& out);
[[nodiscard]] Status write_controller_operation(const gbcs::AccessResponse& response, MmcWriter& out);
/// Calendars as GBCS 3 has them for switches, and GBCS 4 for auxiliary controllers.
enum class CalendarForm { Switches, Controllers };
/// One class 10 schedule as ALCSScheduler or AuxiliaryControllerSchedule elements, and one class 11 table as
/// ALCSHCALCSSpecialDays or AuxiliaryControllerSpecialDayDefinitions.
[[nodiscard]] Status write_calendar(ByteView schedule, CalendarForm form, MmcWriter& out);
[[nodiscard]] Status write_special_days(ByteView table, CalendarForm form, MmcWriter& out);
/// The children of ReadBoostButtonDetailsRsp (7.11).
[[nodiscard]] Status write_boost_details(const gbcs::AccessResponse& response, MmcWriter& out);
/// The child of ReadEventOrSecurityLogRsp (6.13).
[[nodiscard]] Status write_event_log(const gbcs::AccessResponse& response, MmcWriter& out);
/// The child of ReadFirmwareVersionRsp (11.2).
[[nodiscard]] Status write_firmware_version(const gbcs::AccessResponse& response, MmcWriter& out);
/// The children of ActivateFirmwareRsp (11.3).
[[nodiscard]] Status write_firmware_activation(ByteView payload, MmcWriter& out);
/// The Payload of the alert about a future-dated activation (CS06).
[[nodiscard]] Status write_firmware_alert(const gbcs::FirmwareAlert& alert, MmcWriter& out);
/// The result code of a join or unjoin response, a DER integer; nothing where the payload is none.
[[nodiscard]] std::optional<unsigned> join_result(ByteView payload);
/// JoinServiceCriticalRsp or UnjoinServiceCriticalRsp, as `element` says, with its response code.
void write_join_response(std::string_view element, unsigned result, MmcWriter& out);
/// DeviceAlertContent of a DLMS alert, or of CS06's in DER; nothing for one in another form.
[[nodiscard]] Status write_alert(const gbcs::Message& message, MmcWriter& out);

/// "true", "false"
[[nodiscard]] constexpr std::string_view xml_boolean(bool value) { return value ? "true" : "false"; }

}  // namespace enocheck::transform
