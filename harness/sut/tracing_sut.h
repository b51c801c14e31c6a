#pragma once

#include <functional>

#include "sut/forwarding_sut.h"

namespace enocheck::sut {

/// Another target, all of whose exchanges are shown as soon as they are seen.
class TracingSut final : public ForwardingSut {
 public:
  using Show = std::function<void(std::size_t index, const engine::Exchange& exchange)>;
  TracingSut(std::unique_ptr<engine::Sut> target, Show show)
      : ForwardingSut(std::move(target)), show_(std::move(show)) {}

  [[nodiscard]] Status load(const catalogue::World& world) override {
    shown_ = 0;
    is_loading_ = true;
    auto loaded = ForwardingSut::load(world);
    is_loading_ = false;
    return loaded;
  }

 protected:
  void notice() override {
    if (is_loading_) { return; }
    const auto& seen = exchanges();
    for (; shown_ < seen.size(); ++shown_) { show_(shown_, seen[shown_]); }
  }

 private:
  Show show_;
  std::size_t shown_ = 0;
  bool is_loading_ = false;
};

}  // namespace enocheck::sut
