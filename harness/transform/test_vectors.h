#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/files.h"
#include "core/hex.h"
#include "duis/service_request.h"

/// Vectors by their ids, for unit tests: `gbcs/ECS47/deactivate_command`, `duis/7.6/request`. What they are
/// and where they are from stands in their descriptors; `enocheck vectors check` holds them against those.
namespace enocheck::transform::test {

inline std::filesystem::path vector_file(const std::string& id, const char* ending) {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return std::filesystem::path(source != nullptr ? source : ".") / "vectors" / (id + ending);
}

inline Bytes message(const std::string& id) {
  return decode_hex(read_text(vector_file("gbcs/" + id, ".hex")).value()).value();
}

inline duis::ServiceRequest request(const std::string& id) {
  return duis::parse_request(read_text(vector_file("duis/" + id, ".xml")).value()).value();
}

}  // namespace enocheck::transform::test
