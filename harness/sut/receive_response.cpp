#include "sut/receive_response.h"

#include <algorithm>
#include <utility>

namespace enocheck::sut {

std::vector<std::string> ReceiveResponse::Box::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(documents_, {});
}

void ReceiveResponse::Box::await(Duration patience) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, patience, [this] { return !documents_.empty(); });
}

void ReceiveResponse::Box::put(std::string_view document) {
  {
    const std::lock_guard lock(mutex_);
    documents_.emplace_back(document);
  }
  came_.notify_all();
}

bool ReceiveResponse::Box::is_about(std::string_view document) const {
  return std::ranges::any_of(
      devices_, [&](const std::string& device) { return document.find(device) != std::string_view::npos; });
}

std::shared_ptr<ReceiveResponse::Box> ReceiveResponse::open(const std::vector<Eui64>& devices) {
  auto box = std::make_shared<Box>();
  for (const auto& device : devices) { box->devices_.push_back(to_string(device)); }
  const std::lock_guard lock(mutex_);
  boxes_.push_back(box);
  return box;
}

net::HttpResponse ReceiveResponse::take_in(const net::HttpRequest& request) {
  if (request.method != "POST") {
    return {.status = 405, .media_type = {}, .body = {}, .headers = {{"Allow", "POST"}}};
  }
  if (request.media_type != "application/xml") {
    return {.status = 415, .media_type = {}, .body = {}, .headers = {}};
  }
  std::vector<std::shared_ptr<Box>> open;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(boxes_, [](const auto& box) { return box.expired(); });
    for (const auto& box : boxes_) {
      if (auto there = box.lock()) { open.push_back(std::move(there)); }
    }
  }
  const auto is_meant = [&](const auto& box) { return box->is_about(request.body); };
  const bool is_for_all = std::ranges::none_of(open, is_meant);
  for (const auto& box : open) {
    if (is_for_all || box->devices_.empty() || is_meant(box)) { box->put(request.body); }
  }
  return {.status = 204, .media_type = {}, .body = {}, .headers = {}};
}

}  // namespace enocheck::sut
