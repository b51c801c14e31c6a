#include "net/frame_link.h"

#include <array>
#include <atomic>
#include <deque>
#include <exception>
#include <map>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "core/byte_reader.h"
#include "core/byte_writer.h"
#include "net/addresses.h"
#include "net/handles.h"

namespace enocheck::net {
namespace {

constexpr std::uint16_t kVersion = 0x0001;
constexpr std::size_t kHeader = 8;
constexpr std::size_t kMaxOctets = 65535;
/// What may wait for an end that does not read; beyond, it is given up.
constexpr std::size_t kMaxUnsent = std::size_t{16} << 20U;
constexpr std::size_t kMaxClients = 64;

using Wrapped = std::shared_ptr<const Bytes>;

Result<Wrapped> wrap(const Frame& frame) {
  if (frame.octets.size() > kMaxOctets) {
    return failure(ErrorCode::BadValue, fmt::format("{} octets do not fit the wrapper: at most {}",
                                                    frame.octets.size(), kMaxOctets));
  }
  Bytes wrapped;
  ByteWriter(wrapped)
      .u16(kVersion)
      .u16(frame.source)
      .u16(frame.destination)
      .u16(static_cast<std::uint16_t>(frame.octets.size()))
      .bytes(frame.octets);
  return std::make_shared<const Bytes>(std::move(wrapped));
}

/// One end of a connection that carries frames. Lives on the thread of its owner.
class Peer : public std::enable_shared_from_this<Peer> {
 public:
  explicit Peer(tcp::socket socket) : io_(socket.get_executor()), channel_(std::move(socket)) {}

  [[nodiscard]] Channel& channel() { return channel_; }
  /// Reads until the connection ends; the result says why it did.
  [[nodiscard]] asio::awaitable<Error> read(std::function<void(Frame)> on_frame);
  /// Sends after what was to be sent before.
  void send(Wrapped frame);
  void end(std::string why);

 private:
  enum class Within { Header, Frame };
  /// False where the connection ended first.
  [[nodiscard]] asio::awaitable<bool> fill(std::span<std::uint8_t> octets, Within within);
  [[nodiscard]] asio::awaitable<void> write();

  asio::any_io_executor io_;
  Channel channel_;
  std::deque<Wrapped> unsent_;
  std::size_t unsent_octets_ = 0;
  std::string why_;  ///< it ended: the first reason
};

asio::awaitable<Error> Peer::read(std::function<void(Frame)> on_frame) {
  std::array<std::uint8_t, kHeader> header{};
  while (co_await fill(header, Within::Header)) {
    ByteReader in(header);
    Frame frame;
    if (const auto version = in.u16(); version != kVersion) {
      end(fmt::format("no DLMS wrapper: version {:04X}, expected {:04X}", version, kVersion));
      co_return Error{ErrorCode::BadTag, channel_.peer() + ": " + why_};
    }
    frame.source = in.u16();
    frame.destination = in.u16();
    frame.octets.resize(in.u16());
    if (!co_await fill(frame.octets, Within::Frame)) { break; }
    on_frame(std::move(frame));
  }
  co_return Error{ErrorCode::Io, channel_.peer() + ": " + why_};
}

asio::awaitable<bool> Peer::fill(std::span<std::uint8_t> octets, Within within) {
  const auto wanted = octets.size();
  while (!octets.empty()) {
    Fault fault;
    const auto got = co_await channel_.read_some(asio::buffer(octets.data(), octets.size()), fault);
    if (fault) {
      const bool is_between = within == Within::Header && octets.size() == wanted;
      end(reason_of(fault) + (is_between ? "" : " in the middle of a frame"));
      co_return false;
    }
    octets = octets.subspan(got);
  }
  co_return true;
}

void Peer::end(std::string why) {
  if (why_.empty()) { why_ = std::move(why); }
  channel_.close();
}

void Peer::send(Wrapped frame) {
  if (!why_.empty()) { return; }
  unsent_octets_ += frame->size();
  if (unsent_octets_ > kMaxUnsent) { return end("the other end does not read"); }
  unsent_.push_back(std::move(frame));
  if (unsent_.size() > 1) { return; }
  asio::co_spawn(io_, write(), [self = shared_from_this()](std::exception_ptr /*no memory*/) {});
}

asio::awaitable<void> Peer::write() {
  while (!unsent_.empty()) {
    const auto fault = co_await channel_.write(text_of(*unsent_.front()));
    if (fault) { co_return end(reason_of(fault)); }
    unsent_octets_ -= unsent_.front()->size();
    unsent_.pop_front();
  }
}

}  // namespace

struct FrameLink::Running {
  Running() = default;
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] Status connect(const Endpoint& endpoint, Duration patience);
  void read(OnFrame on_frame, OnEnd on_end);

  asio::io_context io;
  std::shared_ptr<Peer> peer = std::make_shared<Peer>(tcp::socket(io));
  SilentLogger silence;
  std::atomic<bool> has_ended = false;
  std::atomic<bool> is_leaving = false;
  std::thread thread;
};

Status FrameLink::Running::connect(const Endpoint& endpoint, Duration patience) {
  const auto failed = [&](ErrorCode code, const std::string& why) {
    return failure(code, fmt::format("{}: {}", to_string(endpoint), why));
  };
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto addresses = addresses_of(endpoint.host, deadline);
  if (!addresses) { return failed(addresses.error().code, addresses.error().detail); }
  std::optional<Fault> outcome;
  asio::co_spawn(io, peer->channel().connect(*addresses, endpoint.port),
                 [&outcome](std::exception_ptr /*no memory*/, Fault fault) { outcome = fault; });
  io.run_until(deadline);
  if (!outcome) {
    peer->channel().close();
    io.run();
    return failed(ErrorCode::Timeout, fmt::format("no connection within {} ms", patience.count()));
  }
  if (*outcome) { return failed(ErrorCode::Io, reason_of(*outcome)); }
  return {};
}

void FrameLink::Running::read(OnFrame on_frame, OnEnd on_end) {
  asio::co_spawn(io, peer->read(std::move(on_frame)),
                 [this, on_end = std::move(on_end)](std::exception_ptr thrown, Error why) {
                   has_ended = true;
                   if (is_leaving) { return; }
                   on_end(thrown ? Error{ErrorCode::Internal, "the taker of frames failed"} : why);
                 });
  io.restart();
  thread = std::thread([this] { run_logged(io, silence); });
}

FrameLink::Running::~Running() {
  if (!thread.joinable()) { return; }
  is_leaving = true;
  asio::post(io, [this] { peer->end("we left"); });
  thread.join();
}

Result<std::unique_ptr<FrameLink>> FrameLink::connect(const Endpoint& endpoint, Duration patience,
                                                      OnFrame on_frame, OnEnd on_end) {
  auto running = std::make_unique<Running>();
  if (const auto connected = running->connect(endpoint, patience); !connected) {
    return tl::unexpected(connected.error());
  }
  running->read(std::move(on_frame), std::move(on_end));
  return std::unique_ptr<FrameLink>(new FrameLink(std::move(running)));
}

FrameLink::FrameLink(std::unique_ptr<Running> running) : running_(std::move(running)) {}
FrameLink::~FrameLink() = default;

Status FrameLink::send(const Frame& frame) {
  auto wrapped = wrap(frame);
  if (!wrapped) { return tl::unexpected(wrapped.error()); }
  if (running_->has_ended) { return failure(ErrorCode::Io, "the link has ended"); }
  asio::post(running_->io, [peer = running_->peer, frame = *std::move(wrapped)] { peer->send(frame); });
  return {};
}

struct FrameServer::Running {
  Running(Logger& logger, OnFrame taker) : log(logger), on_frame(std::move(taker)) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] Status open(const Endpoint& wanted);
  void take(tcp::socket socket);

  Logger& log;
  OnFrame on_frame;
  asio::io_context io;
  std::optional<tcp::acceptor> acceptor;
  Endpoint endpoint;
  std::map<ClientId, std::shared_ptr<Peer>> clients;
  ClientId last_client = 0;
  bool is_ending = false;
  std::thread thread;
};

Status FrameServer::Running::open(const Endpoint& wanted) {
  auto listening = listen(io, wanted);
  if (!listening) { return tl::unexpected(listening.error()); }
  acceptor = *std::move(listening);
  endpoint = {wanted.host, acceptor->local_endpoint().port()};
  asio::co_spawn(io, accept_each(*acceptor, log, [this](tcp::socket socket) { take(std::move(socket)); }),
                 asio::detached);
  thread = std::thread([this] { run_logged(io, log); });
  return {};
}

void FrameServer::Running::take(tcp::socket socket) {
  const auto peer = std::make_shared<Peer>(std::move(socket));
  if (is_ending || clients.size() >= kMaxClients) {
    log.warning("connection turned away client={} clients={}", peer->channel().peer(), clients.size());
    return;
  }
  const auto id = ++last_client;
  clients.emplace(id, peer);
  asio::co_spawn(io, peer->read([this, id](Frame frame) { on_frame(id, std::move(frame)); }),
                 [this, id, peer](std::exception_ptr thrown, const Error& why) {
                   log.info("connection ended client={} why={}", id,
                            thrown ? "the taker of frames failed" : why.detail);
                   peer->end("ended");
                   clients.erase(id);
                 });
}

FrameServer::Running::~Running() {
  if (!thread.joinable()) { return; }
  asio::post(io, [this] {
    is_ending = true;
    acceptor->close();
    for (const auto& [id, peer] : clients) { peer->end("we left"); }
  });
  thread.join();
}

Result<std::unique_ptr<FrameServer>> FrameServer::start(const Endpoint& endpoint, Logger& log,
                                                        OnFrame on_frame) {
  auto running = std::make_unique<Running>(log, std::move(on_frame));
  if (const auto opened = running->open(endpoint); !opened) { return tl::unexpected(opened.error()); }
  return std::unique_ptr<FrameServer>(new FrameServer(std::move(running)));
}

FrameServer::FrameServer(std::unique_ptr<Running> running) : running_(std::move(running)) {}
FrameServer::~FrameServer() = default;

const Endpoint& FrameServer::endpoint() const { return running_->endpoint; }

void FrameServer::send_to_all(const Frame& frame) {
  const auto wrapped = wrap(frame);
  if (!wrapped) { return running_->log.warning("frame not sent why={}", wrapped.error().detail); }
  asio::post(running_->io, [running = running_.get(), frame = *wrapped] {
    for (const auto& [id, peer] : running->clients) { peer->send(frame); }
  });
}

}  // namespace enocheck::net
