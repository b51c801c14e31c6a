#pragma once

#include <optional>
#include <vector>

#include "engine/case_context.h"

namespace enocheck::engine {

/// Judges values of a response, read from what Parse makes of it (MMC).
[[nodiscard]] std::optional<Stop> judge_values(CaseContext& context,
                                               const std::vector<catalogue::ExpectedValue>& expected,
                                               const SentMessage& message, ByteView octets);

/// The same of a document that is there already: MMC that somebody else made, or a DUIS answer.
[[nodiscard]] std::optional<Stop> judge_values(CaseContext& context,
                                               const std::vector<catalogue::ExpectedValue>& expected,
                                               std::string_view document);

/// The XPath of a value by its name: "label" with index 3. Errors: BadValue for an unknown name, or an index
/// where none belongs.
[[nodiscard]] Result<std::string> path_of(const catalogue::ExpectedValue& value);

}  // namespace enocheck::engine
