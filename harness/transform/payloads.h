#pragma once

#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/service_request.h"
#include "transform/to_pre_command.h"

/// The payload of each use case that Transform knows, a function a DUIS body. `counter` is the originator
/// counter of the grouping header: the user's own, or the access control broker's.
/// Errors of all: BadValue naming the field that the message cannot carry.
namespace enocheck::transform {

// ECS47 Set or Reset HCALCS or ALCS State. Source: GBCS brief 4.1, RTDS 4.5.0.
[[nodiscard]] Result<Bytes> payload_of(const duis::ActivateAuxiliaryLoad& body, OriginatorCounter counter);
[[nodiscard]] Result<Bytes> payload_of(const duis::DeactivateAuxiliaryLoad& body, OriginatorCounter counter);
[[nodiscard]] Result<Bytes> payload_of(const duis::ResetAuxiliaryLoad& body, OriginatorCounter counter);
// ECS47a Set Auxiliary Controller State. Source: GBCS brief 4.2.
[[nodiscard]] Result<Bytes> payload_of(const duis::SetAuxiliaryControllerState& body,
                                       OriginatorCounter counter);
// ECS61d and ECS61e Read Auxiliary Controller Data. Source: GBCS brief 4.7.
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadAuxiliaryControllerConfigurationData& body,
                                       OriginatorCounter counter);
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadAuxiliaryControllerOperationalData& body,
                                       OriginatorCounter counter);
// ECS62 boost function association. Source: GBCS brief 4.4; `false` flags: its open point 6.
[[nodiscard]] Result<Bytes> payload_of(const duis::AddAuxiliaryLoadToBoostButton& body,
                                       OriginatorCounter counter, TransformOptions::FalseFlag false_flag);
[[nodiscard]] Result<Bytes> payload_of(const duis::RemoveAuxiliaryLoadFromBoostButton& body,
                                       OriginatorCounter counter, TransformOptions::FalseFlag false_flag);
// ECS61c Read Boost Function Data. Source: GBCS brief 4.6 and 3.5.
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadBoostButtonDetails& body, OriginatorCounter counter);
// ECS61a Read HCALCS and ALCS Data. Source: GBCS brief 4.5.
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadALCSData& body, OriginatorCounter counter);
// ECS46a labels. Source: GBCS brief 4.8.
[[nodiscard]] Result<Bytes> payload_of(const duis::UpdateDeviceConfigurationALCDescriptions& body,
                                       OriginatorCounter counter);
// ECS46c special days, calendar, what the switches are bound to. Source: GBCS brief 4.8.
[[nodiscard]] Result<Bytes> payload_of(const duis::UpdateDeviceConfigurationALCScheduler& body,
                                       OriginatorCounter counter);
// ECS35f Read ALCS Event Log; Unsupported for other logs. Source: GBCS brief 4.10.
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadEventOrSecurityLog& body, OriginatorCounter counter);
// ECS38 randomised offset limit. Source: GBCS brief 4.9.
[[nodiscard]] Result<Bytes> payload_of(const duis::SetRandomisedOffsetLimit& body, OriginatorCounter counter);
// ECS52 Read Firmware Version. Source: GBCS brief 4.13.
[[nodiscard]] Result<Bytes> payload_of(const duis::ReadFirmwareVersion& body, OriginatorCounter counter);
// CS06 Activate Firmware. Source: GBCS brief 4.12.
[[nodiscard]] Result<Bytes> payload_of(const duis::ActivateFirmware& body, OriginatorCounter counter);
// CS03A1, CS03A2 Method A join, CS04AC unjoin: DER, without a counter. Source: GBCS brief 4.12.
[[nodiscard]] Result<Bytes> payload_of(const duis::JoinServiceCritical& body, std::string_view target_type,
                                       std::string_view other_type);
[[nodiscard]] Result<Bytes> payload_of(const duis::UnjoinServiceCritical& body);
// CCS01, CCS02 device log of the Communications Hub. Source: GBCS brief 4.13.
[[nodiscard]] Result<Bytes> payload_of(const duis::UpdateHANDeviceLog& body, OriginatorCounter counter,
                                       std::string_view device_type);

}  // namespace enocheck::transform
