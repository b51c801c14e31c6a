#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "sut/adapter_process.h"
#include "sut/meter_link.h"

namespace enocheck::sut {

/// The operation that an adapter of kind `esme` must have.
inline constexpr const char* kDeliver = "deliver";

/// What meters behind an adapter are, where it cannot bring them into the state of a world itself.
struct AdapterMeterOptions {
  std::string command;      ///< as in `--target`
  std::string world;        ///< that they are in
  std::string meter;        ///< the one of them that is there; empty: all
  std::string profile;      ///< that simulated meters are to play, by name or file
  std::uint64_t seed = 46;  ///< of the test keys
  std::string keystore;     ///< whose keys come before those; empty: none
};

/// Meters behind a vendor's adapter process (docs/adapters.md, kind `esme`). An adapter with `advance` moves
/// their time; without it time is the real one.
class AdapterMeterLink final : public MeterLink {
 public:
  /// `clock` tells real time and outlives the link.
  AdapterMeterLink(AdapterMeterOptions options, std::unique_ptr<AdapterProcess> adapter, const Clock& clock)
      : options_(std::move(options)), adapter_(std::move(adapter)), clock_(&clock) {}

  [[nodiscard]] std::string name() const override { return "esme=exec:" + options_.command; }
  /// Errors: also BadValue where the adapter does not bring its meters into a world, and nobody says in which
  /// they are.
  [[nodiscard]] Status reach() override;
  [[nodiscard]] bool moves_time() const override { return offers("advance"); }
  [[nodiscard]] bool begins_anew() const override { return offers("reset"); }
  [[nodiscard]] bool shows_loads() const override { return offers("switch") && offers("load"); }
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] bool leads_to(const Eui64& device) const override;
  [[nodiscard]] Status send(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status await(Duration limit) override;
  [[nodiscard]] std::vector<Sent> take() override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;

 private:
  /// Has the adapter this operation? It is started where nobody has asked it yet.
  [[nodiscard]] bool offers(std::string_view operation) const;
  [[nodiscard]] Result<AdapterFields> call(std::string_view operation, AdapterFields fields);
  /// A call that has to be answered by `done`.
  [[nodiscard]] Result<AdapterFields> act(std::string_view operation, AdapterFields fields);
  [[nodiscard]] Status just_act(std::string_view operation, AdapterFields fields);
  [[nodiscard]] Status reset(const catalogue::World& world);
  /// What has come as events goes to `sent_`. Errors: Io for an event that is none of ours.
  [[nodiscard]] Status collect();

  AdapterMeterOptions options_;
  std::unique_ptr<AdapterProcess> adapter_;
  const Clock* clock_;
  std::vector<Eui64> bench_;
  std::vector<Sent> sent_;
  Instant started_{};         ///< by the meters' clock
  Instant started_really_{};  ///< by ours
  Duration moved_{};          ///< since then, where their time is moved
};

}  // namespace enocheck::sut
