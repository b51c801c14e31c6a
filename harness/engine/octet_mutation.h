#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "catalogue/mutation.h"
#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::engine {

/// What the names in a mutation stand for.
struct MutationNames {
  std::function<Result<Eui64>(std::string_view)> party;
  std::function<Result<std::string>(std::string_view)> code;  ///< "profile:KEY" to four hex digits
};

/// Damages a GBCS message, one mutation after the other, in the order given.
/// Errors: BadValue for an octet that the message does not have, a part that it lacks, or a name; those of
/// decode_message where a mutation needs the parts of a message that does not decode any more.
[[nodiscard]] Result<Bytes> mutated(ByteView message, const std::vector<catalogue::OctetMutation>& mutations,
                                    const MutationNames& names);

}  // namespace enocheck::engine
