#include "sut/receive_response.h"

#include <utility>

namespace enocheck::sut {

net::HttpResponse ReceiveResponse::take_in(const net::HttpRequest& request) {
  if (request.method != "POST") {
    return {.status = 405, .media_type = {}, .body = {}, .headers = {{"Allow", "POST"}}};
  }
  if (request.media_type != "application/xml") {
    return {.status = 415, .media_type = {}, .body = {}, .headers = {}};
  }
  {
    const std::lock_guard lock(mutex_);
    documents_.push_back(request.body);
  }
  came_.notify_all();
  return {.status = 204, .media_type = {}, .body = {}, .headers = {}};
}

std::vector<std::string> ReceiveResponse::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(documents_, {});
}

void ReceiveResponse::await(Duration patience) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, patience, [this] { return !documents_.empty(); });
}

}  // namespace enocheck::sut
