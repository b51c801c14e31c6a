#include "sut/embedded_sut.h"

#include <utility>

#include "sim/dsp/dsp.h"
#include "sim/field.h"
#include "sim/home/feeder.h"
#include "sim/medium.h"
#include "sim/parser/parse_and_correlate.h"
#include "sim/scheduler.h"
#include "sut/embedded_world.h"
#include "sut/parser_evidence.h"

namespace enocheck::sut {
namespace {

sim::WebService to_sim(engine::WebService service) {
  switch (service) {
    case engine::WebService::NonDevice: return sim::WebService::NonDevice;
    case engine::WebService::Send: return sim::WebService::Send;
    case engine::WebService::Transform: return sim::WebService::Transform;
  }
  return sim::WebService::Send;
}

/// Makes evidence of all that passes.
class Recorder final : public sim::Tracer {
 public:
  void seen(Instant at, sim::Link link, const Eui64& device, ByteView octets) override {
    exchanges_.push_back({at, std::string(name_of(link)), device, copy_of(octets)});
  }
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const { return exchanges_; }
  [[nodiscard]] std::vector<engine::Exchange>& exchanges() { return exchanges_; }

 private:
  std::vector<engine::Exchange> exchanges_;
};

/// The users' Receive Response service: keeps what came until it is asked for.
class ReceiveResponse final : public sim::OctetSink {
 public:
  void receive(const Eui64& /*user*/, ByteView document) override {
    documents_.emplace_back(text_of(document));
  }
  [[nodiscard]] bool is_empty() const { return documents_.empty(); }
  [[nodiscard]] std::vector<std::string> take() { return std::exchange(documents_, {}); }

 private:
  std::vector<std::string> documents_;
};

Error nothing_loaded() { return {ErrorCode::Unsupported, "no world is loaded"}; }

}  // namespace

struct EmbeddedSut::Running {
  Running(Instant start, std::shared_ptr<const crypto::KeyStore> keys_of_dsp)
      : dsp_keys(std::move(keys_of_dsp)), scheduler(start) {}

  std::shared_ptr<const crypto::KeyStore> dsp_keys;
  sim::Scheduler scheduler;
  Recorder recorder;
  sim::Medium medium{scheduler, recorder};
  ReceiveResponse received;
  sim::Wire to_user{medium, sim::Link::DspToUser, Duration{0}, received};
  std::unique_ptr<sim::Field> field;
  std::unique_ptr<sim::Dsp> dsp;
  std::unique_ptr<sim::ParseAndCorrelate> parser;
};

EmbeddedSut::EmbeddedSut(EmbeddedParts parts) : parts_(std::move(parts)) {}
EmbeddedSut::~EmbeddedSut() = default;

Status EmbeddedSut::load(const catalogue::World& world) {
  running_.reset();
  const auto setup = to_setup(world);
  if (!setup) { return tl::unexpected(setup.error()); }
  auto keys = parts_.credentials->of_dsp(world);
  if (!keys) { return tl::unexpected(keys.error()); }
  auto running = std::make_unique<Running>(world.start, std::move(*keys));
  auto policy = to_policy(parts_.profile);
  policy.seed = parts_.seed;

  const auto credentials = [&](const sim::MeterSetup& meter,
                               const Eui64& device) -> Result<sim::DeviceCredentials> {
    for (const auto& candidate : world.meters) {
      if (candidate.esme == meter.esme) { return parts_.credentials->of_device(world, candidate, device); }
    }
    return failure(ErrorCode::BadValue, "no meter " + to_string(meter.esme));
  };
  auto field =
      sim::Field::build(*setup, policy, *parts_.factory, credentials, running->scheduler, running->medium);
  if (!field) { return tl::unexpected(field.error()); }
  running->field = std::move(*field);

  running->dsp = std::make_unique<sim::Dsp>(
      *setup, catalogue::kAccessControlBroker, parts_.factory->dsp_rules(policy),
      sim::DspSurroundings{*running->dsp_keys, parts_.schema, running->scheduler, running->field->downlink(),
                           parts_.log},
      [to_user = &running->to_user](const Eui64& user, const std::string& document) {
        to_user->receive(user, bytes_of(document));
      });
  running->field->connect(*running->dsp);
  running->field->connect_undelivered(running->dsp->undelivered());
  running->parser = std::make_unique<sim::ParseAndCorrelate>(parts_.factory->parser_rules(policy),
                                                             catalogue::kAccessControlBroker);
  running_ = std::move(running);
  return {};
}

Result<engine::Answer> EmbeddedSut::post(engine::WebService service, std::string_view document) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  auto& [dsp_keys, scheduler, recorder, medium, received, to_user, field, dsp, parser] = *running_;
  auto request = copy_of(bytes_of(document));
  if (!medium.disturb(sim::Link::UserToDsp, request)) {
    return failure(ErrorCode::Timeout, "the request was dropped on its way to the DSP");
  }
  recorder.seen(scheduler.now(), sim::Link::UserToDsp, {}, request);
  auto answer = dsp->handle(to_sim(service), text_of(request));
  auto body = copy_of(bytes_of(answer.body));
  if (!medium.disturb(sim::Link::DspToUser, body)) {
    return failure(ErrorCode::Timeout, "the answer was dropped on its way to the user");
  }
  recorder.seen(scheduler.now(), sim::Link::DspToUser, {}, body);
  return engine::Answer{answer.http_status, std::string(text_of(body))};
}

std::vector<std::string> EmbeddedSut::take_deliveries() {
  return running_ ? running_->received.take() : std::vector<std::string>{};
}

Instant EmbeddedSut::now() const { return running_ ? running_->scheduler.now() : Instant{}; }

Status EmbeddedSut::advance(Duration by) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  running_->scheduler.run_until(now() + by);
  return {};
}

Status EmbeddedSut::await_delivery(Duration patience) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  const auto limit = now() + patience;
  while (running_->received.is_empty() && running_->scheduler.run_next(limit)) {}
  if (running_->received.is_empty()) { running_->scheduler.run_until(limit); }
  return {};
}

Result<bool> EmbeddedSut::switch_is_closed(const Eui64& esme, unsigned index) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->switch_is_closed(esme, index);
}

Result<unsigned> EmbeddedSut::load_watts(const Eui64& esme, unsigned index) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->load_watts(esme, index);
}

Result<engine::FeederState> EmbeddedSut::feeder(std::string_view name) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->feeder(name).map([](const sim::Feeder* feeder) {
    return engine::FeederState{feeder->watts(), feeder->is_blown()};
  });
}

Status EmbeddedSut::press_boost(const Eui64& esme) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->press_boost(esme);
}

Status EmbeddedSut::set_power(const Eui64& device, bool on) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->set_power(device, on);
}

Status EmbeddedSut::deliver(const Eui64& device, ByteView octets) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->field->deliver(device, octets);
}

Status EmbeddedSut::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                              bool drop) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  const auto known = sim::link_named(link);
  if (!known) { return failure(ErrorCode::BadValue, "no link " + std::string(link)); }
  running_->medium.disturb_next(*known, {drop, flipped_bits});
  return {};
}

Result<engine::Correlation> EmbeddedSut::correlate(std::string_view request, ByteView message) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  record_question(now(), request, message, running_->recorder.exchanges());
  return running_->parser->correlate(request, message).map([](const auto& said) {
    return engine::Correlation{said.belongs, said.reason};
  });
}

Result<engine::ParsedMessage> EmbeddedSut::parse(std::string_view request, ByteView message) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  record_question(now(), request, message, running_->recorder.exchanges());
  auto parsed = running_->parser->parse(request, message);
  if (parsed.mmc) { record_answer(now(), *parsed.mmc, running_->recorder.exchanges()); }
  return engine::ParsedMessage{std::move(parsed.mmc), std::move(parsed.reason)};
}

const std::vector<engine::Exchange>& EmbeddedSut::exchanges() const {
  static const std::vector<engine::Exchange> kNone;
  return running_ ? running_->recorder.exchanges() : kNone;
}

std::unique_ptr<EmbeddedSut> make_embedded(const catalogue::Profile& profile,
                                           std::shared_ptr<Credentials> credentials,
                                           const xml::SchemaValidator& schema, Logger& log) {
  return std::make_unique<EmbeddedSut>(
      EmbeddedParts{profile, std::move(credentials), std::make_unique<sim::PartsFactory>(), schema, log});
}

}  // namespace enocheck::sut
