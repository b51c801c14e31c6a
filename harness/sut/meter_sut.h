#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/profile.h"
#include "core/logger.h"
#include "engine/sut.h"
#include "sut/credentials.h"
#include "sut/meter_link.h"
#include "xml/schema_validator.h"

namespace enocheck::sut {

/// What the harness's side towards a meter is built from. The log outlives it.
struct MeterParts {
  catalogue::Profile profile;
  std::shared_ptr<Credentials> credentials;  ///< of all parties that the meter knows
  xml::SchemaValidator schema;               ///< DUIS
  Logger& log;
  std::uint64_t seed = 46;  ///< of what the played networks leave to chance
  bool waits = false;       ///< cases may let real time pass
};

/// Meters on a bench: the harness plays the users, the DSP with its Access Control Broker, the WAN and the
/// Communications Hubs. What it plays is conformant; what is judged is the meter. A case that never reached
/// one has said nothing of it, and is no pass.
class MeterSut final : public engine::Sut {
 public:
  MeterSut(MeterParts parts, std::unique_ptr<MeterLink> link);
  ~MeterSut() override;

  [[nodiscard]] std::string name() const override { return link_->name(); }
  [[nodiscard]] engine::Observes observes() const override;
  [[nodiscard]] Status reach() override { return link_->reach(); }
  /// Errors: also Unsupported, where the world has not the meters that are on the bench.
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) override;
  [[nodiscard]] std::vector<std::string> take_deliveries() override;
  [[nodiscard]] Instant now() const override { return link_->now(); }
  [[nodiscard]] Status advance(Duration by) override;
  [[nodiscard]] Status await_delivery(Duration patience) override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override;
  [[nodiscard]] std::optional<std::string> untouched() const override;
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override;

 private:
  struct Running;  ///< everything that exists for one world
  enum class Until { Limit, Delivery };

  void hand_over(const Eui64& device, ByteView octets);
  /// Takes in what has come, and lets happen what is due by now. Errors: why something sent meanwhile could
  /// not be.
  [[nodiscard]] Status catch_up();
  [[nodiscard]] Status run_to(Instant limit, Until until);

  MeterParts parts_;
  std::unique_ptr<MeterLink> link_;
  std::unique_ptr<Running> running_;
};

}  // namespace enocheck::sut
