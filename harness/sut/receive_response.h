#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.h"
#include "net/http_message.h"

namespace enocheck::sut {

/// The users' Receive Response service: takes documents on the server's threads and keeps them until they are
/// asked for. It judges nothing: the DSP gets its 204 at once (DUIS brief, gotcha 21).
class ReceiveResponse {
 public:
  [[nodiscard]] net::HttpResponse take_in(const net::HttpRequest& request);
  [[nodiscard]] std::vector<std::string> take();
  /// Waits until something has come.
  void await(Duration patience);

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> documents_;
};

}  // namespace enocheck::sut
