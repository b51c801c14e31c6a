#include "server/delivery_queue.h"

#include <algorithm>
#include <utility>

namespace enocheck::server {

using std::chrono::steady_clock;

DeliveryQueue::DeliveryQueue(DeliveryOptions options, Logger& log)
    : options_(std::move(options)), log_(&log), thread_([this] { run(); }) {}

DeliveryQueue::~DeliveryQueue() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    if (!waiting_.empty()) { log_->warning("undelivered documents are dropped count={}", waiting_.size()); }
  }
  changed_.notify_all();
  thread_.join();
}

Status DeliveryQueue::respond_to(const std::optional<net::Url>& address) {
  std::shared_ptr<net::HttpClient> client;
  if (address) {
    auto made = net::HttpClient::create(*address, options_.tls);
    if (!made) { return tl::unexpected(made.error()); }
    client = *std::move(made);
  }
  const std::lock_guard lock(mutex_);
  address_ = address;
  client_ = std::move(client);
  waiting_.clear();
  return {};
}

std::optional<net::Url> DeliveryQueue::address() const {
  const std::lock_guard lock(mutex_);
  return address_;
}

void DeliveryQueue::push(std::vector<std::string> documents) {
  if (documents.empty()) { return; }
  {
    const std::lock_guard lock(mutex_);
    if (!client_) {
      log_->warning("no Receive Response address is set: dropped count={}", documents.size());
      return;
    }
    for (auto& document : documents) { waiting_.push_back({std::move(document), 0, steady_clock::now()}); }
    if (waiting_.size() > options_.most) {
      const auto excess = waiting_.size() - options_.most;
      log_->warning("too many documents wait for the user: dropped count={}", excess);
      waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(excess));
    }
  }
  changed_.notify_all();
}

bool DeliveryQueue::drain(Duration patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return !has_untried(); });
}

bool DeliveryQueue::has_untried() const {
  return attempting_first_ ||
         std::any_of(waiting_.begin(), waiting_.end(), [](const Waiting& one) { return one.attempts == 0; });
}

std::vector<DeliveryQueue::Waiting>::iterator DeliveryQueue::next() {
  return std::min_element(waiting_.begin(), waiting_.end(),
                          [](const Waiting& a, const Waiting& b) { return a.due < b.due; });
}

void DeliveryQueue::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const auto one = next();
    if (one == waiting_.end()) {
      changed_.wait(lock);
    } else if (one->due > steady_clock::now()) {
      const auto due = one->due;
      changed_.wait_until(lock, due);
    } else {
      auto current = std::move(*one);
      waiting_.erase(one);
      attempting_first_ = current.attempts == 0;
      const auto client = client_;
      lock.unlock();
      const auto taken = attempt(*client, current);
      lock.lock();
      attempting_first_ = false;
      if (client == client_) { settle(std::move(current), taken); }
      changed_.notify_all();
    }
  }
}

bool DeliveryQueue::attempt(net::HttpClient& client, const Waiting& one) {
  const auto answer = client.post("", "application/xml", one.document, options_.patience);
  if (!answer) {
    log_->warning("a document was not delivered attempt={} reason={}", one.attempts + 1,
                  answer.error().detail);
    return false;
  }
  if (answer->status / 100 == 2) { return true; }
  log_->warning("a document was refused by the user attempt={} status={}", one.attempts + 1, answer->status);
  return false;
}

void DeliveryQueue::settle(Waiting one, bool taken) {
  if (taken) { return; }
  if (one.attempts >= options_.pauses.size()) {
    log_->write(LogLevel::Error, fmt::format("a document is given up attempts={} octets={}", one.attempts + 1,
                                             one.document.size()));
    return;
  }
  one.due = steady_clock::now() + options_.pauses.at(one.attempts);
  ++one.attempts;
  waiting_.push_back(std::move(one));
}

}  // namespace enocheck::server
