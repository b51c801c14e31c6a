#pragma once

#include <vector>

#include "sim/defects/registry.h"

namespace enocheck::sim {

// One list a file; the registry joins them.
[[nodiscard]] std::vector<Defect> esme_authentication_defects();
[[nodiscard]] std::vector<Defect> esme_protection_defects();
[[nodiscard]] std::vector<Defect> esme_switch_defects();
[[nodiscard]] std::vector<Defect> esme_label_defects();
[[nodiscard]] std::vector<Defect> esme_calendar_defects();
[[nodiscard]] std::vector<Defect> esme_firmware_defects();
[[nodiscard]] std::vector<Defect> esme_log_defects();
[[nodiscard]] std::vector<Defect> esme_memory_defects();
[[nodiscard]] std::vector<Defect> dsp_access_control_defects();
[[nodiscard]] std::vector<Defect> dsp_request_management_defects();
[[nodiscard]] std::vector<Defect> dsp_content_defects();
[[nodiscard]] std::vector<Defect> dsp_rights_defects();
[[nodiscard]] std::vector<Defect> dsp_document_defects();
[[nodiscard]] std::vector<Defect> dsp_firmware_defects();
[[nodiscard]] std::vector<Defect> dsp_use_case_defects();
[[nodiscard]] std::vector<Defect> direct_read_defects();
[[nodiscard]] std::vector<Defect> dsp_anomaly_defects();
[[nodiscard]] std::vector<Defect> dsp_controller_defects();
[[nodiscard]] std::vector<Defect> esme_controller_defects();
[[nodiscard]] std::vector<Defect> device_join_defects();
[[nodiscard]] std::vector<Defect> dsp_join_defects();
[[nodiscard]] std::vector<Defect> dsp_inventory_defects();
[[nodiscard]] std::vector<Defect> home_defects();
[[nodiscard]] std::vector<Defect> parser_defects();
[[nodiscard]] std::vector<Defect> mmc_defects();
[[nodiscard]] std::vector<Defect> network_defects();

}  // namespace enocheck::sim
