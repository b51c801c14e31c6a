#pragma once

#include <nlohmann/json_fwd.hpp>

#include "report/gate_record.h"

namespace enocheck::report {

// Gates and tolerations as results.json has them.
[[nodiscard]] nlohmann::ordered_json json_of(const Tolerated& tolerated);
[[nodiscard]] nlohmann::ordered_json json_of(const GateRecord& gate);
// They throw what nlohmann's reading throws; the reader of results.json catches it.
[[nodiscard]] Tolerated tolerated_from(const nlohmann::ordered_json& json);
[[nodiscard]] GateRecord gate_from(const nlohmann::ordered_json& json);

}  // namespace enocheck::report
