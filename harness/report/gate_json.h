#pragma once

#include <string>
#include <string_view>

#include "report/gate_record.h"

namespace enocheck::report {

// Gates and tolerations as results.json has them.
[[nodiscard]] std::string to_json(const Tolerated& tolerated);
[[nodiscard]] std::string to_json(const GateRecord& gate);
// They throw what nlohmann's reading throws; the reader of results.json catches it.
[[nodiscard]] Tolerated tolerated_from(std::string_view json);
[[nodiscard]] GateRecord gate_from(std::string_view json);

}  // namespace enocheck::report
