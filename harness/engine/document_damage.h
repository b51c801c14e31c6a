#pragma once

#include <string>
#include <string_view>

#include "catalogue/mutation.h"
#include "engine/case_context.h"

namespace enocheck::engine {

/// Signs a DUIS document as the user does, but for the damage that a case asks for; `damage` may be null.
/// Errors: BadValue for a path or name; MissingKey.
[[nodiscard]] Result<std::string> signed_with_damage(CaseContext& context, std::string_view sender,
                                                     std::string document,
                                                     const catalogue::DocumentDamage* damage);

}  // namespace enocheck::engine
