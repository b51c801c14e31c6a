#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace enocheck::sut {

/// Somebody at the devices, who does and looks at what is asked.
class Operator {
 public:
  Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  virtual ~Operator() = default;

  [[nodiscard]] virtual std::string name() const = 0;
  /// Asks, and waits for a line. Errors: Timeout, why no answer came: too late, nobody there, interrupted.
  [[nodiscard]] virtual Result<std::string> ask(std::string_view question) = 0;
};

}  // namespace enocheck::sut
