#include "engine/access_table.h"

#include <fmt/format.h>

#include "duis/service_reference.h"
#include "engine/payload_check.h"
#include "engine/protection.h"
#include "engine/trace.h"
#include "gbcs/protection.h"

namespace enocheck::engine {
namespace {

constexpr std::uint8_t kTransform = 4;

/// The service for a variant: what is asked is never at fault for its URL.
WebService service_of(std::uint8_t variant) {
  switch (variant) {
    case kTransform: return WebService::Transform;
    case 2:
    case 6:
    case 8: return WebService::NonDevice;
    default: return WebService::Send;
  }
}

bool carries_signed_pre_command(const AccessCell& cell) {
  const bool is_critical = cell.service->kind.variants.front() == kTransform;
  return is_critical && cell.variant >= 5 && cell.variant <= 7;
}

/// FNV-1a, 64 bits.
class Fingerprint {
 public:
  void add(ByteView octets) {
    for (const auto octet : octets) {
      hash_ ^= octet;
      hash_ *= 0x100000001B3U;
    }
    is_empty_ = false;
  }
  void add(const std::string& text) { add(bytes_of(text)); }
  /// What of a GBCS message is the same each time it is made.
  void add_message(ByteView octets) {
    const auto message = gbcs::decode_message(octets);
    if (!message) { return add(octets); }
    const auto& header = message->header;
    // The broker counts for all its users: its own number depends on what was asked before.
    const auto counter =
        header.supplementary ? header.supplementary->remote_party_counter : std::optional(header.counter);
    add(fmt::format("{} {:04X} {} {} {} {};", name_of(header.cra), header.code.value(),
                    to_string(header.originator), to_string(header.target),
                    header.supplementary ? to_string(header.supplementary->remote_party) : "",
                    counter ? counter->value() : 0));
    add(without_invoke_id(message->payload));
  }
  [[nodiscard]] std::uint64_t value() const { return is_empty_ ? 0 : hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325U;
  bool is_empty_ = true;
};

/// What the response carries, for the text of an answer.
std::string_view content_of(const duis::ServiceResponse& response, Fingerprint& wire) {
  const auto* const message = std::get_if<duis::ResponseMessage>(&response.body);
  if (message == nullptr) { return " alert"; }
  if (const auto* const content = std::get_if<duis::PreCommand>(&message->content)) {
    wire.add_message(content->octets);
    return " pre-command";
  }
  if (const auto* const content = std::get_if<duis::LocalCommand>(&message->content)) {
    wire.add_message(content->octets);
    return " local-command";
  }
  return "";
}

/// What left the DSP since `first`, for the text of an answer.
std::string sent_since(const std::vector<Exchange>& exchanges, std::size_t first, const Eui64& target,
                       Fingerprint& wire) {
  std::string sent;
  for (auto index = first; index < exchanges.size(); ++index) {
    const auto& exchange = exchanges[index];
    if (exchange.link != kDspToWan) { continue; }
    wire.add_message(exchange.octets);
    sent += exchange.device == target ? " sent" : " sent to " + to_string(exchange.device);
  }
  return sent;
}

}  // namespace

Result<std::vector<CellAnswer>> AccessTable::ask(const CellGroup& group) {
  const auto loaded = outside_->sut->load(world_of(*matrix_, group.premises));
  if (!loaded) { return tl::unexpected(loaded.error()); }
  users_.clear();
  transformed_ = {};
  for (const auto& user : matrix_->users) {
    users_.emplace(user.id, user::ServiceUser(user.eui, *outside_->keys, *outside_->duis_schema,
                                              OriginatorCounter{outside_->first_counter}));
  }
  std::vector<CellAnswer> answers;
  answers.reserve(group.cells.size());
  for (const auto& cell : group.cells) {
    counter_ = OriginatorCounter{outside_->first_counter + answers.size()};
    auto answer = ask(cell, group.premises.device);
    if (!answer) { return failure(answer.error(), name_of(cell, group.premises)); }
    answers.push_back(*std::move(answer));
  }
  return answers;
}

Result<CellAnswer> AccessTable::ask(const AccessCell& cell, CellDevice device) {
  const auto target = target_of(cell, device);
  const auto request = build(cell, target);
  if (!request) { return tl::unexpected(request.error()); }
  const auto& user = users_.at(cell.user->id);
  const auto document = user.signed_document(*request);
  if (!document) { return tl::unexpected(document.error()); }
  const auto first = outside_->sut->exchanges().size();
  const auto posted = outside_->sut->post(service_of(cell.variant), *document);
  if (!posted) { return tl::unexpected(posted.error()); }

  CellAnswer answer;
  Fingerprint wire;
  if (cell.variant == kTransform) { transformed_ = {request->header.request_id, {}}; }
  if (posted->body.empty()) {
    answer.text = fmt::format("HTTP {}", posted->http_status);
  } else if (const auto received = user.receive(posted->body); !received) {
    answer.text = "refused by the user: " + received.error().detail;
  } else {
    answer.text = received->response.response_code;
    answer.text += content_of(received->response, wire);
    if (answer.text == accepted_answer(kTransform)) {
      transformed_.pre_command = copy_of(duis::gbcs_octets_of(received->response));
    }
  }
  answer.text += sent_since(outside_->sut->exchanges(), first, target, wire);
  answer.wire = wire.value();
  return answer;
}

Result<duis::ServiceRequest> AccessTable::build(const AccessCell& cell, const Eui64& target) const {
  const auto* const variant = duis::find_variant(cell.service->srv);
  duis::ServiceRequest request;
  request.header.command_variant = cell.variant;
  request.header.service_reference = std::string(variant->service_reference());
  request.header.service_reference_variant = cell.service->srv;
  const bool continues = carries_signed_pre_command(cell) && !transformed_.pre_command.empty();
  request.header.request_id =
      continues ? transformed_.request_id : duis::RequestId{cell.user->eui, target, counter_};
  if (carries_signed_pre_command(cell)) {
    auto body = signed_pre_command(cell, request.header.request_id);
    if (!body) { return tl::unexpected(body.error()); }
    request.body = *std::move(body);
    return request;
  }
  const auto element = std::string(variant->element);
  request.body = duis::OpaqueBody{
      element, cell.service->body.empty() ? fmt::format("<sr:{}/>", element) : cell.service->body};
  return request;
}

Result<duis::SignedPreCommand> AccessTable::signed_pre_command(const AccessCell& cell,
                                                               const duis::RequestId& request_id) const {
  const auto key = gbcs_signing_key(cell.user->eui, *outside_->keys);
  if (!transformed_.pre_command.empty()) {
    if (!key) { return tl::unexpected(key.error()); }
    return gbcs::sign_pre_command(transformed_.pre_command, *key).map([](Bytes octets) {
      return duis::SignedPreCommand{std::nullopt, std::move(octets)};
    });
  }
  // Access control comes before anyone looks inside; header and signature are right all the same.
  gbcs::GroupingHeader header;
  header.counter = request_id.counter;
  header.originator = request_id.originator;
  header.target = request_id.target;
  auto octets = gbcs::encode_unsigned(header, {});
  if (!key) {  // a party without a role has no GBCS key to sign with
    gbcs::append_signature(octets, {});
    return duis::SignedPreCommand{std::nullopt, std::move(octets)};
  }
  return gbcs::sign_message(octets, *key).map([](Bytes made) {
    return duis::SignedPreCommand{std::nullopt, std::move(made)};
  });
}

Eui64 AccessTable::target_of(const AccessCell& cell, CellDevice device) const {
  switch (device) {
    case CellDevice::Dcc: return catalogue::kAccessControlBroker;
    case CellDevice::Unknown: return matrix_->devices.unknown;
    case CellDevice::Meter: break;
  }
  return cell.service->for_hub ? matrix_->devices.hub : matrix_->devices.esme;
}

}  // namespace enocheck::engine
