#pragma once

#include <functional>
#include <map>
#include <string>

#include "sut/adapter_message.h"

namespace enocheck::adapter {

using Fields = sut::AdapterFields;
/// Answers one operation. Fields that it needs and does not get make an answer with `error`.
using Operation = std::function<Fields(const Fields& request)>;
using Operations = std::map<std::string, Operation, std::less<>>;

/// What an adapter of kind `pc` does: `correlate` and `parse` with our own library.
[[nodiscard]] Operations pc_operations();

}  // namespace enocheck::adapter
