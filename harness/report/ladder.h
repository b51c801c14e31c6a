#pragma once

#include <string>
#include <vector>

#include "engine/recorded_call.h"
#include "engine/sut.h"

namespace enocheck::report {

/// The message ladder of a case as JSON for report.html: `arrows`, one an exchange, each with label, link,
/// evidence file and, where there is something to open, the index `m` of its message; `messages`, the octets
/// and what they decode to, each once however many links it passed. A message of more than 32 KiB stays in
/// its file. Of `calls`, what was done at the devices (boost pressed, power cut) is an arrow too, with what
/// it is as `event` and without a file.
[[nodiscard]] std::string to_ladder_json(const std::vector<engine::Exchange>& exchanges,
                                         const std::vector<engine::RecordedCall>& calls = {});

}  // namespace enocheck::report
