#include "server/sim_host.h"

namespace enocheck::server {

void SimHost::observe(HostHooks hooks) {
  const std::lock_guard lock(mutex_);
  hooks_ = std::move(hooks);
}

Status SimHost::load(const std::string& world, TimeMode mode, std::string_view defect,
                     std::optional<Instant> start) {
  const auto found = parts_.worlds.find(world);
  if (found == parts_.worlds.end()) {
    return failure(ErrorCode::BadValue, fmt::format("there is no world {}", world));
  }
  const std::lock_guard lock(mutex_);
  if (auto allowed = hooks_.loads(found->second); !allowed) { return allowed; }
  auto target = parts_.make(defect);
  if (!target) { return tl::unexpected(target.error()); }
  auto as_started = found->second;
  if (start) { as_started.start = *start; }
  if (auto loaded = (*target)->load(as_started); !loaded) { return loaded; }
  target_ = *std::move(target);
  forgotten_ = 0;
  world_ = world;
  mode_ = mode;
  caught_up_at_ = parts_.real_clock.now();
  parts_.log.info("world loaded world={} time={} defect={}", world,
                  mode == TimeMode::Real ? "real" : "virtual", defect.empty() ? "none" : defect);
  return {};
}

std::string SimHost::world() const {
  const std::lock_guard lock(mutex_);
  return world_;
}

TimeMode SimHost::mode() const {
  const std::lock_guard lock(mutex_);
  return mode_;
}

void SimHost::tick() {
  if (mode() == TimeMode::Virtual) { return; }
  const auto done = with_target([](engine::Sut& /*target*/) { return Status{}; });
  if (!done && done.error().code != ErrorCode::Unsupported) {
    parts_.log.warning("simulated time stands still reason={}", done.error().detail);
  }
}

void SimHost::forget_old_exchanges() {
  if (mode_ == TimeMode::Virtual || target_->exchanges().size() < kMostKept) { return; }
  forgotten_ += target_->exchanges().size();
  target_->forget_exchanges();
}

Status SimHost::catch_up() {
  if (!target_) { return failure(ErrorCode::Unsupported, "no world is loaded"); }
  if (mode_ == TimeMode::Virtual) { return {}; }
  const auto now = parts_.real_clock.now();
  const auto passed = now - caught_up_at_;
  caught_up_at_ = now;
  if (passed <= Duration::zero()) { return {}; }  // the machine's clock was set back
  return target_->advance(passed);
}

}  // namespace enocheck::server
