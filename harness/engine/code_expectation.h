#pragma once

#include <string>
#include <string_view>

#include "engine/case_context.h"

namespace enocheck::engine {

/// Which answers of the same call hold.
enum class Stage {
  Transform,  ///< the first answer of a critical request: a pre-command
  Send,       ///< an acknowledgement: a command goes to the device
  NonDevice,  ///< final, from the DSP itself
};

/// What the target answered, in the words of an expectation.
struct SeenAnswer {
  int http_status = 200;
  std::string code;  ///< empty if there was no DUIS document
  bool has_pre_command = false;
};

/// Is this an acceptance at that stage: I0 with a pre-command, I99, or I0 or I99?
[[nodiscard]] bool is_accepted(const SeenAnswer& seen, Stage stage);

/// Does the answer have the code that was expected: `accepted`, `any-error`, `profile:KEY`, or a list of
/// codes? Errors: BadValue for an unknown key of the profile.
[[nodiscard]] Result<bool> answer_holds(const CaseContext& context, const catalogue::ExpectAnswer& expected,
                                        const SeenAnswer& seen, Stage stage);

/// "E11 (profile:code-use-case)", "accepted (I99)"
[[nodiscard]] std::string describe(const CaseContext& context, const catalogue::ExpectAnswer& expected,
                                   Stage stage);
[[nodiscard]] std::string describe(const SeenAnswer& seen);

/// The part of the DSP that decides about such an answer, where the case does not say it: request management
/// for form, signatures and duplicates, access control for who may do what on which device.
[[nodiscard]] Hop hop_of_answer(const CaseContext& context, const catalogue::ExpectAnswer& expected,
                                const SeenAnswer& seen);

}  // namespace enocheck::engine
