#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/sut.h"

namespace enocheck::report {

struct DiffLine {
  char side = ' ';  ///< ' ' on both, '-' only the first, '+' only the second
  std::string text;
};

/// The first message in which two runs of a case differ, decoded.
struct MessageDiff {
  std::string file_a;  ///< in the case's evidence; empty: that run had no further message
  std::string file_b;
  std::vector<DiffLine> lines;
};

/// What a person reads of an exchange: a document without its signature, and what it carries taken apart; a
/// message field by field.
[[nodiscard]] std::vector<std::string> lines_of(const engine::Exchange& exchange);

/// Goes through both in order. Times, counters, signatures and MACs differ from run to run: they alone are no
/// difference. Nothing where no message differs.
[[nodiscard]] std::optional<MessageDiff> first_difference(const std::vector<engine::Exchange>& a,
                                                          const std::vector<engine::Exchange>& b);

}  // namespace enocheck::report
