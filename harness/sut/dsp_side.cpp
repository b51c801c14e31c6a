#include "sut/dsp_side.h"

#include <utility>

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

}  // namespace

void DspSide::Recorder::seen(Instant at, sim::Link link, const Eui64& device, ByteView octets) {
  exchanges.push_back({at, std::string(name_of(link)), device, copy_of(octets)});
}

DspSide::DspSide(Instant start, std::shared_ptr<const crypto::KeyStore> keys)
    : keys_(std::move(keys)),
      scheduler_(start),
      receive_response_(
          [this](const Eui64& /*user*/, ByteView document) { delivered_.emplace_back(text_of(document)); }) {}

void DspSide::open(const sim::Setup& setup, std::unique_ptr<sim::DspRules> rules,
                   const xml::SchemaValidator& schema, sim::OctetSink& wan, Logger& log) {
  dsp_ = std::make_unique<sim::Dsp>(
      setup, catalogue::kAccessControlBroker, std::move(rules),
      sim::DspSurroundings{*keys_, schema, scheduler_, wan, log},
      [this](const Eui64& user, const std::string& document) { to_user_.receive(user, bytes_of(document)); });
}

Result<engine::Answer> DspSide::post(engine::WebService service, std::string_view document) {
  auto request = copy_of(bytes_of(document));
  if (!medium_.disturb(sim::Link::UserToDsp, request)) {
    return failure(ErrorCode::Timeout, "the request was dropped on its way to the DSP");
  }
  recorder_.seen(scheduler_.now(), sim::Link::UserToDsp, {}, request);
  auto answer = dsp_->handle(to_sim(service), text_of(request));
  auto body = copy_of(bytes_of(answer.body));
  if (!medium_.disturb(sim::Link::DspToUser, body)) {
    return failure(ErrorCode::Timeout, "the answer was dropped on its way to the user");
  }
  recorder_.seen(scheduler_.now(), sim::Link::DspToUser, {}, body);
  return engine::Answer{answer.http_status, std::string(text_of(body))};
}

std::vector<std::string> DspSide::take_deliveries() { return std::exchange(delivered_, {}); }

Status DspSide::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits, bool drop) {
  const auto known = sim::link_named(link);
  if (!known) { return failure(ErrorCode::BadValue, "no link " + std::string(link)); }
  medium_.disturb_next(*known, {drop, flipped_bits});
  return {};
}

}  // namespace enocheck::sut
