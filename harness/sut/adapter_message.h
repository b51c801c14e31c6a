#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"

namespace enocheck::sut {

/// What a member of a line may hold (docs/adapters.md): null, a truth, a whole number, text, texts. Anything
/// else that a line has is read as null: members that nobody knows yet do no harm.
using AdapterValue = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>>;
/// A line: one JSON object.
using AdapterFields = std::map<std::string, AdapterValue, std::less<>>;

/// The line, without its end.
[[nodiscard]] std::string to_line(const AdapterFields& fields);
/// Errors: BadValue, with the line's beginning, for what is no JSON object.
[[nodiscard]] Result<AdapterFields> parse_line(std::string_view line);

/// The member, if it is there and of this kind; else null.
template <class T>
[[nodiscard]] const T* member(const AdapterFields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : std::get_if<T>(&found->second);
}

}  // namespace enocheck::sut
