#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/profile.h"
#include "core/logger.h"
#include "engine/sut.h"
#include "sim/parts_factory.h"
#include "sut/credentials.h"
#include "xml/schema_validator.h"

namespace enocheck::sut {

/// What the embedded target is built from. Schema and log outlive it.
struct EmbeddedParts {
  catalogue::Profile profile;
  std::shared_ptr<Credentials> credentials;    ///< may be shared by several targets, one after the other
  std::unique_ptr<sim::PartsFactory> factory;  ///< conformant, or with a defect (sim/defects/registry.h)
  const xml::SchemaValidator& schema;          ///< DUIS
  Logger& log;
  std::uint64_t seed = 46;  ///< of what the networks leave to chance
};

/// The default target: DSP, WAN, hubs, meters and loads simulated in this process, in virtual time. The
/// parties exchange octets only; each has its own keys.
class EmbeddedSut final : public engine::Sut {
 public:
  explicit EmbeddedSut(EmbeddedParts parts);
  ~EmbeddedSut() override;

  [[nodiscard]] std::string name() const override { return "embedded"; }
  [[nodiscard]] engine::Observes observes() const override {
    return {.duis = true, .device = true, .charger = true, .clock = true, .parse = true, .home = true};
  }
  /// Errors: as to_setup; those of making keys.
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) override;
  [[nodiscard]] std::vector<std::string> take_deliveries() override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Status advance(Duration by) override;
  [[nodiscard]] Status await_delivery(Duration patience) override;
  [[nodiscard]] Status await_exchange(std::string_view link, Duration patience) override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<engine::FeederState> feeder(std::string_view name) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override;
  [[nodiscard]] Result<engine::Correlation> correlate(std::string_view request, ByteView message) override;
  [[nodiscard]] Result<engine::ParsedMessage> parse(std::string_view request, ByteView message) override;
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override;
  void forget_exchanges() override;

 private:
  struct Running;  ///< everything that exists for one world

  /// Lets time pass until `is_so`, at most to `limit`.
  template <class IsSo>
  void run_until(Instant limit, const IsSo& is_so);

  EmbeddedParts parts_;
  std::unique_ptr<Running> running_;
};

/// A conformant embedded target.
[[nodiscard]] std::unique_ptr<EmbeddedSut> make_embedded(const catalogue::Profile& profile,
                                                         std::shared_ptr<Credentials> credentials,
                                                         const xml::SchemaValidator& schema, Logger& log);

}  // namespace enocheck::sut
