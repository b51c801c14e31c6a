#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case_context.h"

namespace enocheck::engine {

/// The labels that a 7.7 response tells: nothing where no switch is, empty where it has no label.
using SwitchLabels = std::array<std::optional<std::string>, 5>;

/// Is it one of the words, or one of them, a blank and more? "EV CHARGER 2" fits "EV CHARGER".
[[nodiscard]] bool fits_label(std::string_view label, const std::vector<std::string>& words);

/// What labels say by the profile's lists: switches 1 to 5.
struct LabelReading {
  std::vector<unsigned> charger;
  std::vector<unsigned> unlabelled;
  std::vector<unsigned> not_standard;
};
[[nodiscard]] LabelReading read_labels(const SwitchLabels& labels, const catalogue::Profile& profile);

/// Judges what the labels in a 7.7 response say, and observes what keeps a user from finding the charger:
/// none, several, a switch without a label (LBL-4, LBL-6), or a label of one's own (LBL-5).
[[nodiscard]] std::optional<Stop> judge_labels(CaseContext& context,
                                               const std::optional<catalogue::ExpectLabels>& expected,
                                               const SentMessage& message, ByteView octets);

}  // namespace enocheck::engine
