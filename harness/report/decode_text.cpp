#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/use_case.h"
#include "gbcs/value_text.h"
#include "report/decode_report.h"

namespace enocheck::report {
namespace {

using gbcs::Category;
using gbcs::DescribedItem;

std::string labelled(std::string_view label, std::string_view text) {
  return fmt::format("  {:<12}{}\n", label, text);
}

std::string_view category_text(Category category) {
  switch (category) {
    case Category::CriticalCommand: return "critical";
    case Category::NonCriticalCommand: return "not critical";
    case Category::CriticalAlert: return "critical alert";
    case Category::NonCriticalAlert: return "alert, not critical";
  }
  return "";
}

std::string use_case_text(MessageCode code) {
  const auto* const use_case = gbcs::find_use_case(code);
  if (use_case == nullptr) { return fmt::format("0x{:04X} (unknown use case)", code.value()); }
  return fmt::format("0x{:04X} {}{}{}{}", code.value(), use_case->name, use_case->name.empty() ? "" : " ",
                     use_case->title,
                     use_case->category ? fmt::format(" ({})", category_text(*use_case->category)) : "");
}

std::string party_text(const Eui64& eui, const crypto::KeyStore* keys) {
  auto text = to_string(eui);
  if (keys == nullptr) { return text; }
  const auto* entry = keys->find(eui, crypto::KeyUsage::DigitalSignature);
  if (entry == nullptr) { entry = keys->find(eui, crypto::KeyUsage::KeyAgreement); }
  if (entry == nullptr) { return text; }
  const auto& role = entry->certificate.role();
  return text + "  " + (role ? name_of(*role) : std::string("device"));
}

/// A row of the table of items: the parts of a composed value hang below their item, indented.
struct Row {
  std::string offset;
  std::string what;
  std::string object;
  std::string name;
  std::string result;
  std::string value;
};

std::string object_text(const gbcs::AccessSpecification& object) {
  return fmt::format("{:>4} {} {}", object.class_id, gbcs::to_string(object.obis), object.attribute);
}

std::string result_text(const DescribedItem& item) {
  const auto code = item.result_code.value_or(0);
  return code == 0 ? item.result : fmt::format("{} ({})", item.result, code);
}

bool is_short_value(const DescribedItem& item) {
  constexpr std::size_t kShort = 24;
  return item.parts.empty() && item.what.empty() && item.name.empty() && item.value.size() <= kShort;
}

/// Short values without names stand side by side, some in a row.
void add_short_values(const std::vector<DescribedItem>& parts, const std::string& indent,
                      std::vector<Row>& rows) {
  constexpr std::size_t kInARow = 12;
  for (std::size_t first = 0; first < parts.size(); first += kInARow) {
    auto& row = rows.emplace_back();
    row.value = indent;
    for (std::size_t i = first; i < std::min(first + kInARow, parts.size()); ++i) {
      row.value += fmt::format("{}{}", i == first ? "" : ", ", parts[i].value);
    }
  }
}

void add_rows(const DescribedItem& item, std::size_t depth, std::vector<Row>& rows) {
  const std::string indent(2 * depth, ' ');
  auto& row = rows.emplace_back();
  if (!item.what.empty()) {
    row.offset = std::to_string(item.offset);
    row.what = indent + item.what;
  }
  if (item.object) { row.object = object_text(*item.object); }
  const bool hangs_by_name = item.what.empty() && !item.name.empty();
  row.name = hangs_by_name ? indent + item.name : item.name;
  row.result = result_text(item);
  row.value = item.what.empty() && !hangs_by_name ? indent + item.value : item.value;
  if (std::all_of(item.parts.begin(), item.parts.end(), is_short_value)) {
    return add_short_values(item.parts, indent + "  ", rows);
  }
  for (const auto& part : item.parts) { add_rows(part, depth + 1, rows); }
}

/// Pads a cell to the column's width; an empty column takes no room.
std::string cell(const std::string& text, std::size_t width) {
  return width == 0 ? std::string() : fmt::format("{:<{}}  ", text, width);
}

std::string table(const std::vector<DescribedItem>& items) {
  std::vector<Row> rows;
  for (const auto& item : items) { add_rows(item, 0, rows); }
  constexpr std::array kColumns = {&Row::what, &Row::object, &Row::name, &Row::result};
  std::vector<std::size_t> widths;
  for (const auto column : kColumns) {
    std::size_t widest = 0;
    for (const auto& row : rows) { widest = std::max(widest, (row.*column).size()); }
    widths.push_back(widest);
  }
  std::string text;
  for (const auto& row : rows) {
    auto line = fmt::format("    {:>5}  ", row.offset);
    auto width = widths.begin();
    for (const auto column : kColumns) { line += cell(row.*column, *width++); }
    line += row.value;
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string duis_text(const DuisSummary& duis) {
  std::string text = labelled("duis", fmt::format("{} {}", duis.kind, duis.element));
  const auto optional_line = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) { text += labelled(label, value); }
  };
  optional_line("request id", duis.request_id);
  optional_line("response id", duis.response_id);
  optional_line("service", duis.service_reference_variant);
  optional_line("variant", duis.command_variant);
  optional_line("code", duis.response_code);
  return text;
}

std::string header_text(const gbcs::Message& message, const crypto::KeyStore* keys) {
  const auto& header = message.header;
  auto text = labelled(name_of(message.form()), use_case_text(header.code));
  text += labelled("originator", party_text(header.originator, keys));
  text += labelled("recipient", party_text(header.target, keys));
  text += labelled("counter", std::to_string(header.counter.value()));
  if (header.supplementary) {
    const auto& party = *header.supplementary;
    auto behalf = party_text(party.remote_party, keys);
    if (party.remote_party_counter) {
      behalf += fmt::format(", counter {}", party.remote_party_counter->value());
    }
    if (party.originator_counter) {
      behalf += fmt::format(", encrypted under counter {}", party.originator_counter->value());
    }
    if (!party.certificate.empty()) {
      behalf += fmt::format(", certificate of {} octets", party.certificate.size());
    }
    text += labelled("on behalf", behalf);
  }
  if (!header.date_time.empty()) {
    text +=
        labelled("date-time", gbcs::date_time_text(header.date_time).value_or(encode_hex(header.date_time)));
  }
  return text;
}

std::string payload_text(const DecodeReport& report) {
  const auto& message = *report.message;
  const auto& payload = report.payload;
  auto summary = fmt::format("{}, {} octets at {}", name_of(payload.kind), message.payload.size(),
                             message.payload_offset);
  if (payload.invoke_id) { summary += fmt::format(", invoke id {:08X}", *payload.invoke_id); }
  auto text = labelled("payload", summary);
  if (payload.items.empty() && !message.payload.empty()) {
    return text + fmt::format("           {}\n", encode_hex(message.payload));
  }
  return text + table(payload.items);
}

}  // namespace

std::string to_text(const DecodeReport& report, const crypto::KeyStore* keys) {
  auto text = report.file + "\n";
  if (report.duis) { text += duis_text(*report.duis); }
  if (report.message) {
    text += header_text(*report.message, keys) + payload_text(report);
    text += labelled("signature", name_of(report.verification.signature));
    text += labelled("mac", name_of(report.verification.mac));
    if (report.message->has_long_lengths) {
      text += labelled("note", "a length is not in its shortest form");
    }
  }
  if (report.error) { text += labelled("error", error_text(*report.error)); }
  return text;
}

}  // namespace enocheck::report
