#pragma once

#include <optional>
#include <string>

#include "engine/case_context.h"
#include "engine/code_expectation.h"

namespace enocheck::engine {

/// What one post brought: how an expectation sees it, and the response where there was one.
struct PostedAnswer {
  SeenAnswer seen;
  std::optional<duis::ServiceResponse> response;
};

/// Posts a document, keeps it with the message, and reads the answer. A stop where the endpoint is lost, or
/// the answer is one that a user must refuse.
[[nodiscard]] std::optional<Stop> post(CaseContext& context, SentMessage& message, Posted posted,
                                       PostedAnswer& answer);

/// Judges the answer of a call. A stop with the hop at fault where it does not hold.
[[nodiscard]] std::optional<Stop> judge_answer(CaseContext& context, const catalogue::ExpectAnswer& expected,
                                               const PostedAnswer& answer, Stage stage,
                                               const SentMessage& message);

}  // namespace enocheck::engine
