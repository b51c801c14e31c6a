#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/hex.h"
#include "gbcs/use_case.h"
#include "report/decode_report.h"

namespace enocheck::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json counter_or_null(const std::optional<OriginatorCounter>& counter) {
  return counter ? Json(counter->value()) : Json();
}

Json object_json(const gbcs::AccessSpecification& object) {
  return {
      {"class", object.class_id}, {"obis", gbcs::to_string(object.obis)}, {"attribute", object.attribute}};
}

Json item_json(const gbcs::DescribedItem& item) {
  Json json = {{"offset", item.offset},
               {"what", text_or_null(item.what)},
               {"object", item.object ? object_json(*item.object) : Json()},
               {"name", text_or_null(item.name)},
               {"type", text_or_null(item.type)},
               {"value", item.value},
               {"result_code", item.result_code ? Json(*item.result_code) : Json()},
               {"result", text_or_null(item.result)},
               {"hex", encode_hex(item.octets)},
               {"parts", Json::array()}};
  for (const auto& part : item.parts) { json["parts"].push_back(item_json(part)); }
  return json;
}

Json payload_json(const DecodeReport& report) {
  const auto& payload = report.payload;
  const bool has_items = !payload.items.empty() || payload.kind == gbcs::PayloadKind::Empty;
  auto items = has_items ? Json::array() : Json();
  for (const auto& item : payload.items) { items.push_back(item_json(item)); }
  return {{"kind", name_of(payload.kind)},
          {"hex", encode_hex(report.message->payload)},
          {"items", std::move(items)}};
}

Json supplementary_json(const std::optional<gbcs::SupplementaryParty>& party) {
  if (!party) { return {}; }
  return {{"remote_party", to_string(party->remote_party)},
          {"remote_party_counter", counter_or_null(party->remote_party_counter)},
          {"originator_counter", counter_or_null(party->originator_counter)}};
}

void put_message(Json& json, const DecodeReport& report) {
  const auto& message = *report.message;
  const auto& header = message.header;
  const auto* const use_case = gbcs::find_use_case(header.code);
  json["form"] = name_of(message.form());
  json["cra"] = name_of(header.cra);
  json["message_code"] = fmt::format("0x{:04X}", header.code.value());
  json["use_case"] = use_case != nullptr ? Json(display_name(*use_case)) : Json();
  json["originator"] = to_string(header.originator);
  json["recipient"] = to_string(header.target);
  json["originator_counter"] = header.counter.value();
  json["supplementary"] = supplementary_json(header.supplementary);
  json["payload"] = payload_json(report);
  json["signature"] = name_of(report.verification.signature);
  json["mac"] = name_of(report.verification.mac);
}

Json duis_json(const DuisSummary& duis) {
  return {{"kind", duis.kind},
          {"request_id", text_or_null(duis.request_id)},
          {"response_id", text_or_null(duis.response_id)},
          {"service_reference_variant", text_or_null(duis.service_reference_variant)},
          {"command_variant", text_or_null(duis.command_variant)},
          {"response_code", text_or_null(duis.response_code)},
          {"element", text_or_null(duis.element)}};
}

}  // namespace

std::string error_text(const Error& error) {
  return fmt::format("{} at octet {}: {}", name_of(error.code), error.offset, error.detail);
}

std::string to_json(const DecodeReport& report) {
  Json json = {{"schema_version", kSchemaVersion}, {"file", report.file}};
  for (const auto* const field : {"form", "cra", "message_code", "use_case", "originator", "recipient",
                                  "originator_counter", "supplementary", "payload", "signature", "mac"}) {
    json[field] = nullptr;
  }
  if (report.message) { put_message(json, report); }
  json["error"] = report.error ? Json(error_text(*report.error)) : Json();
  if (report.duis) { json["duis"] = duis_json(*report.duis); }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace enocheck::report
