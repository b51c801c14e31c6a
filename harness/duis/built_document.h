#pragma once

#include <string>

namespace enocheck::duis {

/// A compact, unsigned document that its builder has read back: well-formed, with content inside its root and
/// nothing around it.
struct BuiltDocument {
  std::string text;
  /// The text is its own inclusive canonical form: it need not be parsed again to be signed.
  bool is_canonical = false;
};

}  // namespace enocheck::duis
