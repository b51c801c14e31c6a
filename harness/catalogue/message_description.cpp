#include "catalogue/message_description.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/dlms.h"
#include "gbcs/protection.h"

namespace enocheck::catalogue {
namespace {

using gbcs::AccessKind;

constexpr std::array<std::pair<AccessKind, std::string_view>, 4> kKinds = {
    {{AccessKind::Get, "get"},
     {AccessKind::Set, "set"},
     {AccessKind::Action, "action"},
     {AccessKind::GetWithSelection, "get-with-selection"}}};

std::string name_of(AccessKind kind) {
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.first == kind; });
  return found == kKinds.end() ? std::string("unknown") : std::string(found->second);
}

void describe_request(const gbcs::AccessRequest& request, MessageDescription& into) {
  into.payload_kind = "dlms-access-request";
  into.invoke_id = request.invoke_id;
  for (std::size_t i = 0; i < request.specifications.size(); ++i) {
    const auto& specification = request.specifications[i];
    DescribedItem item;
    item.kind = name_of(specification.kind);
    item.class_id = specification.class_id;
    item.object = gbcs::to_string(specification.obis);
    item.attribute = specification.attribute;
    item.selector = specification.selector;
    item.selection = encode_hex(specification.selection);
    item.data = encode_hex(request.data.at(i));
    into.items.push_back(std::move(item));
  }
}

void describe_response(const gbcs::AccessResponse& response, MessageDescription& into) {
  into.payload_kind = "dlms-access-response";
  into.invoke_id = response.invoke_id;
  for (std::size_t i = 0; i < response.results.size(); ++i) {
    DescribedItem item;
    item.kind = name_of(response.results[i].kind);
    item.code = response.results[i].code;
    item.data = encode_hex(response.data.at(i));
    into.items.push_back(std::move(item));
  }
}

void describe_payload(ByteView payload, MessageDescription& into) {
  if (const auto request = gbcs::decode_access_request(payload)) { return describe_request(*request, into); }
  if (const auto response = gbcs::decode_access_response(payload)) {
    return describe_response(*response, into);
  }
  if (const auto alert = gbcs::decode_data_notification(payload)) {
    into.payload_kind = "dlms-data-notification";
    into.invoke_id = alert->invoke_id;
    for (const auto member : alert->members) {
      DescribedItem item;
      item.kind = "member";
      item.data = encode_hex(member);
      into.items.push_back(std::move(item));
    }
    return;
  }
  into.payload_kind = "other";
  into.octets = encode_hex(payload);
}

/// The two whose key agreement keys make the MAC: for a command always broker and device, else the message's
/// own two parties.
std::pair<Eui64, Eui64> mac_parties(const gbcs::GroupingHeader& header, const VectorKeys& keys) {
  return {header.cra == gbcs::CraFlag::Command ? keys.broker() : header.originator, header.target};
}

std::string signature_state(const gbcs::Message& message, const VectorKeys* keys) {
  switch (message.signature_form) {
    case gbcs::SignatureForm::Absent: return "absent";
    case gbcs::SignatureForm::Empty: return "empty";
    case gbcs::SignatureForm::Present: break;
  }
  const auto* const key =
      keys == nullptr ? nullptr : keys->find(message.header.originator, VectorKeys::Use::DigitalSignature);
  if (key == nullptr) { return "unchecked"; }
  return gbcs::signature_is_valid(message, key->public_key) ? "valid" : "invalid";
}

std::string mac_state(const gbcs::Message& message, const VectorKeys* keys) {
  if (!message.has_mac) { return "absent"; }
  if (keys == nullptr) { return "unchecked"; }
  const auto [a, b] = mac_parties(message.header, *keys);
  const auto secret = keys->shared_secret(a, b);
  if (!secret) { return "unchecked"; }
  return gbcs::mac_is_valid(message, *secret) ? "valid" : "invalid";
}

/// `0-1:96.3.10.255` back to six octets. Errors: BadValue.
Result<gbcs::Obis> parse_obis(std::string_view text) {
  constexpr std::string_view kSeparators = "-:...";
  gbcs::Obis obis{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < obis.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, obis.at(i));
    const bool separated = i + 1 == obis.size() ? next == end : next != end && *next == kSeparators.at(i);
    if (error != std::errc() || !separated) {
      return failure(ErrorCode::BadValue, fmt::format("{} is no OBIS code", text));
    }
    at = next + 1;
  }
  return obis;
}

/// The octets that the views of an APDU under construction look into.
struct ItemOctets {
  Bytes selection;
  Bytes data;
};

Result<std::vector<ItemOctets>> octets_of(const std::vector<DescribedItem>& items) {
  std::vector<ItemOctets> all;
  for (const auto& item : items) {
    auto selection = decode_hex(item.selection);
    auto data = decode_hex(item.data);
    if (!selection) { return tl::unexpected(selection.error()); }
    if (!data) { return tl::unexpected(data.error()); }
    all.push_back({std::move(*selection), std::move(*data)});
  }
  return all;
}

Result<AccessKind> kind_of(std::string_view name) {
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.second == name; });
  if (found == kKinds.end()) { return failure(ErrorCode::BadValue, fmt::format("{} is no kind", name)); }
  return found->first;
}

Result<Bytes> make_access_request(const MessageDescription& description) {
  const auto octets = octets_of(description.items);
  if (!octets) { return tl::unexpected(octets.error()); }
  gbcs::AccessRequest request;
  request.invoke_id = description.invoke_id;
  for (std::size_t i = 0; i < description.items.size(); ++i) {
    const auto& item = description.items[i];
    const auto kind = kind_of(item.kind);
    const auto object = parse_obis(item.object);
    if (!kind) { return tl::unexpected(kind.error()); }
    if (!object) { return tl::unexpected(object.error()); }
    gbcs::AccessSpecification specification;
    specification.kind = *kind;
    specification.class_id = static_cast<std::uint16_t>(item.class_id);
    specification.obis = *object;
    specification.attribute = static_cast<std::uint8_t>(item.attribute);
    specification.selector = static_cast<std::uint8_t>(item.selector);
    specification.selection = octets->at(i).selection;
    request.specifications.push_back(specification);
    request.data.emplace_back(octets->at(i).data);
  }
  return gbcs::encode_access_request(request);
}

Result<Bytes> make_access_response(const MessageDescription& description) {
  const auto octets = octets_of(description.items);
  if (!octets) { return tl::unexpected(octets.error()); }
  gbcs::AccessResponse response;
  response.invoke_id = description.invoke_id;
  for (std::size_t i = 0; i < description.items.size(); ++i) {
    const auto kind = kind_of(description.items[i].kind);
    if (!kind) { return tl::unexpected(kind.error()); }
    response.results.push_back({*kind, static_cast<std::uint8_t>(description.items[i].code)});
    response.data.emplace_back(octets->at(i).data);
  }
  return gbcs::encode_access_response(response);
}

Result<Bytes> make_payload(const MessageDescription& description) {
  if (description.payload_kind == "dlms-access-request") { return make_access_request(description); }
  if (description.payload_kind == "dlms-access-response") { return make_access_response(description); }
  if (description.payload_kind == "other") { return decode_hex(description.octets); }
  return failure(ErrorCode::Unsupported,
                 fmt::format("payload {} is not made again", description.payload_kind));
}

tl::unexpected<Error> cannot_make(const char* part, std::string_view state) {
  return failure(ErrorCode::Unsupported, fmt::format("a message with {} {} is not made again", part, state));
}

Status add_signature(const MessageDescription& description, const VectorKeys& keys, Bytes& message) {
  if (description.signature == "absent") { return {}; }
  if (description.signature == "empty") {
    gbcs::append_signature(message, {});
    return {};
  }
  if (description.signature != "valid") { return cannot_make("signature", description.signature); }
  const auto* const key = keys.find(description.header.originator, VectorKeys::Use::DigitalSignature);
  if (key == nullptr || !key->private_key) {
    return failure(ErrorCode::MissingKey,
                   fmt::format("no private signing key of {}", to_string(description.header.originator)));
  }
  // The signature covers everything but the leading general-signing tag.
  const auto signature = key->private_key->sign_deterministically(ByteView(message).subspan(1));
  if (!signature) { return tl::unexpected(signature.error()); }
  gbcs::append_signature(message, *signature);
  return {};
}

}  // namespace

Result<MessageDescription> describe(ByteView octets, const VectorKeys* keys) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  MessageDescription description;
  description.form = gbcs::name_of(message->form());
  description.header = message->header;
  describe_payload(message->payload, description);
  description.signature = signature_state(*message, keys);
  description.mac = mac_state(*message, keys);
  return description;
}

Result<Bytes> make_message(const MessageDescription& description, const VectorKeys& keys) {
  const auto payload = make_payload(description);
  if (!payload) { return tl::unexpected(payload.error()); }
  auto message = gbcs::encode_unsigned(description.header, *payload);
  if (const auto added = add_signature(description, keys, message); !added) {
    return tl::unexpected(added.error());
  }
  if (description.mac == "absent") { return message; }
  if (description.mac != "valid") { return cannot_make("MAC", description.mac); }
  const auto [a, b] = mac_parties(description.header, keys);
  const auto secret = keys.shared_secret(a, b);
  if (!secret) { return tl::unexpected(secret.error()); }
  return gbcs::add_mac(message, *secret);
}

}  // namespace enocheck::catalogue
