#pragma once

#include <string>

namespace enocheck::sim {

/// The three services that a user calls.
enum class WebService { NonDevice, Send, Transform };

/// The answer of one call. 400, 413: the body is empty, because no Response can be built.
struct DspAnswer {
  int http_status;
  std::string body;
};

}  // namespace enocheck::sim
