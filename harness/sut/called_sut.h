#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/sut.h"

namespace enocheck::sut {

/// Parameters or results of a call, as text.
using Texts = std::vector<std::string>;

/// A target whose calls are told as text: what a recording keeps is all that its user got, and what a replay
/// gives back reads the same way.
class CalledSut : public engine::Sut {
 public:
  [[nodiscard]] Status load(const catalogue::World& world) final;
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) final;
  [[nodiscard]] std::vector<std::string> take_deliveries() final;
  [[nodiscard]] Status advance(Duration by) final;
  [[nodiscard]] Status await_delivery(Duration patience) final;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) final;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) final;
  [[nodiscard]] Result<engine::FeederState> feeder(std::string_view name) final;
  [[nodiscard]] Status press_boost(const Eui64& esme) final;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) final;
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) final;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) final;
  [[nodiscard]] Result<bool> lets_in(std::string_view certificate) final;
  [[nodiscard]] Result<engine::Correlation> correlate(std::string_view request, ByteView message) final;
  [[nodiscard]] Result<engine::ParsedMessage> parse(std::string_view request, ByteView message) final;

 protected:
  /// Does the call on a target and gives its result as text.
  using Perform = std::function<Result<Texts>(engine::Sut& target)>;
  /// What the call `operation`, asked with these parameters, comes to.
  virtual Result<Texts> called(std::string operation, Texts asked, const Perform& perform) = 0;
};

}  // namespace enocheck::sut
