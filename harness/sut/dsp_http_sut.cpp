#include "sut/dsp_http_sut.h"

#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "net/http_client.h"
#include "net/http_server.h"
#include "sut/control_client.h"
#include "sut/pacer.h"
#include "sut/receive_response.h"

namespace enocheck::sut {
namespace {

std::string_view path_of(const DspEndpoints& endpoints, engine::WebService service) {
  switch (service) {
    case engine::WebService::NonDevice: return endpoints.non_device;
    case engine::WebService::Send: return endpoints.send;
    case engine::WebService::Transform: return endpoints.transform;
  }
  return endpoints.send;
}

Error cannot(std::string_view what) {
  return {ErrorCode::Unsupported, fmt::format("a DSP without control interface does not let us {}", what)};
}

}  // namespace

struct DspHttpSut::Connection {
  Connection(DspEndpoints where, DspRunOptions how, const Clock& real_clock)
      : endpoints(std::move(where)), options(std::move(how)), clock(&real_clock), pacer(options.rate) {}

  [[nodiscard]] Status link();

  DspEndpoints endpoints;
  DspRunOptions options;
  const Clock* clock;
  Pacer pacer;
  ReceiveResponse inbox;
  std::unique_ptr<net::HttpServer> receiver;
  std::unique_ptr<net::HttpClient> duis;
  std::unique_ptr<ControlClient> control;
  bool is_linked = false;
};

struct DspHttpSut::Connected {
  Connected(std::shared_ptr<Connection> connection, const std::vector<Eui64>& devices)
      : way(std::move(connection)), box(way->inbox.open(devices)) {}

  /// An error where there is no control interface.
  [[nodiscard]] Result<ControlClient*> controlled(std::string_view what) const {
    if (!way->control) { return tl::unexpected(cannot(what)); }
    return way->control.get();
  }
  [[nodiscard]] bool is_virtual() const { return way->options.virtual_time; }
  /// What passed since the last look goes to the evidence.
  [[nodiscard]] Status look() { return way->control ? told(way->control->fetch_exchanges()) : Status{}; }
  /// Where the endpoint is lost, the error says what to do about it.
  [[nodiscard]] Status told(Status called) const {
    if (!called) { return tl::unexpected(lost(called.error())); }
    return called;
  }
  [[nodiscard]] Error lost(Error error) const {
    if (error.code != ErrorCode::Io && error.code != ErrorCode::Timeout) { return error; }
    error.detail += way->control ? "; start `enocheck sim dsp` again: the next case tries anew"
                                 : "; see that the DSP is up and can be reached (`enocheck doctor` with the "
                                   "same options): the next case tries anew";
    return error;
  }
  template <class Act>
  [[nodiscard]] Status act(std::string_view what, Act&& action) {
    const auto client = controlled(what);
    if (!client) { return tl::unexpected(client.error()); }
    const Status done = action(**client);
    return done ? look() : told(done);
  }
  void record(std::string_view link, std::string_view document) {
    if (!way->control) {
      own.push_back({way->clock->now(), std::string(link), {}, copy_of(bytes_of(document))});
    }
  }

  std::shared_ptr<Connection> way;
  std::shared_ptr<ReceiveResponse::Box> box;
  std::vector<engine::Exchange> own;  ///< what this end saw, where nobody can be asked for all
  std::set<std::string> delivered;    ///< a real DSP delivers at least once
};

DspHttpSut::DspHttpSut(std::unique_ptr<Connected> connected) : connected_(std::move(connected)) {}
DspHttpSut::~DspHttpSut() = default;

Result<std::unique_ptr<DspHttpSut>> DspHttpSut::create(DspEndpoints endpoints, DspRunOptions options,
                                                       const Clock& clock, Logger& log) {
  auto way = std::make_shared<Connection>(std::move(endpoints), std::move(options), clock);
  const auto& where = way->endpoints;
  auto client = net::HttpClient::create(where.duis, where.tls);
  if (!client) { return tl::unexpected(client.error()); }
  way->duis = *std::move(client);
  if (where.control) {
    auto control = ControlClient::create(*where.control, where.tls);
    if (!control) { return tl::unexpected(control.error()); }
    way->control = *std::move(control);
  }
  std::optional<net::ServerTls> server_tls;
  if (where.tls && where.respond_to && where.respond_to->is_tls) {
    server_tls = net::ServerTls{*where.tls, !where.tls->trusted.empty()};
  }
  auto server =
      net::HttpServer::start(where.listen, server_tls, {}, log,
                             [&inbox = way->inbox](const auto& request) { return inbox.take_in(request); });
  if (!server) { return tl::unexpected(server.error()); }
  way->receiver = *std::move(server);
  return std::unique_ptr<DspHttpSut>(
      new DspHttpSut(std::make_unique<Connected>(std::move(way), std::vector<Eui64>{})));
}

/// Whether it speaks HTTP is all that a DSP can be asked without a trace in its records. A simulator is asked
/// besides what it plays, and told where to deliver.
Status DspHttpSut::Connection::link() {
  if (const auto answer = duis->get(endpoints.send, endpoints.patience); !answer) {
    return tl::unexpected(answer.error());
  }
  if (!control) { return {}; }
  const auto state = control->state_of(options.profile, options.suite);
  if (!state) { return tl::unexpected(state.error()); }
  const auto address =
      endpoints.respond_to ? Result<net::Url>(*endpoints.respond_to) : net::parse_url(receiver->url());
  if (!address) { return tl::unexpected(address.error()); }
  return control->respond_to(*address);
}

Status DspHttpSut::reach() {
  auto linked = connected_->way->link();
  connected_->way->is_linked = linked.has_value();
  return linked;
}

std::string DspHttpSut::name() const { return "dsp=" + net::to_string(connected_->way->endpoints.duis); }

engine::Observes DspHttpSut::observes() const {
  const auto& way = *connected_->way;
  const bool controlled = way.control != nullptr;
  const auto& endpoints = way.endpoints;
  return {.duis = true,
          .device = controlled,
          .charger = controlled,
          .clock = controlled || way.options.waits,
          .tls = endpoints.duis.is_tls && endpoints.tls && !endpoints.tls->certificate.empty(),
          .home = controlled,
          .fresh_counters = controlled,
          .real_time = !connected_->is_virtual()};
}

Status DspHttpSut::load(const catalogue::World& world) {
  auto& self = *connected_;
  const auto& way = *self.way;
  if (!way.is_linked) {
    if (auto reached = reach(); !reached) { return self.told(reached); }
  }
  self.own.clear();
  self.delivered.clear();
  static_cast<void>(self.box->take());  // of the case before
  if (way.control) { return self.told(way.control->load(world.id, self.is_virtual(), way.options.defect)); }
  if (world.id == way.options.world) { return {}; }
  return failure(ErrorCode::Unsupported,
                 fmt::format("the case plays in world {}; the target's is {}", world.id,
                             way.options.world.empty() ? "not named (--world)" : way.options.world));
}

Result<engine::Answer> DspHttpSut::post(engine::WebService service, std::string_view document) {
  auto& self = *connected_;
  auto& way = *self.way;
  std::this_thread::sleep_for(way.pacer.wait(way.clock->now()));
  self.record("user-to-dsp", document);
  auto response =
      way.duis->post(path_of(way.endpoints, service), "application/xml", document, way.endpoints.patience);
  if (!response) { return tl::unexpected(self.lost(response.error())); }
  if (response->status >= 500) {
    return failure(ErrorCode::Timeout, fmt::format("{} answered with HTTP {}",
                                                   net::to_string(way.endpoints.duis), response->status));
  }
  self.record("dsp-to-user", response->body);
  if (auto looked = self.look(); !looked) { return tl::unexpected(looked.error()); }
  return engine::Answer{response->status, std::move(response->body)};
}

std::vector<std::string> DspHttpSut::take_deliveries() {
  auto& self = *connected_;
  auto documents = self.box->take();
  if (self.way->control) { return documents; }
  std::erase_if(documents,
                [&](const std::string& document) { return !self.delivered.insert(document).second; });
  for (const auto& document : documents) { self.record("dsp-to-user", document); }
  return documents;
}

Instant DspHttpSut::now() const {
  const auto& way = *connected_->way;
  return way.control ? way.control->now() : way.clock->now();
}

Status DspHttpSut::advance(Duration by) {
  auto& self = *connected_;
  if (self.is_virtual()) {
    return self.act("move its time", [&](ControlClient& control) { return control.advance(by); });
  }
  std::this_thread::sleep_for(by);
  return self.look();
}

Status DspHttpSut::await_delivery(Duration patience) {
  auto& self = *connected_;
  if (self.is_virtual()) {
    return self.act("move its time",
                    [&](ControlClient& control) { return control.await_delivery(patience); });
  }
  self.box->await(patience);
  return self.look();
}

Result<bool> DspHttpSut::switch_is_closed(const Eui64& esme, unsigned index) {
  const auto control = connected_->controlled("look at a switch");
  if (!control) { return tl::unexpected(control.error()); }
  return (*control)->look_at_switch(esme, index).map([](const auto& state) { return state.is_closed; });
}

Result<unsigned> DspHttpSut::load_watts(const Eui64& esme, unsigned index) {
  const auto control = connected_->controlled("look at a load");
  if (!control) { return tl::unexpected(control.error()); }
  return (*control)->look_at_switch(esme, index).map([](const auto& state) { return state.watts; });
}

Result<engine::FeederState> DspHttpSut::feeder(std::string_view name) {
  const auto control = connected_->controlled("look at a feeder");
  if (!control) { return tl::unexpected(control.error()); }
  return (*control)->feeder(name);
}

Status DspHttpSut::press_boost(const Eui64& esme) {
  return connected_->act("press the boost button",
                         [&](ControlClient& control) { return control.press_boost(esme); });
}

Status DspHttpSut::set_power(const Eui64& device, bool on) {
  return connected_->act("cut the power",
                         [&](ControlClient& control) { return control.set_power(device, on); });
}

Status DspHttpSut::deliver(const Eui64& device, ByteView octets) {
  return connected_->act("reach a device",
                         [&](ControlClient& control) { return control.deliver(device, octets); });
}

Status DspHttpSut::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits, bool drop) {
  return connected_->act("disturb a link",
                         [&](ControlClient& control) { return control.intercept(link, flipped_bits, drop); });
}

/// Over a connection of its own. A GET leaves no trace in a DSP's records; any HTTP answer means that TLS let
/// it through.
Result<bool> DspHttpSut::lets_in(std::string_view certificate) {
  const auto& where = connected_->way->endpoints;
  auto files = where.tls.value_or(net::TlsFiles{});
  if (certificate != "own") { files.certificate = files.key = ""; }
  if (certificate == "foreign" || certificate == "expired") {
    files.certificate = where.refused_certificates / fmt::format("{}.pem", certificate);
    files.key = where.refused_certificates / fmt::format("{}.key", certificate);
    std::error_code ignored;
    if (where.refused_certificates.empty() || !std::filesystem::exists(files.certificate, ignored)) {
      return failure(ErrorCode::Unsupported,
                     fmt::format("there is no {}.pem and .key in the folder of --tls-refused", certificate));
    }
  }
  const auto client = net::HttpClient::create(where.duis, files);
  if (!client) { return tl::unexpected(client.error()); }
  const auto answer = (*client)->get(where.send, where.patience);
  if (answer) { return true; }
  if (answer.error().code == ErrorCode::Io && certificate != "own") { return false; }
  return tl::unexpected(answer.error());
}

Result<std::unique_ptr<engine::Sut>> DspHttpSut::beside(const std::vector<Eui64>& devices) {
  const auto& way = connected_->way;
  if (way->control) { return Sut::beside(devices); }
  return std::unique_ptr<engine::Sut>(new DspHttpSut(std::make_unique<Connected>(way, devices)));
}

const std::vector<engine::Exchange>& DspHttpSut::exchanges() const {
  const auto& control = connected_->way->control;
  return control ? control->exchanges() : connected_->own;
}

}  // namespace enocheck::sut
