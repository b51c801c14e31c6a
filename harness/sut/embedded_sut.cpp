#include "sut/embedded_sut.h"

#include <utility>

#include "sim/field.h"
#include "sim/home/feeder.h"
#include "sim/parser/parse_and_correlate.h"
#include "sut/dsp_side.h"
#include "sut/embedded_world.h"
#include "sut/parser_evidence.h"

namespace enocheck::sut {
namespace {

Error nothing_loaded() { return {ErrorCode::Unsupported, "no world is loaded"}; }

}  // namespace

struct EmbeddedSut::Running {
  Running(Instant start, std::shared_ptr<const crypto::KeyStore> keys_of_dsp)
      : side(start, std::move(keys_of_dsp)) {}

  DspSide side;
  std::unique_ptr<sim::Field> field;
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
  auto& side = running->side;
  auto field =
      sim::Field::build(*setup, policy, *parts_.factory, credentials, side.scheduler(), side.medium());
  if (!field) { return tl::unexpected(field.error()); }
  running->field = std::move(*field);
  side.open(*setup, parts_.factory->dsp_rules(policy), parts_.schema, running->field->downlink(), parts_.log);
  running->field->connect(side.dsp());
  running->field->connect_undelivered(side.dsp().undelivered());
  running->parser = std::make_unique<sim::ParseAndCorrelate>(parts_.factory->parser_rules(policy),
                                                             catalogue::kAccessControlBroker);
  running_ = std::move(running);
  return {};
}

Result<engine::Answer> EmbeddedSut::post(engine::WebService service, std::string_view document) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  return running_->side.post(service, document);
}

std::vector<std::string> EmbeddedSut::take_deliveries() {
  return running_ ? running_->side.take_deliveries() : std::vector<std::string>{};
}

Instant EmbeddedSut::now() const { return running_ ? running_->side.scheduler().now() : Instant{}; }

Status EmbeddedSut::advance(Duration by) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  running_->side.scheduler().run_until(now() + by);
  return {};
}

template <class IsSo>
void EmbeddedSut::run_until(Instant limit, const IsSo& is_so) {
  auto& scheduler = running_->side.scheduler();
  while (!is_so() && scheduler.run_next(limit)) {}
  if (!is_so()) { scheduler.run_until(limit); }
}

Status EmbeddedSut::await_delivery(Duration patience) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  run_until(now() + patience, [this] { return running_->side.has_deliveries(); });
  return {};
}

Status EmbeddedSut::await_exchange(std::string_view link, Duration patience) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  auto looked_at = exchanges().size();
  bool has_passed = false;
  run_until(now() + patience, [&] {
    for (; looked_at < exchanges().size(); ++looked_at) {
      has_passed = has_passed || exchanges()[looked_at].link == link;
    }
    return has_passed;
  });
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
  return running_->side.intercept(link, flipped_bits, drop);
}

Result<engine::Correlation> EmbeddedSut::correlate(std::string_view request, ByteView message) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  record_question(now(), request, message, running_->side.exchanges());
  return running_->parser->correlate(request, message).map([](const auto& said) {
    return engine::Correlation{said.belongs, said.reason};
  });
}

Result<engine::ParsedMessage> EmbeddedSut::parse(std::string_view request, ByteView message) {
  if (!running_) { return tl::unexpected(nothing_loaded()); }
  record_question(now(), request, message, running_->side.exchanges());
  auto parsed = running_->parser->parse(request, message);
  if (parsed.mmc) { record_answer(now(), *parsed.mmc, running_->side.exchanges()); }
  return engine::ParsedMessage{std::move(parsed.mmc), std::move(parsed.reason)};
}

const std::vector<engine::Exchange>& EmbeddedSut::exchanges() const {
  static const std::vector<engine::Exchange> kNone;
  return running_ ? running_->side.exchanges() : kNone;
}

void EmbeddedSut::forget_exchanges() {
  if (running_) { running_->side.exchanges().clear(); }
}

std::unique_ptr<EmbeddedSut> make_embedded(const catalogue::Profile& profile,
                                           std::shared_ptr<Credentials> credentials,
                                           const xml::SchemaValidator& schema, Logger& log) {
  return std::make_unique<EmbeddedSut>(
      EmbeddedParts{profile, std::move(credentials), std::make_unique<sim::PartsFactory>(), schema, log});
}

}  // namespace enocheck::sut
