#pragma once

#include <memory>
#include <utility>

#include "engine/sut.h"

namespace enocheck::sut {

/// Another target, whose every call is handed on: what decorators that change a few of them begin with.
/// Whatever engine::Sut has is to stand here too.
class ForwardingSut : public engine::Sut {
 public:
  explicit ForwardingSut(std::unique_ptr<engine::Sut> target) : target_(std::move(target)) {}

  [[nodiscard]] std::string name() const override { return target_->name(); }
  [[nodiscard]] engine::Observes observes() const override { return target_->observes(); }
  [[nodiscard]] Status reach() override { return target_->reach(); }
  [[nodiscard]] Status load(const catalogue::World& world) override { return noticed(target_->load(world)); }
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) override {
    return noticed(target_->post(service, document));
  }
  [[nodiscard]] std::vector<std::string> take_deliveries() override {
    return noticed(target_->take_deliveries());
  }
  [[nodiscard]] Instant now() const override { return target_->now(); }
  [[nodiscard]] Status advance(Duration by) override { return noticed(target_->advance(by)); }
  [[nodiscard]] Status await_delivery(Duration patience) override {
    return noticed(target_->await_delivery(patience));
  }
  [[nodiscard]] Status await_exchange(std::string_view link, Duration patience) override {
    return noticed(target_->await_exchange(link, patience));
  }
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override {
    return noticed(target_->switch_is_closed(esme, index));
  }
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override {
    return noticed(target_->load_watts(esme, index));
  }
  [[nodiscard]] Result<engine::FeederState> feeder(std::string_view name) override {
    return target_->feeder(name);
  }
  [[nodiscard]] Status press_boost(const Eui64& esme) override { return noticed(target_->press_boost(esme)); }
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override {
    return noticed(target_->set_power(device, on));
  }
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override {
    return noticed(target_->deliver(device, octets));
  }
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override {
    return noticed(target_->intercept(link, flipped_bits, drop));
  }
  [[nodiscard]] Result<engine::Correlation> correlate(std::string_view request, ByteView message) override {
    return noticed(target_->correlate(request, message));
  }
  [[nodiscard]] Result<engine::ParsedMessage> parse(std::string_view request, ByteView message) override {
    return noticed(target_->parse(request, message));
  }
  [[nodiscard]] Result<bool> lets_in(std::string_view certificate) override {
    return target_->lets_in(certificate);
  }
  [[nodiscard]] Result<std::unique_ptr<engine::Sut>> beside(const std::vector<Eui64>& devices) override {
    return target_->beside(devices);
  }
  [[nodiscard]] std::optional<std::string> untouched() const override { return target_->untouched(); }
  [[nodiscard]] Status intact() const override { return target_->intact(); }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override {
    return target_->exchanges();
  }

  void forget_exchanges() override { target_->forget_exchanges(); }

 protected:
  /// A call has come back: there may be more exchanges than before.
  virtual void notice() {}

 private:
  template <class T>
  T noticed(T result) {
    notice();
    return result;
  }
  std::unique_ptr<engine::Sut> target_;
};

}  // namespace enocheck::sut
