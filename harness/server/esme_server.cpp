#include "server/esme_server.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace enocheck::server {

EsmeServer::EsmeServer(SimHost& host, std::string meter, Logger& log)
    : host_(&host), meter_(std::move(meter)), log_(&log) {
  host.observe({[this](const catalogue::World& world) { return loads(world); },
                [this](engine::Sut& target) { used(target); }});
}

EsmeServer::~EsmeServer() {
  std::unique_ptr<net::FrameServer> ending;
  {
    const std::lock_guard lock(mutex_);
    ending = std::move(frames_);
  }
  ending.reset();  // without the lock: its thread may wait for it
  host_->observe({});
}

Status EsmeServer::start(const net::Endpoint& endpoint) {
  auto frames = net::FrameServer::start(
      endpoint, *log_,
      [this](net::FrameServer::ClientId /*client*/, const net::Frame& frame) { take(frame); });
  if (!frames) { return tl::unexpected(frames.error()); }
  const std::lock_guard lock(mutex_);
  frames_ = *std::move(frames);
  return {};
}

Status EsmeServer::loads(const catalogue::World& world) {
  auto bench = catalogue::meters_on_bench(world, meter_);
  if (!bench) { return tl::unexpected(bench.error()); }
  const std::lock_guard lock(mutex_);
  bench_ = *std::move(bench);
  looked_at_ = taken_ = sent_ = 0;
  return {};
}

void EsmeServer::used(engine::Sut& target) {
  const auto& all = target.exchanges();
  const std::lock_guard lock(mutex_);
  if (looked_at_ > all.size()) { looked_at_ = 0; }  // they were forgotten after the last look
  for (; looked_at_ < all.size(); ++looked_at_) {
    const auto& one = all[looked_at_];
    const auto place = std::find(bench_.begin(), bench_.end(), one.device);
    if (one.link != "device-to-hub" || place == bench_.end()) { continue; }
    ++sent_;
    if (!frames_) { continue; }
    const auto port = static_cast<std::uint16_t>(place - bench_.begin() + 1);
    frames_->send_to_all({.source = port, .destination = kClientPort, .octets = one.octets});
  }
}

std::optional<Eui64> EsmeServer::meter_at(std::uint16_t port) const {
  const std::lock_guard lock(mutex_);
  if (port == 0 || port > bench_.size()) { return std::nullopt; }
  return bench_[port - 1U];
}

void EsmeServer::take(const net::Frame& frame) {
  if (const auto meter = meter_at(frame.destination)) {
    const auto delivered =
        host_->with_target([&](engine::Sut& target) { return target.deliver(*meter, frame.octets); });
    if (!delivered) { log_->warning("frame not delivered why={}", delivered.error().detail); }
  } else {
    log_->warning("frame for nobody wport={} octets={}", frame.destination, frame.octets.size());
  }
  const std::lock_guard lock(mutex_);
  ++taken_;
  took_.notify_all();
}

Status EsmeServer::await_taken(std::uint64_t frames, Duration patience) {
  std::unique_lock lock(mutex_);
  if (took_.wait_for(lock, patience, [&] { return taken_ >= frames; })) { return {}; }
  return failure(ErrorCode::Timeout,
                 fmt::format("{} frames were sent to the meters, {} have come", frames, taken_));
}

std::uint64_t EsmeServer::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

}  // namespace enocheck::server
