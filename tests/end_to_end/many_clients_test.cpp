// Two hundred users at once against `enocheck sim dsp`: every request is served, every response arrives, and
// the simulator does not grow. For a minute: ENOCHECK_LOAD_SECONDS=60
// build/release/tests/end_to_end/many_clients_test

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "catalogue/loader.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "support/simulator.h"
#include "sut/credentials.h"
#include "user/service_user.h"

namespace enocheck {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kClients = 200;
constexpr std::uint64_t kSeed = 46;  // the simulator's by default: both have the same test keys
constexpr Duration kPatience = std::chrono::seconds(20);

std::chrono::seconds how_long() {
  const char* const given =
      std::getenv("ENOCHECK_LOAD_SECONDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return std::chrono::seconds(given == nullptr ? 6 : std::max(3, std::atoi(given)));
}

/// Memory that a process has in use, in octets.
std::size_t resident(pid_t process) {
  std::ifstream statm("/proc/" + std::to_string(process) + "/statm");
  std::size_t pages = 0;
  statm >> pages >> pages;  // the second number
  return pages * 4096U;
}

/// What all clients share: parsed once.
struct Shared {
  Shared() {
    const auto loader = catalogue::Loader::open(source_dir()).value();
    const auto worlds = loader.worlds().value();
    keys = sut::Credentials::create(kSeed).value()->of_harness(worlds).value();
    const auto& street = worlds.at("street");
    eno = street.find_user("ENO")->eui;
    esme = street.find_meter("ESME1")->esme;
  }
  xml::Libraries libraries;
  xml::SchemaValidator schema =
      xml::SchemaValidator::load(source_dir() / "schemas/enocheck/duis_subset.xsd").value();
  crypto::KeyStore keys;
  Eui64 eno;
  Eui64 esme;
};

/// A read of the firmware version; a counter of its own each.
std::string request(const Shared& shared, const user::ServiceUser& user, std::uint64_t counter) {
  duis::ServiceRequest made;
  made.header.request_id = {shared.eno, shared.esme, OriginatorCounter{counter}};
  made.header.command_variant = 1;
  made.header.service_reference = "11.2";
  made.header.service_reference_variant = "11.2";
  made.body = duis::ReadFirmwareVersion{};
  return user.signed_document(made).value();
}

/// One client at work: a connection of its own, one request after the other.
struct Load {
  std::atomic<std::uint64_t> counter{1'000'000};
  std::atomic<std::size_t> accepted{0};
  std::atomic<std::size_t> failed{0};
  std::atomic<bool> over{false};

  void play(const Shared& shared, const std::string& url) {
    const user::ServiceUser user(shared.eno, shared.keys, shared.schema, OriginatorCounter{1});
    const auto client = net::HttpClient::create(net::parse_url(url).value()).value();
    while (!over) {
      const auto document = request(shared, user, counter++);
      const auto answer = client->post("/api/v1/serviceS", "application/xml", document, kPatience);
      const bool is_accepted =
          answer && answer->status == 200 && answer->body.find(">I99<") != std::string::npos;
      ++(is_accepted ? accepted : failed);
    }
  }
};

TEST(ManyClients, AreAllServedAndTheSimulatorDoesNotGrow) {
  const Workplace place;
  const Shared shared;
  std::atomic<std::size_t> arrived{0};
  SilentLogger log;
  const auto receiver =
      net::HttpServer::start(net::parse_endpoint("127.0.0.1:0").value(), {}, {}, log,
                             [&](const net::HttpRequest& /*request*/) {
                               ++arrived;
                               return net::HttpResponse{
                                   .status = 204, .media_type = {}, .body = {}, .headers = {}};
                             })
          .value();
  Simulator simulator(place, {"--respond-to", receiver->url() + "/duis"});
  Load load;
  std::vector<std::thread> clients;
  for (std::size_t index = 0; index < kClients; ++index) {
    clients.emplace_back([&] { load.play(shared, simulator.address("duis")); });
  }
  const auto started = SteadyClock::now();
  const auto lasts = [&](std::chrono::seconds time) { return SteadyClock::now() - started < time; };
  while (lasts(how_long() / 2)) { std::this_thread::yield(); }
  const auto midway = resident(simulator.program().process);
  while (lasts(how_long())) { std::this_thread::yield(); }
  const auto at_the_end = resident(simulator.program().process);
  load.over = true;
  for (auto& client : clients) { client.join(); }
  const auto deadline = SteadyClock::now() + std::chrono::seconds(60);
  while (arrived < load.accepted && SteadyClock::now() < deadline) { std::this_thread::yield(); }

  fmt::print(
      "{} clients, {} s: {} requests served, {} not; {} responses; resident {} MiB midway, {} MiB at the "
      "end\n",
      kClients, how_long().count(), load.accepted.load(), load.failed.load(), arrived.load(), midway >> 20U,
      at_the_end >> 20U);
  EXPECT_EQ(load.failed, 0U) << read_text(place.folder() / "sim.log").value_or("");
  EXPECT_GE(load.accepted, kClients);
  EXPECT_EQ(arrived, load.accepted) << "each has its response";
  EXPECT_LT(at_the_end, midway + midway / 5) << "memory grows";
  EXPECT_EQ(simulator.program().end(SIGTERM), 0);
}

}  // namespace
}  // namespace enocheck
