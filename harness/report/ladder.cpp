#include "report/ladder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/hex.h"
#include "gbcs/use_case.h"
#include "report/decoding.h"
#include "report/evidence.h"
#include "report/link_kind.h"

namespace enocheck::report {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostOctets = std::size_t{32} << 10U;

bool says_nothing(const ordered_json& value) {
  return value.is_null() || (value.is_structured() && value.empty()) ||
         (value.is_string() && value.get_ref<const std::string&>().empty());
}

/// Leaves out what is null or empty: half of what `decode` prints, and all the same to a page.
ordered_json pruned(const ordered_json& json) {
  if (!json.is_structured()) { return json; }
  auto kept = json.is_array() ? ordered_json::array() : ordered_json::object();
  for (const auto& [key, value] : json.items()) {
    auto part = pruned(value);
    if (json.is_array()) {
      kept.push_back(std::move(part));
    } else if (!says_nothing(part)) {
      kept[key] = std::move(part);
    }
  }
  return kept;
}

std::uint64_t number(ByteView octets) {
  std::uint64_t value = 0;
  for (const auto octet : octets) { value = value << 8U | octet; }
  return value;
}

/// What the contacts or the load of a switch did; there is nothing to take apart.
void put_state(const engine::Exchange& exchange, LinkKind kind, ordered_json& arrow) {
  const ByteView octets = exchange.octets;
  if (octets.empty()) {
    arrow["label"] = "no octets";
  } else if (kind == LinkKind::State) {
    arrow["closed"] = octets[0] != 0;
    arrow["label"] = octets[0] == 0 ? "contacts open" : "contacts close";
  } else {
    arrow["switch"] = octets[0];
    arrow["watts"] = number(octets.subspan(1));
    arrow["label"] = fmt::format("switch {} draws {} W", octets[0], number(octets.subspan(1)));
  }
}

std::string title_of(const gbcs::Message& message) {
  const auto* const use_case = gbcs::find_use_case(message.header.code);
  return fmt::format("{} 0x{:04X} {}", name_of(message.form()), message.header.code.value(),
                     use_case == nullptr ? "(unknown use case)" : display_name(*use_case));
}

std::string label_of(const DecodeReport& report) {
  std::string label;
  if (report.duis) {
    label = report.duis->kind == "request" ? report.duis->service_reference_variant + " " : "";
    label += report.duis->element;
    if (!report.duis->response_code.empty()) { label += " " + report.duis->response_code; }
    if (report.message) { label += ": "; }
  }
  if (report.message) { label += title_of(*report.message); }
  if (label.empty()) { label = "cannot be decoded"; }
  return label;
}

class LadderWriter {
 public:
  void add(std::size_t index, const engine::Exchange& exchange) {
    const auto kind = kind_of_link(exchange.link);
    Arrow arrow;
    arrow.json["link"] = exchange.link;
    arrow.json["file"] = evidence_name(index, exchange);
    if (exchange.at != Instant{}) { arrow.json["at"] = to_iso8601(exchange.at); }
    if (exchange.device != Eui64{}) { arrow.json["device"] = to_string(exchange.device); }
    if (kind == LinkKind::State || kind == LinkKind::Load) {
      put_state(exchange, kind, arrow.json);
    } else if (exchange.octets.size() > kMostOctets) {
      arrow.json["label"] = fmt::format("{} octets: see its file", exchange.octets.size());
    } else {
      arrow.message = place_of(exchange, kind);
    }
    arrows_.push_back(std::move(arrow));
  }

  /// Nothing for a call that is none of somebody at the devices.
  void add(const engine::RecordedCall& call) {
    const bool is_boost = call.operation == "press_boost";
    const bool is_power = call.operation == "set_power" && call.asked.size() == 2;
    if (call.failed || call.asked.empty() || !(is_boost || is_power)) { return; }
    const auto* const label = is_boost                 ? "presses boost"
                              : call.asked[1] == "yes" ? "restores the power"
                                                       : "cuts the power";
    Arrow arrow;
    arrow.json = {{"link", "consumer-to-esme"},
                  {"at", to_iso8601(call.at)},
                  {"device", call.asked[0]},
                  {"event", is_boost ? "boost" : "power"},
                  {"label", label}};
    arrows_.push_back(std::move(arrow));
  }

  std::string text() {
    decoding_.describe();
    auto arrows = ordered_json::array();
    for (auto& arrow : arrows_) {
      if (arrow.message) {
        arrow.json["m"] = *arrow.message;
        arrow.json["label"] = label_of(messages_[*arrow.message]);
      }
      arrows.push_back(std::move(arrow.json));
    }
    auto messages = ordered_json::array();
    for (const auto& message : messages_) { messages.push_back(json_of(message)); }
    return ordered_json({{"arrows", std::move(arrows)}, {"messages", std::move(messages)}})
        .dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  }

 private:
  struct Arrow {
    ordered_json json;
    std::optional<std::size_t> message;
  };
  struct Message {
    LinkKind kind;
    const Bytes* octets;
    std::optional<std::size_t> report;  ///< of `decoding_`; absent for what it does not take apart
  };

  std::size_t place_of(const engine::Exchange& exchange, LinkKind kind) {
    const auto [found, is_new] = places_.try_emplace({kind, exchange.octets}, messages_.size());
    if (!is_new) { return found->second; }
    auto& message = messages_.emplace_back(Message{kind, &exchange.octets, {}});
    if (kind == LinkKind::Document || kind == LinkKind::Message) {
      message.report = decoding_.reports().size();
      if (kind == LinkKind::Document) {
        decoding_.add_document("", exchange.octets);
      } else {
        decoding_.add_message("", exchange.octets);
      }
    }
    return found->second;
  }

  [[nodiscard]] std::string label_of(const Message& message) const {
    if (message.report) { return report::label_of(decoding_.reports()[*message.report]); }
    return message.kind == LinkKind::Mmc ? "MMC document" : "ZSE frame";
  }

  [[nodiscard]] ordered_json json_of(const Message& message) const {
    const bool is_text = message.kind == LinkKind::Document || message.kind == LinkKind::Mmc;
    ordered_json json;
    json[is_text ? "text" : "hex"] =
        is_text ? std::string(text_of(*message.octets)) : encode_hex(*message.octets);
    if (!message.report) { return json; }
    const auto& report = decoding_.reports()[*message.report];
    auto decoded = pruned(ordered_json::parse(to_json(report)));
    decoded.erase("schema_version");
    if (report.message) {
      decoded["title"] = use_case_title(*report.message);
      decoded["payload"].erase("hex");
      if (is_text) { json["hex"] = encode_hex(report.octets); }
    }
    json["decode"] = std::move(decoded);
    return json;
  }

  static std::string_view use_case_title(const gbcs::Message& message) {
    const auto* const use_case = gbcs::find_use_case(message.header.code);
    return use_case == nullptr ? std::string_view("unknown use case") : use_case->title;
  }

  Decoding decoding_{std::nullopt};
  std::vector<Arrow> arrows_;
  std::vector<Message> messages_;
  std::map<std::pair<LinkKind, Bytes>, std::size_t> places_;
};

}  // namespace

std::string to_ladder_json(const std::vector<engine::Exchange>& exchanges,
                           const std::vector<engine::RecordedCall>& calls) {
  LadderWriter writer;
  std::size_t index = 0;
  std::size_t seen = 0;  // before the call at hand
  for (const auto& call : calls) {
    for (; index < std::min(seen, exchanges.size()); ++index) { writer.add(index, exchanges[index]); }
    writer.add(call);
    seen = call.seen;
  }
  for (; index < exchanges.size(); ++index) { writer.add(index, exchanges[index]); }
  return writer.text();
}

}  // namespace enocheck::report
