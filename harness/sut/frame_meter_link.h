#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "net/endpoint.h"
#include "sut/control_client.h"
#include "sut/meter_link.h"

namespace enocheck::sut {

/// How to reach meters over TCP, and what is there.
struct FrameMeterOptions {
  net::Endpoint endpoint;
  std::optional<net::Url> control;  ///< where the meters are simulated by `enocheck sim esme`
  bool virtual_time = false;        ///< needs `control`
  std::string world;                ///< without `control`: the world that the meters are in
  std::string meter;                ///< without `control`: the one on the bench, by its name in that world
  std::string defect;               ///< for the simulator; needs `control`
  std::string profile;              ///< that the simulator has to have, by name
  std::string suite;                ///< digest of the worlds that it has to have
  Duration patience = std::chrono::seconds(10);  ///< for a connection, and for a frame that is known to come
};

/// GBCS octets in DLMS wrappers over TCP (docs/targets.md has the wPorts). With a control interface the time
/// of both ends goes in step: neither goes on before all frames have come that the other has sent.
class FrameMeterLink final : public MeterLink {
 public:
  /// Connects to nobody yet. `clock` tells real time and outlives the link. Errors: those of
  /// ControlClient::create.
  [[nodiscard]] static Result<std::unique_ptr<FrameMeterLink>> create(FrameMeterOptions options,
                                                                      const Clock& clock);
  ~FrameMeterLink() override;

  [[nodiscard]] std::string name() const override;
  /// Errors: also BadValue where a simulator plays another profile or other worlds.
  [[nodiscard]] Status reach() override;
  [[nodiscard]] bool moves_time() const override { return options_.virtual_time; }
  [[nodiscard]] bool begins_anew() const override { return control_ != nullptr; }
  [[nodiscard]] bool shows_loads() const override { return control_ != nullptr; }
  [[nodiscard]] bool shows_homes() const override { return control_ != nullptr; }
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] bool leads_to(const Eui64& device) const override;
  [[nodiscard]] Status send(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status await(Duration limit) override;
  [[nodiscard]] std::vector<Sent> take() override;
  [[nodiscard]] std::vector<engine::Exchange> take_seen_at_home() override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override;

 private:
  struct Connection;
  FrameMeterLink(FrameMeterOptions options, std::unique_ptr<ControlClient> control, const Clock& clock);

  [[nodiscard]] Status connect();
  [[nodiscard]] Status agree();
  /// The frames that the simulator had sent by its last answer are waited for.
  [[nodiscard]] Status settle(const Status& called);
  /// Lets `act` call the control interface, which there is, with all frames before it.
  template <class Act>
  [[nodiscard]] Status act(const Act& act);
  template <class T, class Read>
  [[nodiscard]] Result<T> look(const Eui64& esme, unsigned index, const Read& read);
  [[nodiscard]] tl::unexpected<Error> lost(const Error& error) const;

  FrameMeterOptions options_;
  std::unique_ptr<ControlClient> control_;
  const Clock* clock_;
  std::string meter_;  ///< on the bench; empty: all of the world
  bool is_agreed_ = false;
  std::vector<Eui64> bench_;  ///< by wPort, from 1
  std::unique_ptr<Connection> connection_;
  std::uint64_t sent_ = 0;     ///< frames, since `load`
  std::size_t looked_at_ = 0;  ///< of the simulator's exchanges
  Instant started_{};          ///< by the meters' clock
  Instant started_really_{};   ///< by ours
};

}  // namespace enocheck::sut
