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
    std::string suite;                 ///< digest of its worlds
    std::optional<std::string> meter;  ///< `sim esme`: the one on its bench, empty for all; else nothing
  };
  [[nodiscard]] Result<State> state();
  /// As `state`. Errors: also BadValue where it plays another profile or has other worlds.
  [[nodiscard]] Result<State> state_of(const std::string& profile, const std::string& suite);
  [[nodiscard]] Status respond_to(const net::Url& address);
  /// Loads a world of the simulator's own suite; `defect` may be empty. Forgets the exchanges of the last
  /// one.
  [[nodiscard]] Status load(const std::string& world, bool virtual_time, const std::string& defect);

  /// As of the last answer.
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] Status advance(Duration by);
  [[nodiscard]] Status await_delivery(Duration patience);
  [[nodiscard]] Status await_exchange(std::string_view link, Duration patience);
  /// So many frames were sent to the simulator since `load`: it takes them all before it does what the next
  /// call asks for.
  void count_frames(std::uint64_t sent) { frames_to_it_ = sent; }
  /// So many it had sent by its last answer.
  [[nodiscard]] std::uint64_t frames_from_it() const { return frames_from_it_; }
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
  /// By the last answer: has anything passed that was not fetched?
  [[nodiscard]] bool has_more_exchanges() const { return exchanges_.size() < total_; }
  /// Fetches what has passed since the last call.
  [[nodiscard]] Status fetch_exchanges();
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const { return exchanges_; }

 private:
  struct Reader;  ///< of the JSON answers
  explicit ControlClient(std::unique_ptr<net::HttpClient> http) : http_(std::move(http)) {}

  std::unique_ptr<net::HttpClient> http_;
  Instant now_{};
  std::size_t total_ = 0;  ///< exchanges, by its last answer
  std::optional<std::uint64_t> frames_to_it_;
  std::uint64_t frames_from_it_ = 0;
  std::vector<engine::Exchange> exchanges_;
};

}  // namespace enocheck::sut
