#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "crypto/certificate.h"
#include "gbcs/alert_code.h"
#include "gbcs/description.h"
#include "gbcs/payload_asn1.h"
#include "gbcs/value_text.h"

namespace enocheck::gbcs {
namespace {

/// What the numbers of a field mean.
enum class Meaning {
  Number,
  Eui,
  MethodAndRole,
  DeviceType,
  JoinResult,
  UnjoinResult,
  FirmwareResult,
  FirmwareRead,
  AlertCode
};

struct Field {
  std::uint16_t code;
  CraFlag cra;
  std::string_view path;
  const char* name;
  Meaning meaning;
};

constexpr auto kFields = std::to_array<Field>({
#define DER_FIELD(code, cra, path, name, meaning) {code, CraFlag::cra, path, name, Meaning::meaning},
#include "gbcs/der_fields.inc"
#undef DER_FIELD
});

const Field* field_at(const GroupingHeader& header, std::string_view path) {
  for (const auto& row : kFields) {
    if (row.code == header.code.value() && row.cra == header.cra && row.path == path) { return &row; }
  }
  return nullptr;
}

using Names = std::initializer_list<const char*>;

std::string named(std::int64_t number, Names names) {
  if (number < 0 || static_cast<std::size_t>(number) >= names.size()) { return std::to_string(number); }
  return fmt::format("{} {}", number, *(names.begin() + number));
}

std::string number_text(std::int64_t number, Meaning meaning) {
  switch (meaning) {
    case Meaning::MethodAndRole:
      return named(number, {"method A initiator", "method A responder", "method B", "method C"});
    case Meaning::DeviceType:
      return named(number, {"GSME", "ESME", "CHF", "GPF", "HCALCS", "PPMID", "type 2"});
    case Meaning::JoinResult:
      return named(number, {"success", "message code does not fit method and role", "invalid method and role",
                            "incompatible with an existing entry", "log full", "write failure",
                            "key agreement: no resources", "key agreement: unknown issuer",
                            "key agreement: unsupported suite", "key agreement: bad message",
                            "key agreement: bad key confirm", "invalid or missing certificate",
                            "no partner link key", "no CBKE response"});
    case Meaning::UnjoinResult: return named(number, {"success", "not in the device log", "other failure"});
    case Meaning::FirmwareResult:
      return named(number, {"success", "no image held", "hash mismatch", "activation failure"});
    case Meaning::FirmwareRead: return named(number, {"success", "failed"});
    case Meaning::AlertCode: {
      const auto* const meant = alert_meaning(static_cast<std::uint16_t>(number));
      return fmt::format("{:04X}{}{}", number, meant != nullptr ? " " : "", meant != nullptr ? meant : "");
    }
    case Meaning::Number:
    case Meaning::Eui: break;
  }
  return std::to_string(number);
}

/// `20300115090000Z` as `2030-01-15 09:00:00`, the year 9999 as what it stands for.
std::string time_text(ByteView content) {
  const auto text = text_of(content);
  if (text.size() != 15 || text.find_first_not_of("0123456789Z") != std::string_view::npos) {
    return octets_text(content);
  }
  if (text.starts_with("9999")) { return "never (cancels)"; }
  return fmt::format("{}-{}-{} {}:{}:{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                     text.substr(8, 2), text.substr(10, 2), text.substr(12, 2));
}

std::string primitive_text(const DerNode& node, Meaning meaning) {
  if (const auto number = integer_of(node)) { return number_text(*number, meaning); }
  if (meaning == Meaning::Eui) {
    if (const auto eui = Eui64::from_octets(node.content)) { return to_string(*eui); }
  }
  if (node.tag == 0x18) { return time_text(node.content); }
  return octets_text(node.content);
}

/// `certificate of 90-…, networkOperator, keyAgreement`; nothing if a node is no certificate.
std::optional<std::string> certificate_text(ByteView whole) {
  constexpr std::size_t kLeastSize = 200;
  if (whole.size() < kLeastSize) { return std::nullopt; }
  const auto certificate = crypto::Certificate::parse(whole);
  if (!certificate) { return std::nullopt; }
  const auto subject =
      certificate->subject() ? to_string(*certificate->subject()) : certificate->issuer_name();
  auto text = "certificate of " + subject;
  if (certificate->role()) { text += ", " + name_of(*certificate->role()); }
  if (certificate->usage()) {
    text += *certificate->usage() == crypto::KeyUsage::KeyAgreement ? ", keyAgreement" : ", digitalSignature";
  }
  return text;
}

std::vector<DescribedItem> describe_nodes(const Message& message, const std::vector<DerNode>& nodes,
                                          const std::string& parent_path) {
  std::vector<DescribedItem> items;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = nodes[i];
    const auto path = parent_path.empty() ? std::to_string(i) : fmt::format("{}.{}", parent_path, i);
    const auto* const field = field_at(message.header, path);
    auto& item = items.emplace_back();
    item.offset = message.payload_offset + node.offset;
    const auto* const type = der_tag_name(node.tag);
    item.what = type != nullptr ? type : fmt::format("[{}]", node.tag & 0x1FU);
    item.name = field != nullptr ? field->name : "";
    const auto content_end = offset_in(message, node.content) + node.content.size();
    item.octets = message.octets.subspan(item.offset, content_end - item.offset);
    if (!node.is_constructed()) {
      item.value = primitive_text(node, field != nullptr ? field->meaning : Meaning::Number);
    } else if (auto certificate = certificate_text(item.octets)) {
      item.value = *std::move(certificate);
    } else {
      item.value = fmt::format("of {}", node.children.size());
      item.parts = describe_nodes(message, node.children, path);
    }
  }
  return items;
}

}  // namespace

DescribedPayload describe_der(const Message& message) {
  DescribedPayload payload;
  if (const auto nodes = decode_der(message.payload)) { payload.items = describe_nodes(message, *nodes, ""); }
  return payload;
}

}  // namespace enocheck::gbcs
