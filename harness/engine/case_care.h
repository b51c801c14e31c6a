#pragma once

#include <optional>
#include <string>

#include "catalogue/testcase.h"
#include "catalogue/world.h"
#include "engine/case_result.h"

namespace enocheck::engine {

/// What is done around each case where the equipment stays as the case leaves it.
class CaseCare {
 public:
  CaseCare() = default;
  CaseCare(const CaseCare&) = delete;
  CaseCare& operator=(const CaseCare&) = delete;
  virtual ~CaseCare() = default;

  /// After the target was brought into the world, before the first step. A stop: the case is not begun.
  [[nodiscard]] virtual std::optional<Stop> before(const catalogue::Testcase& testcase,
                                                   const catalogue::World& world) = 0;
  /// After the steps, however they ended. What could not be put back, for people; empty if all was.
  [[nodiscard]] virtual std::string after(const catalogue::Testcase& testcase,
                                          const catalogue::World& world) = 0;
};

}  // namespace enocheck::engine
