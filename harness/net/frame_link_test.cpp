#include "net/frame_link.h"

#include <gtest/gtest.h>

#include <deque>
#include <future>

#include "net/test_peer.h"

namespace enocheck::net {
namespace {

/// Frames as they arrive; a test waits for the next.
class Inbox {
 public:
  void add(Frame frame) {
    const std::lock_guard lock(mutex_);
    frames_.push_back(std::move(frame));
    changed_.notify_all();
  }
  [[nodiscard]] std::optional<Frame> next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kLongEnough, [this] { return !frames_.empty(); })) { return std::nullopt; }
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Frame> frames_;
};

class FrameLinkTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<FrameLink> link_to(const Endpoint& endpoint) {
    auto link = FrameLink::connect(
        endpoint, kLongEnough, [this](Frame frame) { inbox_.add(std::move(frame)); },
        [this](const Error& why) { end_.set_value(why); });
    EXPECT_TRUE(link.has_value()) << link.error().detail;
    return *std::move(link);
  }
  [[nodiscard]] Error reason_of_end() {
    auto end = end_.get_future();
    const bool ended = end.wait_for(kLongEnough) == std::future_status::ready;
    return ended ? end.get() : Error{ErrorCode::Timeout, "the link did not end"};
  }
  [[nodiscard]] std::unique_ptr<FrameServer> start() {
    auto server = FrameServer::start({}, log_, [this](FrameServer::ClientId client, Frame frame) {
      frame.source = static_cast<std::uint16_t>(client);
      at_server_.add(std::move(frame));
    });
    EXPECT_TRUE(server.has_value());
    return *std::move(server);
  }

  Lines log_;
  Inbox inbox_;
  Inbox at_server_;
  std::promise<Error> end_;
};

const std::string kFrame(
    "\0\x01\x0F\xAA\0\x02\0\x03"
    "abc",
    11);

TEST_F(FrameLinkTest, CarriesFramesBothWays) {
  const auto server = start();
  const auto link = link_to(server->endpoint());
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65535}}) {
    const Bytes octets(size, 0xA5);
    ASSERT_TRUE(link->send({1, 2, octets}).has_value());
    const auto arrived = at_server_.next();
    ASSERT_TRUE(arrived.has_value());
    EXPECT_EQ(arrived->destination, 2);
    EXPECT_EQ(arrived->octets, octets);
    server->send_to_all({3, 4, octets});
    const auto answer = inbox_.next();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->source, 3);
    EXPECT_EQ(answer->destination, 4);
    EXPECT_EQ(answer->octets, octets);
  }
}

TEST_F(FrameLinkTest, WritesTheWrapperOfIec62056Part47) {
  const PlainListener listener;
  const auto link = link_to(listener.endpoint());
  auto wire = listener.take();
  ASSERT_TRUE(link->send({0x0FAA, 2, {'a', 'b', 'c'}}).has_value());
  EXPECT_EQ(wire.read_until("abc"), kFrame);
}

TEST_F(FrameLinkTest, PutsTogetherWhatComesInPieces) {
  const PlainListener listener;
  const auto link = link_to(listener.endpoint());
  auto wire = listener.take();
  for (const char octet : kFrame) { wire.send({&octet, 1}); }
  wire.send(kFrame + kFrame);
  for (int i = 0; i < 3; ++i) {
    const auto frame = inbox_.next();
    ASSERT_TRUE(frame.has_value()) << i;
    EXPECT_EQ(frame->source, 0x0FAA);
    EXPECT_EQ(frame->destination, 2);
    EXPECT_EQ(frame->octets, (Bytes{'a', 'b', 'c'}));
  }
}

TEST_F(FrameLinkTest, SaysHowItEnded) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ": closed by the other end"},
      {kFrame, ": closed by the other end"},
      {kFrame.substr(0, 3), ": closed by the other end in the middle of a frame"},
      {kFrame.substr(0, 8), ": closed by the other end in the middle of a frame"},
      {kFrame.substr(0, 10), ": closed by the other end in the middle of a frame"},
      {std::string("\0\x05", 2) + kFrame, ": no DLMS wrapper: version 0005, expected 0001"},
  };
  for (const auto& [sent, why] : cases) {
    end_ = std::promise<Error>();
    const PlainListener listener;
    const auto link = link_to(listener.endpoint());
    {
      auto wire = listener.take();
      wire.send(sent);
    }
    const auto error = reason_of_end();
    EXPECT_EQ(error.detail, to_string(listener.endpoint()) + why);
    const auto late = link->send({1, 2, {}});
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, ErrorCode::Io);
  }
}

TEST_F(FrameLinkTest, EndsWithoutACallWhenItIsGivenUp) {
  const PlainListener listener;
  auto link = link_to(listener.endpoint());
  auto wire = listener.take();
  link.reset();
  EXPECT_EQ(wire.read_all(), "");
  EXPECT_EQ(end_.get_future().wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

TEST_F(FrameLinkTest, RefusesWhatDoesNotFit) {
  const auto server = start();
  const auto link = link_to(server->endpoint());
  const auto sent = link->send({1, 2, Bytes(65536)});
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::BadValue);
  server->send_to_all({1, 2, Bytes(65536)});
  EXPECT_TRUE(log_.shows("frame not sent why=65536 octets"));
}

TEST_F(FrameLinkTest, NamesTheEndpointThatRefuses) {
  PlainListener listener;
  const auto endpoint = listener.endpoint();
  listener.close();
  const auto link = FrameLink::connect(
      endpoint, kLongEnough, [](const Frame&) {}, [](const Error&) {});
  ASSERT_FALSE(link.has_value());
  EXPECT_EQ(link.error().code, ErrorCode::Io);
  EXPECT_EQ(link.error().detail, to_string(endpoint) + ": refused: nothing listens there");
}

TEST_F(FrameLinkTest, ServerTellsItsClientsApart) {
  const auto server = start();
  auto first = Wire::to(server->endpoint());
  first.send(kFrame);
  EXPECT_EQ(at_server_.next().value_or(Frame{}).source, 1);
  auto second = Wire::to(server->endpoint());
  second.send(kFrame);
  EXPECT_EQ(at_server_.next().value_or(Frame{}).source, 2);
  server->send_to_all({0x0FAA, 2, {'a', 'b', 'c'}});
  EXPECT_EQ(first.read_until("abc"), kFrame);
  EXPECT_EQ(second.read_until("abc"), kFrame);
}

TEST_F(FrameLinkTest, ServerSurvivesBrokenClients) {
  const auto server = start();
  Wire::to(server->endpoint()).send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(log_.shows("no DLMS wrapper: version 4745, expected 0001"));
  Wire::to(server->endpoint()).send(kFrame.substr(0, 9));
  EXPECT_TRUE(log_.shows("in the middle of a frame"));
  auto wire = Wire::to(server->endpoint());
  wire.send(kFrame);
  EXPECT_TRUE(at_server_.next().has_value());
}

TEST_F(FrameLinkTest, ServerGivesUpAClientThatDoesNotRead) {
  const auto server = start();
  auto deaf = Wire::to(server->endpoint());
  deaf.send(kFrame);
  ASSERT_TRUE(at_server_.next().has_value());
  const Frame frame{1, 2, Bytes(65535)};
  for (int i = 0; i < 1000; ++i) { server->send_to_all(frame); }
  EXPECT_TRUE(log_.shows("the other end does not read"));
}

}  // namespace
}  // namespace enocheck::net
