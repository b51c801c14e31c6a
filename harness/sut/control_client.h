#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "engine/sut.h"
#include "net/http_client.h"

namespace enocheck::sut {

/// The control interface of a simulator that runs elsewhere (docs/control.md): the part of engine::Sut that
/// no DUIS call reaches. Errors of every call: Timeout, Io (the simulator is lost), else what it answers.
class ControlClient {
 public:
  /// Errors: those of net::HttpClient::create.
  [[nodiscard]] static Result<std::unique_ptr<ControlClient>> create(const net::Url& server,
                                                                     const std::optional<net::TlsFiles>& tls);

  /// What the simulator was started with.
  struct State {
    std::string profile;
    std::string suite;  ///< digest of its worlds
  };
  [[nodiscard]] Result<State> state();
  [[nodiscard]] Status respond_to(const net::Url& address);
  /// Loads a world of the simulator's own suite; `defect` may be empty. Forgets the exchanges of the last
  /// one.
  [[nodiscard]] Status load(const std::string& world, bool virtual_time, const std::string& defect);

  /// As of the last answer.
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] Status advance(Duration by);
  [[nodiscard]] Status await_delivery(Duration patience);
  struct SwitchState {
    bool is_closed = false;
    unsigned watts = 0;
  };
  [[nodiscard]] Result<SwitchState> look_at_switch(const Eui64& esme, unsigned index);
  [[nodiscard]] Result<engine::FeederState> feeder(std::string_view name);
  [[nodiscard]] Status press_boost(const Eui64& esme);
  [[nodiscard]] Status set_power(const Eui64& device, bool on);
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets);
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop);
  /// Fetches what has passed since the last call.
  [[nodiscard]] Status fetch_exchanges();
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const { return exchanges_; }

 private:
  struct Reader;  ///< of the JSON answers
  explicit ControlClient(std::unique_ptr<net::HttpClient> http) : http_(std::move(http)) {}

  std::unique_ptr<net::HttpClient> http_;
  Instant now_{};
  std::vector<engine::Exchange> exchanges_;
};

}  // namespace enocheck::sut
