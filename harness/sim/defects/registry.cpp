#include "sim/defects/registry.h"

#include <algorithm>
#include <iterator>

#include "sim/defects/defect_lists.h"

namespace enocheck::sim {
namespace {

std::vector<Defect> join_lists() {
  std::vector<Defect> all;
  for (const auto list : {dsp_access_control_defects,
                          dsp_rights_defects,
                          dsp_request_management_defects,
                          dsp_document_defects,
                          dsp_content_defects,
                          dsp_use_case_defects,
                          direct_read_defects,
                          dsp_anomaly_defects,
                          dsp_controller_defects,
                          esme_controller_defects,
                          esme_authentication_defects,
                          esme_protection_defects,
                          esme_switch_defects,
                          esme_calendar_defects,
                          esme_firmware_defects,
                          esme_log_defects,
                          dsp_firmware_defects,
                          esme_label_defects,
                          esme_memory_defects,
                          device_join_defects,
                          dsp_join_defects,
                          dsp_inventory_defects,
                          home_defects,
                          parser_defects,
                          mmc_defects,
                          network_defects}) {
    auto defects = list();
    std::move(defects.begin(), defects.end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(), [](const Defect& a, const Defect& b) { return a.id < b.id; });
  return all;
}

}  // namespace

const std::vector<Defect>& all_defects() {
  static const std::vector<Defect> all = join_lists();
  return all;
}

const Defect* find_defect(std::string_view id) {
  const auto& all = all_defects();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Defect& defect) { return defect.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace enocheck::sim
