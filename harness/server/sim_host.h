#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "catalogue/world.h"
#include "core/clock.h"
#include "core/logger.h"
#include "core/result.h"
#include "engine/sut.h"
#include "server/delivery_queue.h"

namespace enocheck::server {

/// Does simulated time go by itself, as fast as real time, or only when the control interface says so?
enum class TimeMode { Real, Virtual };

/// What is told to who serves something of the target besides; always with the host's lock held.
struct HostHooks {
  /// This world is about to be loaded. An error keeps the target as it was.
  std::function<Status(const catalogue::World& world)> loads = [](const auto& /*world*/) { return Status{}; };
  /// The target has been worked on, or time has passed there.
  std::function<void(engine::Sut& target)> used = [](engine::Sut& /*target*/) {};
};

/// What a host is made of; all of it outlives the host.
struct HostParts {
  /// Makes the simulated target; with a seeded defect where one is named. Errors: BadValue for an unknown
  /// one.
  std::function<Result<std::unique_ptr<engine::Sut>>(std::string_view defect)> make;
  const std::map<std::string, catalogue::World>& worlds;
  const Clock& real_clock;
  DeliveryQueue& deliveries;
  Logger& log;
};

/// The simulators behind sockets: one caller at a time, from any thread. What comes out for the users goes to
/// the delivery queue, outside of the lock: a user may call again while it takes a document.
class SimHost {
 public:
  explicit SimHost(HostParts parts) : parts_(parts) {}
  SimHost(const SimHost&) = delete;
  SimHost& operator=(const SimHost&) = delete;

  /// Tells these from now on. What they use outlives the calls of all others, or the next call of this.
  void observe(HostHooks hooks);
  /// Starts a world anew, at `start` or else at the time that the world names; `defect` is for this world
  /// alone. Errors: BadValue for an unknown world or defect; those of engine::Sut::load.
  [[nodiscard]] Status load(const std::string& world, TimeMode mode, std::string_view defect = {},
                            std::optional<Instant> start = {});
  [[nodiscard]] std::string world() const;
  [[nodiscard]] TimeMode mode() const;

  /// Lets `use` work on the target, once its time has caught up. Errors: Unsupported before any world is
  /// loaded; those of `use`.
  template <class Use>
  auto with_target(Use&& use) -> decltype(use(std::declval<engine::Sut&>())) {
    std::vector<std::string> documents;
    auto result = [&]() -> decltype(use(std::declval<engine::Sut&>())) {
      const std::lock_guard lock(mutex_);
      if (auto ready = catch_up(); !ready) { return tl::unexpected(ready.error()); }
      auto done = use(*target_);
      hooks_.used(*target_);
      forget_old_exchanges();
      documents = target_->take_deliveries();
      return done;
    }();
    parts_.deliveries.push(std::move(documents));
    return result;
  }
  /// How many of the target's exchanges are no longer kept. In real time a host may run for days: beyond
  /// kMostKept it forgets what has passed.
  [[nodiscard]] std::size_t forgotten() const { return forgotten_; }
  static constexpr std::size_t kMostKept = 20'000;
  /// In real time: lets happen what is due.
  void tick();

 private:
  [[nodiscard]] Status catch_up();
  void forget_old_exchanges();

  HostParts parts_;
  HostHooks hooks_;
  mutable std::mutex mutex_;
  std::unique_ptr<engine::Sut> target_;
  std::string world_;
  TimeMode mode_ = TimeMode::Real;
  std::atomic<std::size_t> forgotten_{0};
  Instant caught_up_at_{};  ///< by the real clock
};

}  // namespace enocheck::server
