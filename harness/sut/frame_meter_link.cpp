#include "sut/frame_meter_link.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "net/frame_link.h"

namespace enocheck::sut {
namespace {

constexpr std::uint16_t kHarnessPort = 1;
constexpr std::string_view kFromMeters = "device-to-hub";

}  // namespace

/// One connection, and what has come over it.
struct FrameMeterLink::Connection {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<net::Frame> frames;
  std::uint64_t received = 0;  ///< since `load`
  std::optional<Error> ended;
  std::unique_ptr<net::FrameLink> link;  ///< goes first: its thread uses the rest

  void take(net::Frame frame) {
    const std::lock_guard lock(mutex);
    frames.push_back(std::move(frame));
    ++received;
    changed.notify_all();
  }
  void end(const Error& why) {
    const std::lock_guard lock(mutex);
    ended = why;
    changed.notify_all();
  }
  void begin_anew() {
    const std::lock_guard lock(mutex);
    frames.clear();
    received = 0;
  }
  [[nodiscard]] bool has_ended() {
    const std::lock_guard lock(mutex);
    return ended.has_value();
  }
  /// Waits until `is_so`, at most `patience`. Errors: why the connection ended before.
  template <class IsSo>
  [[nodiscard]] Status await(Duration patience, const IsSo& is_so) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, patience, [&] { return ended || is_so(); });
    if (ended) { return tl::unexpected(*ended); }
    return {};
  }
};

FrameMeterLink::FrameMeterLink(FrameMeterOptions options, std::unique_ptr<ControlClient> control,
                               const Clock& clock)
    : options_(std::move(options)),
      control_(std::move(control)),
      clock_(&clock),
      meter_(options_.meter),
      started_(clock.now()),
      started_really_(started_) {}
FrameMeterLink::~FrameMeterLink() = default;

Result<std::unique_ptr<FrameMeterLink>> FrameMeterLink::create(FrameMeterOptions options,
                                                               const Clock& clock) {
  std::unique_ptr<ControlClient> control;
  if (options.control) {
    auto made = ControlClient::create(*options.control, {});
    if (!made) { return tl::unexpected(made.error()); }
    control = *std::move(made);
  }
  return std::unique_ptr<FrameMeterLink>(new FrameMeterLink(std::move(options), std::move(control), clock));
}

std::string FrameMeterLink::name() const { return "esme=tcp://" + to_string(options_.endpoint); }

tl::unexpected<Error> FrameMeterLink::lost(const Error& error) const {
  if (error.code != ErrorCode::Io && error.code != ErrorCode::Timeout) { return tl::unexpected(error); }
  const auto* const mend = control_ ? "start `enocheck sim esme` again"
                                    : "see that the meter has power and its gateway listens there";
  return failure(error.code,
                 fmt::format("{}: {}; {}: the next case connects anew", name(), error.detail, mend));
}

Status FrameMeterLink::connect() {
  if (connection_ && !connection_->has_ended()) { return {}; }
  connection_.reset();
  is_agreed_ = false;  // who comes back may be another
  auto connection = std::make_unique<Connection>();
  auto link = net::FrameLink::connect(
      options_.endpoint, options_.patience,
      [to = connection.get()](net::Frame frame) { to->take(std::move(frame)); },
      [to = connection.get()](const Error& why) { to->end(why); });
  if (!link) { return lost(link.error()); }
  connection->link = *std::move(link);
  connection_ = std::move(connection);
  return {};
}

/// A simulator is asked what it plays.
Status FrameMeterLink::agree() {
  if (!control_ || is_agreed_) { return {}; }
  const auto state = control_->state_of(options_.profile, options_.suite);
  if (!state) { return lost(state.error()); }
  if (!state->meter) {
    return failure(ErrorCode::BadValue, "--control is not the control interface of an `enocheck sim esme`");
  }
  meter_ = *state->meter;
  is_agreed_ = true;
  return {};
}

Status FrameMeterLink::reach() {
  if (auto connected = connect(); !connected) { return connected; }
  return agree();
}

Status FrameMeterLink::load(const catalogue::World& world) {
  if (!control_ && world.id != options_.world) {
    return failure(ErrorCode::Unsupported,
                   fmt::format("the case plays in world {}; the meter's is {}", world.id, options_.world));
  }
  if (auto reached = reach(); !reached) { return reached; }
  auto bench = catalogue::meters_on_bench(world, meter_);
  if (!bench) { return tl::unexpected(bench.error()); }
  bench_ = *std::move(bench);
  if (control_) {
    const auto loaded = control_->load(world.id, options_.virtual_time, options_.defect);
    if (!loaded) { return lost(loaded.error()); }
  }
  connection_->begin_anew();
  sent_ = 0;
  looked_at_ = 0;
  started_really_ = clock_->now();
  started_ = control_ ? control_->now() : started_really_;
  return {};
}

Instant FrameMeterLink::now() const {
  return moves_time() ? control_->now() : started_ + (clock_->now() - started_really_);
}

bool FrameMeterLink::leads_to(const Eui64& device) const {
  return std::find(bench_.begin(), bench_.end(), device) != bench_.end();
}

Status FrameMeterLink::send(const Eui64& device, ByteView octets) {
  const auto place = std::find(bench_.begin(), bench_.end(), device) - bench_.begin();
  const auto port = static_cast<std::uint16_t>(place + 1);
  const auto sent =
      connection_->link->send({.source = kHarnessPort, .destination = port, .octets = copy_of(octets)});
  if (!sent) { return lost(sent.error()); }
  ++sent_;
  return {};
}

Status FrameMeterLink::settle(const Status& called) {
  if (!called) { return lost(called.error()); }
  if (control_ && control_->has_more_exchanges()) {
    if (auto fetched = control_->fetch_exchanges(); !fetched) { return lost(fetched.error()); }
  }
  if (!moves_time()) { return {}; }
  const auto expected = control_->frames_from_it();
  const auto& received = connection_->received;
  const auto came = connection_->await(options_.patience, [&] { return received >= expected; });
  if (!came) { return lost(came.error()); }
  const std::lock_guard lock(connection_->mutex);
  if (received >= expected) { return {}; }
  return lost({ErrorCode::Timeout, fmt::format("{} of {} frames came", received, expected)});
}

Status FrameMeterLink::await(Duration limit) {
  if (moves_time()) {
    control_->count_frames(sent_);
    return settle(control_->await_exchange(kFromMeters, limit));
  }
  const auto waited = connection_->await(limit, [this] { return !connection_->frames.empty(); });
  if (!waited) { return lost(waited.error()); }
  return control_ ? settle(control_->fetch_exchanges()) : Status{};
}

std::vector<MeterLink::Sent> FrameMeterLink::take() {
  std::deque<net::Frame> frames;
  {
    const std::lock_guard lock(connection_->mutex);
    frames = std::exchange(connection_->frames, {});
  }
  std::vector<Sent> taken;
  for (auto& frame : frames) {
    const auto place = bench_.size() == 1 ? std::size_t{1} : frame.source;  // a lone meter needs no number
    if (place == 0 || place > bench_.size()) { continue; }
    taken.push_back({bench_[place - 1], std::move(frame.octets)});
  }
  return taken;
}

std::vector<engine::Exchange> FrameMeterLink::take_seen_at_home() {
  if (!control_) { return {}; }
  const auto& all = control_->exchanges();
  std::vector<engine::Exchange> taken(all.begin() + static_cast<std::ptrdiff_t>(looked_at_), all.end());
  looked_at_ = all.size();
  return taken;
}

template <class Act>
Status FrameMeterLink::act(const Act& act) {
  control_->count_frames(sent_);
  return settle(act());
}

template <class T, class Read>
Result<T> FrameMeterLink::look(const Eui64& esme, unsigned index, const Read& read) {
  const auto state = control_->look_at_switch(esme, index);
  if (!state) { return lost(state.error()); }
  return read(*state);
}

Result<bool> FrameMeterLink::switch_is_closed(const Eui64& esme, unsigned index) {
  if (!control_) { return MeterLink::switch_is_closed(esme, index); }
  return look<bool>(esme, index, [](const auto& state) { return state.is_closed; });
}

Result<unsigned> FrameMeterLink::load_watts(const Eui64& esme, unsigned index) {
  if (!control_) { return MeterLink::load_watts(esme, index); }
  return look<unsigned>(esme, index, [](const auto& state) { return state.watts; });
}

Status FrameMeterLink::press_boost(const Eui64& esme) {
  if (!control_) { return MeterLink::press_boost(esme); }
  return act([&] { return control_->press_boost(esme); });
}

Status FrameMeterLink::set_power(const Eui64& device, bool on) {
  if (!control_) { return MeterLink::set_power(device, on); }
  return act([&] { return control_->set_power(device, on); });
}

Status FrameMeterLink::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) {
  if (!control_) { return MeterLink::intercept(link, flipped_bits, drop); }
  return act([&] { return control_->intercept(link, flipped_bits, drop); });
}

}  // namespace enocheck::sut
