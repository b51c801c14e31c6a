#include "duis/service_reference.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace enocheck::duis {
namespace {

constexpr std::array<ServiceReferenceVariant, 129> kVariants{{
    {"1.1.1", "UpdateImportTariffPrimaryElement"},
    {"1.1.2", "UpdateImportTariffSecondaryElement"},
    {"1.2.1", "UpdatePricePrimaryElement"},
    {"1.2.2", "UpdatePriceSecondaryElement"},
    {"1.5", "UpdateMeterBalance"},
    {"1.6", "UpdatePaymentMode"},
    {"1.7", "ResetTariffBlockCounterMatrix"},
    {"2.1", "UpdatePrepayConfiguration"},
    {"2.2", "TopUpDevice"},
    {"2.3", "UpdateDebt"},
    {"2.5", "ActivateEmergencyCredit"},
    {"3.1", "DisplayMessage"},
    {"3.2", "RestrictAccessForChangeOfTenancy"},
    {"3.3", "ClearEventLog"},
    {"3.4", "UpdateSupplierName"},
    {"3.5", "DisablePrivacyPIN"},
    {"4.1.1", "ReadInstantaneousImportRegisters"},
    {"4.1.2", "ReadInstantaneousImportTOUMatrices"},
    {"4.1.3", "ReadInstantaneousImportTOUWithBlocksMatrices"},
    {"4.1.4", "ReadInstantaneousImportBlockCounters"},
    {"4.2", "ReadInstantaneousExportRegisters"},
    {"4.3", "ReadInstantaneousPrepayValues"},
    {"4.4.2", "RetrieveCoMOrTariffTriggeredBillingDataLog"},
    {"4.4.3", "RetrieveBillingCalendarTriggeredBillingDataLog"},
    {"4.4.4", "RetrieveBillingDataLogDebtPayments"},
    {"4.4.5", "RetrieveBillingDataLogPrepaymentCredits"},
    {"4.6.1", "RetrieveImportDailyReadLog"},
    {"4.6.2", "RetrieveExportDailyReadLog"},
    {"4.8.1", "ReadActiveImportProfileData"},
    {"4.8.2", "ReadReactiveImportProfileData"},
    {"4.8.3", "ReadExportProfileData"},
    {"4.10", "ReadNetworkData"},
    {"4.11.1", "ReadTariffPrimaryElement"},
    {"4.11.2", "ReadTariffSecondaryElement"},
    {"4.12.1", "ReadMaximumDemandImportRegisters"},
    {"4.12.2", "ReadMaximumDemandExportRegisters"},
    {"4.13", "ReadPrepaymentConfiguration"},
    {"4.14", "ReadPrepaymentDailyReadLog"},
    {"4.15", "ReadLoadLimitData"},
    {"4.16", "ReadActivePowerImport"},
    {"4.17", "RetrieveDailyConsumptionLog"},
    {"4.18", "ReadMeterBalance"},
    {"5.1", "CreateSchedule"},
    {"5.2", "ReadSchedule"},
    {"5.3", "DeleteSchedule"},
    {"6.2.1", "ReadDeviceConfigurationVoltage"},
    {"6.2.2", "ReadDeviceConfigurationRandomisation"},
    {"6.2.3", "ReadDeviceConfigurationBillingCalendar"},
    {"6.2.4", "ReadDeviceConfigurationIdentityExcMPxN"},
    {"6.2.5", "ReadDeviceConfigurationInstantaneousPowerThresholds"},
    {"6.2.7", "ReadDeviceConfigurationMPxN"},
    {"6.2.8", "ReadDeviceConfigurationGas"},
    {"6.2.9", "ReadDeviceConfigurationPaymentMode"},
    {"6.2.10", "ReadDeviceConfigurationEventAndAlertBehaviours"},
    {"6.4.1", "UpdateDeviceConfigurationLoadLimitingGeneralSettings"},
    {"6.4.2", "UpdateDeviceConfigurationLoadLimitingCounterReset"},
    {"6.5", "UpdateDeviceConfigurationVoltage"},
    {"6.6", "UpdateDeviceConfigurationGasConversion"},
    {"6.7", "UpdateDeviceConfigurationGasFlow"},
    {"6.8", "UpdateDeviceConfigurationBillingCalendar"},
    {"6.11", "SynchroniseClock"},
    {"6.12", "UpdateDeviceConfigurationInstantaneousPowerThreshold"},
    {"6.13", "ReadEventOrSecurityLog"},
    {"6.14.1", "UpdateDeviceConfigurationALCDescriptions"},
    {"6.14.2", "UpdateDeviceConfigurationALCScheduler"},
    {"6.14.3", "UpdateDeviceConfigurationAuxiliaryControllerScheduler"},
    {"6.15.1", "UpdateSecurityCredentialsKRP"},
    {"6.15.2", "UpdateSecurityCredentialsDevice"},
    {"6.17", "IssueSecurityCredentials"},
    {"6.18.1", "SetMaximumDemandConfigurableTimePeriod"},
    {"6.18.2", "ResetMaximumDemandRegisters"},
    {"6.20.1", "SetDeviceConfigurationImportMPxN"},
    {"6.20.2", "SetDeviceConfigurationExportMPAN"},
    {"6.21", "RequestHandoverOfDCCControlledDevice"},
    {"6.22", "ConfigureAlertBehaviour"},
    {"6.23", "UpdateSecurityCredentialsCoS"},
    {"6.24.1", "RetrieveDeviceSecurityCredentialsKRP"},
    {"6.24.2", "RetrieveDeviceSecurityCredentialsDevice"},
    {"6.25", "SetElectricitySupplyTamperState"},
    {"6.26", "UpdateDeviceConfigurationDailyResettingOfTariffBlockCounterMatrix"},
    {"6.27", "UpdateDeviceConfigurationRMSVoltageCounterReset"},
    {"6.28", "SetCHFSubGHzConfiguration"},
    {"6.29", "RequestCHFSubGHzChannelScan"},
    {"6.30", "ReadCHFSubGHzConfiguration"},
    {"6.31", "ReadCHFSubGHzChannel"},
    {"6.32", "ReadCHFSubGHzChannelLog"},
    {"7.1", "EnableSupply"},
    {"7.2", "DisableSupply"},
    {"7.3", "ArmSupply"},
    {"7.4", "ReadSupplyStatus"},
    {"7.5", "ActivateAuxiliaryLoad"},
    {"7.6", "DeactivateAuxiliaryLoad"},
    {"7.7", "ReadALCSData"},
    {"7.8", "ResetAuxiliaryLoad"},
    {"7.9", "AddAuxiliaryLoadToBoostButton"},
    {"7.10", "RemoveAuxiliaryLoadFromBoostButton"},
    {"7.11", "ReadBoostButtonDetails"},
    {"7.12", "SetRandomisedOffsetLimit"},
    {"7.13", "SetAuxiliaryControllerState"},
    {"7.14", "ReadAuxiliaryControllerConfigurationData"},
    {"7.15", "ReadAuxiliaryControllerOperationalData"},
    {"7.16", "LimitAPCLevel"},
    {"8.1.1", "CommissionDeviceSynchroniseClock"},
    {"8.2", "ReadInventory"},
    {"8.3", "DecommissionDevice"},
    {"8.4", "UpdateInventory"},
    {"8.5", "ServiceOptOut"},
    {"8.6", "ServiceOptIn"},
    {"8.7.1", "JoinServiceCritical"},
    {"8.7.2", "JoinServiceNonCritical"},
    {"8.8.1", "UnjoinServiceCritical"},
    {"8.8.2", "UnjoinServiceNonCritical"},
    {"8.9", "ReadDeviceLog"},
    {"8.11", "UpdateHANDeviceLog"},
    {"8.12.1", "RestoreHANDeviceLog"},
    {"8.12.2", "RestoreGPFDeviceLog"},
    {"8.13", "ReturnLocalCommandResponse"},
    {"8.14.1", "CHFInstallSuccessSMWAN"},
    {"8.14.2", "CHFInstallSuccessNoSMWAN"},
    {"8.14.3", "CHFFaultReturn"},
    {"8.14.4", "CHFNoFaultReturn"},
    {"9.1", "RequestCustomerIdentificationNumber"},
    {"11.1", "UpdateFirmware"},
    {"11.2", "ReadFirmwareVersion"},
    {"11.3", "ActivateFirmware"},
    {"11.4", "UpdatePPMIDFirmware"},
    {"12.1", "RequestWANMatrix"},
    {"12.2", "DevicePrenotification"},
    {"14.1", "RecordNetworkDataGAS"},
}};

}  // namespace

std::string_view ServiceReferenceVariant::service_reference() const {
  return number.substr(0, number.find('.', number.find('.') + 1));
}

std::span<const ServiceReferenceVariant> service_reference_variants() { return kVariants; }

const ServiceReferenceVariant* find_variant(std::string_view number) {
  static const auto by_number = [] {
    std::unordered_map<std::string_view, const ServiceReferenceVariant*> index;
    for (const auto& variant : kVariants) { index.emplace(variant.number, &variant); }
    return index;
  }();
  const auto found = by_number.find(number);
  return found == by_number.end() ? nullptr : found->second;
}

const ServiceReferenceVariant* find_variant_of_element(std::string_view element) {
  const auto* const found =
      std::ranges::find_if(kVariants, [&](const auto& variant) { return variant.element == element; });
  return found == kVariants.end() ? nullptr : found;
}

bool is_service_reference(std::string_view text) {
  static const auto references = [] {
    std::unordered_set<std::string_view> all;
    for (const auto& variant : kVariants) { all.insert(variant.service_reference()); }
    return all;
  }();
  return references.contains(text);
}

}  // namespace enocheck::duis
