#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/clock.h"
#include "engine/sut.h"
#include "sut/adapter_process.h"

namespace enocheck::sut {

/// The operations of an adapter of kind `pc`, and those that it must have.
inline constexpr const char* kCorrelate = "correlate";
inline constexpr const char* kParse = "parse";

/// The target `pc=exec:COMMAND`: a Parse and Correlate program behind an adapter. It lets nothing be seen but
/// what the program says.
class ParserSut final : public engine::Sut {
 public:
  /// The clock gives the evidence its times, and outlives this.
  ParserSut(std::unique_ptr<AdapterProcess> adapter, const Clock& clock)
      : adapter_(std::move(adapter)), clock_(&clock) {}

  [[nodiscard]] std::string name() const override { return "pc"; }
  [[nodiscard]] engine::Observes observes() const override;
  [[nodiscard]] Status reach() override { return adapter_->start(); }
  [[nodiscard]] Status load(const catalogue::World& world) override;
  /// Errors: Io where the adapter is lost, or answers what is no answer.
  [[nodiscard]] Result<engine::Correlation> correlate(std::string_view request, ByteView message) override;
  [[nodiscard]] Result<engine::ParsedMessage> parse(std::string_view request, ByteView message) override;
  [[nodiscard]] Instant now() const override { return clock_->now(); }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override { return exchanges_; }

  // What a program has not that no message goes through.
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) override;
  [[nodiscard]] std::vector<std::string> take_deliveries() override { return {}; }
  [[nodiscard]] Status advance(Duration by) override;
  [[nodiscard]] Status await_delivery(Duration patience) override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override;

 private:
  [[nodiscard]] Result<AdapterFields> ask(const char* operation, std::string_view request, ByteView message);

  std::unique_ptr<AdapterProcess> adapter_;
  const Clock* clock_;
  std::vector<engine::Exchange> exchanges_;
};

}  // namespace enocheck::sut
