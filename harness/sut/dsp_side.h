#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/logger.h"
#include "crypto/key_store.h"
#include "engine/sut.h"
#include "sim/dsp/dsp.h"
#include "sim/medium.h"
#include "sim/scheduler.h"
#include "sim/setup.h"
#include "xml/schema_validator.h"

namespace enocheck::sut {

/// What passes between the users and a DSP that is simulated here, in one world: the DSP, its time, the
/// users' Receive Response service, and the record of all that is seen. What lies beyond the DSP is the
/// target's.
class DspSide {
 public:
  /// `keys` are the DSP's.
  DspSide(Instant start, std::shared_ptr<const crypto::KeyStore> keys);
  DspSide(const DspSide&) = delete;
  DspSide& operator=(const DspSide&) = delete;

  /// Makes the DSP. `wan` is where GBCS octets leave; it, the schema (DUIS) and the log outlive this.
  void open(const sim::Setup& setup, std::unique_ptr<sim::DspRules> rules, const xml::SchemaValidator& schema,
            sim::OctetSink& wan, Logger& log);
  /// Once it is open.
  [[nodiscard]] sim::Dsp& dsp() { return *dsp_; }
  [[nodiscard]] sim::Scheduler& scheduler() { return scheduler_; }
  [[nodiscard]] const sim::Scheduler& scheduler() const { return scheduler_; }
  [[nodiscard]] sim::Medium& medium() { return medium_; }

  // The parts of engine::Sut that these parties play; see there.
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document);
  [[nodiscard]] bool has_deliveries() const { return !delivered_.empty(); }
  [[nodiscard]] std::vector<std::string> take_deliveries();
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop);
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const { return recorder_.exchanges; }
  [[nodiscard]] std::vector<engine::Exchange>& exchanges() { return recorder_.exchanges; }

 private:
  /// Makes evidence of all that passes.
  struct Recorder final : public sim::Tracer {
    void seen(Instant at, sim::Link link, const Eui64& device, ByteView octets) override;
    std::vector<engine::Exchange> exchanges;
  };

  std::shared_ptr<const crypto::KeyStore> keys_;
  sim::Scheduler scheduler_;
  Recorder recorder_;
  sim::Medium medium_{scheduler_, recorder_};
  std::vector<std::string> delivered_;
  sim::Inlet receive_response_;
  sim::Wire to_user_{medium_, sim::Link::DspToUser, Duration{0}, receive_response_};
  std::unique_ptr<sim::Dsp> dsp_;
};

}  // namespace enocheck::sut
