#pragma once

#include <string_view>
#include <vector>

#include "core/strong.h"

namespace enocheck::transform {

/// The message codes that the ENO's messages of a service reference variant may have besides today's. They
/// are provisional; `Codes` is what says them: a profile, or a simulator's policy.
template <class Codes>
[[nodiscard]] std::vector<MessageCode> eno_codes(std::string_view srv, const Codes& codes) {
  if (srv == "7.5" || srv == "7.6" || srv == "7.8") { return {codes.ecs47_eno}; }
  if (srv == "7.9" || srv == "7.10") { return {codes.ecs62_eno}; }
  if (srv == "7.11") { return {codes.ecs61c_eno}; }
  if (srv == "7.13") { return {codes.ecs47a_eno}; }
  if (srv == "8.7.1") { return {codes.cs03a1_eno, codes.cs03a2_eno}; }
  if (srv == "8.8.1") { return {codes.cs04ac_eno}; }
  return {};
}

}  // namespace enocheck::transform
