#pragma once

#include <nlohmann/json_fwd.hpp>

#include "report/run_record.h"

namespace enocheck::report {

// Parts of results.json and of a journal's lines, to JSON and back; schemas/enocheck/results.schema.json.
// Only .cpp files include this. Reading throws what nlohmann-json throws.

[[nodiscard]] nlohmann::ordered_json json_of(const engine::CommandTiming& command);
[[nodiscard]] nlohmann::ordered_json json_of(const engine::Curtailment& curtailment);
[[nodiscard]] engine::CommandTiming command_from(const nlohmann::ordered_json& json);
[[nodiscard]] engine::Curtailment curtailment_from(const nlohmann::ordered_json& json);
/// What the times of a run come to, and who was curtailed.
[[nodiscard]] nlohmann::ordered_json timing_json(const RunRecord& record);
[[nodiscard]] nlohmann::ordered_json curtailments_json(const RunRecord& record);

}  // namespace enocheck::report
