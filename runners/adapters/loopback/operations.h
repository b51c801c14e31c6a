#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "sim/parts_factory.h"
#include "sut/adapter_message.h"

namespace enocheck::adapter {

using Fields = sut::AdapterFields;
/// Answers one operation. Fields that it needs and does not get make an answer with `error`.
using Operation = std::function<Fields(const Fields& request)>;
using Operations = std::map<std::string, Operation, std::less<>>;

/// What an adapter does for one kind of target.
struct Kind {
  Operations operations;
  /// What has come of the last operation besides its answer; goes out before it.
  std::function<std::vector<Fields>()> events = [] { return std::vector<Fields>(); };
};

/// Makes the parts of what is behind the adapter: conformant ones, or with a seeded defect.
using MakeParts = std::function<std::unique_ptr<sim::PartsFactory>()>;

/// What an adapter of kind `pc` does: `correlate` and `parse` with our own library.
[[nodiscard]] Kind pc_kind(const MakeParts& make_parts);
/// What an adapter of kind `esme` does: simulated meters in the worlds of testcases/, in virtual time. The
/// data folder is ENOCHECK_DATA_DIR, else it is found as enocheck finds it. Errors: those of reading it.
[[nodiscard]] Result<Kind> esme_kind(MakeParts make_parts);

[[nodiscard]] inline Fields failed(std::string why) { return {{"error", std::move(why)}}; }
[[nodiscard]] inline Fields done() { return {{"done", true}}; }
/// The answer to an error: honest where something is not supported.
[[nodiscard]] Fields refused(const Error& error);

}  // namespace enocheck::adapter
