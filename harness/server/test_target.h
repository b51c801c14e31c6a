#pragma once

#include <string>
#include <vector>

#include "engine/sut.h"

namespace enocheck::server {

/// A target that remembers what it was asked, and hands out a document for each minute that passes.
class TestTarget final : public engine::Sut {
 public:
  [[nodiscard]] std::string name() const override { return "test"; }
  [[nodiscard]] engine::Observes observes() const override { return {}; }
  [[nodiscard]] Status load(const catalogue::World& world) override {
    now_ = world.start;
    return {};
  }
  [[nodiscard]] Result<engine::Answer> post(engine::WebService /*service*/,
                                            std::string_view document) override {
    if (document == "lost") { return failure(ErrorCode::Timeout, "lost on its way"); }
    if (document == "malformed") { return engine::Answer{400, ""}; }
    return engine::Answer{200, "<answer/>"};
  }
  [[nodiscard]] std::vector<std::string> take_deliveries() override { return std::exchange(deliveries_, {}); }
  [[nodiscard]] Instant now() const override { return now_; }
  [[nodiscard]] Status advance(Duration by) override {
    for (auto minute = std::chrono::minutes(1); minute <= by; minute += std::chrono::minutes(1)) {
      deliveries_.push_back("<document/>");
    }
    now_ += by;
    return {};
  }
  [[nodiscard]] Status await_delivery(Duration patience) override { return advance(patience); }
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& /*esme*/, unsigned index) override {
    if (index > 5) { return failure(ErrorCode::BadValue, "no such switch"); }
    return index == 2;
  }
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& /*esme*/, unsigned index) override {
    return 1000 * index;
  }
  /// The button makes the device send this towards its hub.
  [[nodiscard]] static Bytes sent_on_boost() { return {0xB0, 0x57}; }
  [[nodiscard]] Status press_boost(const Eui64& esme) override {
    exchanges_.push_back({now_, "device-to-hub", esme, sent_on_boost()});
    return {};
  }
  [[nodiscard]] Status set_power(const Eui64& /*device*/, bool /*on*/) override { return {}; }
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override {
    exchanges_.push_back({now_, "hub-to-device", device, copy_of(octets)});
    return {};
  }
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& /*flipped_bits*/,
                                 bool /*drop*/) override {
    if (link != "dsp-to-wan") { return failure(ErrorCode::BadValue, "no link " + std::string(link)); }
    return {};
  }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override { return exchanges_; }
  void forget_exchanges() override { exchanges_.clear(); }

 private:
  Instant now_{};
  std::vector<std::string> deliveries_;
  std::vector<engine::Exchange> exchanges_;
};

}  // namespace enocheck::server
