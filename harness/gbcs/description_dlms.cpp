#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/alert_code.h"
#include "gbcs/cosem_object.h"
#include "gbcs/description.h"
#include "gbcs/encryption.h"
#include "gbcs/use_case.h"
#include "gbcs/value_text.h"

namespace enocheck::gbcs {
namespace {

const char* name_of(AccessKind kind) {
  switch (kind) {
    case AccessKind::Get:
    case AccessKind::GetWithSelection: return "get";
    case AccessKind::Set: return "set";
    case AccessKind::Action: return "action";
  }
  return "";
}

/// What a data item says, with its octets and parts; where it is encrypted and a key fits, in clear.
class ItemWriter {
 public:
  ItemWriter(const Message& message, const DescriptionContext& context)
      : message_(message), context_(context) {}

  void write(DescribedItem& item, ByteView data, ValueFormat format) const {
    item.offset = offset_in(message_, data);
    item.type = data_type_name(tag_of(data));
    item.octets = data;
    write(item, describe_value(data, format));
  }

 private:
  void write(DescribedItem& item, const ValueText& value) const {
    item.value = value.text;
    item.octets = value.item;
    for (const auto& part : value.parts) {
      auto& inner = item.parts.emplace_back();
      inner.offset = part.item.empty() ? item.offset : offset_in(message_, part.item);
      write(inner, part);
    }
    const auto ciphered = string_of(value.item).value_or(ByteView{});
    if (looks_encrypted(ciphered)) { decrypt(item, ciphered); }
  }

  void decrypt(DescribedItem& item, ByteView ciphered) const {
    item.value = fmt::format("encrypted, {} octets", ciphered.size());
    if (context_.keys == nullptr) { return; }
    const auto plain = decrypt_attribute(message_.header, ciphered, *context_.keys);
    if (!plain) { return; }
    ByteReader in(*plain);
    const auto first = read_data(in);
    const bool is_one_item = !in.failed() && in.at_end();
    const auto value =
        is_one_item ? describe_value(first, ValueFormat::Plain) : ValueText{encode_hex(*plain), {}, {}};
    item.value = "decrypted: " + value.text;
    item.parts = clear_parts(value, item.offset);
  }

  /// Parts of what was decrypted have no octets in the message.
  static std::vector<DescribedItem> clear_parts(const ValueText& value, std::size_t offset) {
    std::vector<DescribedItem> parts;
    for (const auto& part : value.parts) {
      auto& item = parts.emplace_back();
      item.offset = offset;
      item.value = part.text;
      item.parts = clear_parts(part, offset);
    }
    return parts;
  }

  const Message& message_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): an argument
  const DescriptionContext&
      context_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): an argument
};

/// The range of a log read: `from …` and `to …`.
std::vector<DescribedItem> selection_parts(const Message& message, ByteView selection) {
  std::vector<DescribedItem> parts;
  const auto members = members_of(selection);
  if (!members || members->size() != 4) { return parts; }
  for (const std::size_t i : {1U, 2U}) {
    auto& item = parts.emplace_back();
    item.offset = offset_in(message, (*members)[i]);
    item.name = i == 1 ? "from" : "to";
    item.octets = (*members)[i];
    item.value = tag_of(item.octets) == DataTag::DoubleLongUnsigned
                     ? utc_seconds_text(static_cast<std::uint32_t>(*unsigned_of(item.octets)))
                     : describe_value(item.octets, ValueFormat::Plain).text;
  }
  return parts;
}

std::string message_code_text(MessageCode code) {
  const auto* const use_case = find_use_case(code);
  return fmt::format("0x{:04X}{}{}", code.value(), use_case != nullptr ? " " : "",
                     use_case != nullptr ? display_name(*use_case) : "");
}

/// What a future-dated outcome (19 octets) or an unsupported command (10) says of the command.
std::string command_text(ByteView octets) {
  ByteReader in(octets);
  auto text = message_code_text(MessageCode(in.u16()));
  text += fmt::format(", originator counter {}", in.u64());
  if (in.at_end()) { return text; }
  AccessSpecification object;
  object.kind = AccessKind::Set;
  object.class_id = in.u16();
  for (auto& octet : object.obis) { octet = in.u8(); }
  object.attribute = in.u8();
  const auto known = object_of(object, DataTag::Null);
  return text + fmt::format(", {}: class {} {} {}", known.name.empty() ? "object" : known.name,
                            object.class_id, to_string(object.obis), object.attribute);
}

void name_alert_member(DescribedItem& item, std::size_t position, std::uint16_t alert_code) {
  const auto octets = string_of(item.octets).value_or(ByteView{});
  const bool is_outcome = alert_code == 0x8F66 || alert_code == 0x8F67;
  if (position == 0) {
    item.name = "alert code";
    const auto* const meaning = alert_meaning(alert_code);
    item.value = fmt::format("{:04X}{}{}", alert_code, meaning != nullptr ? " " : "",
                             meaning != nullptr ? meaning : "");
  } else if (position == 1) {
    item.name = "time stamp";
  } else if ((is_outcome && octets.size() == 19) || (alert_code == 0x8F85 && octets.size() == 10)) {
    item.name = "command";
    item.value = command_text(octets);
  }
}

}  // namespace

DescribedPayload describe_access_request(const Message& message) {
  DescribedPayload payload;
  const auto request = decode_access_request(message.payload);
  if (!request) {
    payload.error = request.error();
    return payload;
  }
  payload.invoke_id = request->invoke_id;
  const DescriptionContext no_context;
  const ItemWriter writer(message, no_context);
  for (std::size_t i = 0; i < request->specifications.size(); ++i) {
    const auto& specification = request->specifications[i];
    const auto data = request->data[i];
    auto& item = payload.items.emplace_back();
    item.what = name_of(specification.kind);
    item.object = specification;
    const auto object = object_of(specification, tag_of(data));
    item.name = object.name;
    writer.write(item, data, object.format);
    if (specification.kind == AccessKind::GetWithSelection) {
      item.parts = selection_parts(message, specification.selection);
    }
  }
  return payload;
}

DescribedPayload describe_access_response(const Message& message, const DescriptionContext& context) {
  DescribedPayload payload;
  const auto response = decode_access_response(message.payload);
  if (!response) {
    payload.error = response.error();
    return payload;
  }
  payload.invoke_id = response->invoke_id;
  const ItemWriter writer(message, context);
  const bool has_request =
      context.request != nullptr && context.request->specifications.size() == response->data.size();
  for (std::size_t i = 0; i < response->data.size(); ++i) {
    const auto data = response->data[i];
    const auto& result = response->results[i];
    auto& item = payload.items.emplace_back();
    item.what = name_of(result.kind);
    CosemObject object;
    if (has_request) {
      item.object = context.request->specifications[i];
      const bool is_set = item.object->kind == AccessKind::Set;
      object = object_of(*item.object, is_set ? tag_of(context.request->data[i]) : tag_of(data));
    }
    item.name = object.name;
    writer.write(item, data, object.format);
    item.result_code = result.code;
    const auto* const name = result.kind == AccessKind::Action ? action_result_name(result.code)
                                                               : data_access_result_name(result.code);
    item.result = name != nullptr ? name : fmt::format("result {}", result.code);
  }
  return payload;
}

DescribedPayload describe_data_notification(const Message& message, const DescriptionContext& context) {
  DescribedPayload payload;
  const auto alert = decode_data_notification(message.payload);
  if (!alert) { return payload; }
  payload.invoke_id = alert->invoke_id;
  const ItemWriter writer(message, context);
  const auto code = alert->members.empty() ? 0 : unsigned_of(alert->members[0]).value_or(0);
  for (std::size_t i = 0; i < alert->members.size(); ++i) {
    auto& item = payload.items.emplace_back();
    item.what = "data";
    writer.write(item, alert->members[i], ValueFormat::Plain);
    name_alert_member(item, i, static_cast<std::uint16_t>(code));
  }
  return payload;
}

}  // namespace enocheck::gbcs
