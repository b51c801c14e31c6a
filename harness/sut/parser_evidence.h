#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "engine/sut.h"

namespace enocheck::sut {

// What a Parse and Correlate program was given and what it gave, as evidence.

inline void record_question(Instant at, std::string_view request, ByteView message,
                            std::vector<engine::Exchange>& into) {
  if (!request.empty()) { into.push_back({at, "request-to-parser", {}, copy_of(bytes_of(request))}); }
  into.push_back({at, "message-to-parser", {}, copy_of(message)});
}
inline void record_answer(Instant at, std::string_view mmc, std::vector<engine::Exchange>& into) {
  into.push_back({at, "parser-to-user", {}, copy_of(bytes_of(mmc))});
}

}  // namespace enocheck::sut
