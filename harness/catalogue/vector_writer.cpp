#include <fmt/format.h>

#include "catalogue/vector.h"
#include "core/hex.h"
#include "xml/escape.h"

namespace enocheck::catalogue {
namespace {

/// Writes a descriptor: an element a line, attributes in the order given, nothing that is empty.
class DescriptorWriter {
 public:
  struct Attribute {
    const char* name;
    std::string value;
    bool even_if_empty = false;
  };
  using Attributes = std::initializer_list<Attribute>;

  void empty(std::string_view name, Attributes attributes) { start(name, attributes, "/>\n"); }
  void open(std::string_view name, Attributes attributes) {
    start(name, attributes, ">\n");
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    indent();
    out_ += fmt::format("</{}>\n", name);
  }
  void text(std::string_view name, std::string_view content) {
    start(name, {}, ">");
    xml::append_text(out_, content);
    out_ += fmt::format("</{}>\n", name);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void indent() { out_.append(2 * depth_, ' '); }
  void start(std::string_view name, Attributes attributes, std::string_view end) {
    indent();
    out_ += fmt::format("<{}", name);
    for (const auto& [attribute, value, even_if_empty] : attributes) {
      if (value.empty() && !even_if_empty) { continue; }
      out_ += fmt::format(" {}=\"", attribute);
      xml::append_attribute_value(out_, value);
      out_ += '"';
    }
    out_ += end;
  }

  std::string out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::size_t depth_ = 0;
};

std::string text(const std::optional<OriginatorCounter>& counter) {
  return counter ? fmt::to_string(counter->value()) : std::string();
}

void write_header(const gbcs::GroupingHeader& header, DescriptorWriter& out) {
  const auto party = header.supplementary.value_or(gbcs::SupplementaryParty{});
  out.empty("grouping-header",
            {{"cra", gbcs::name_of(header.cra)},
             {"message-code", fmt::format("{:04X}", header.code.value())},
             {"originator-counter", fmt::to_string(header.counter.value())},
             {"originator", to_string(header.originator)},
             {"target", to_string(header.target)},
             {"date-time", encode_hex(header.date_time)},
             {"supplementary-remote-party", header.supplementary ? to_string(party.remote_party) : ""},
             {"supplementary-remote-party-counter", text(party.remote_party_counter)},
             {"supplementary-originator-counter", text(party.originator_counter)},
             {"certificate", encode_hex(party.certificate)}});
}

void write_item(std::string_view payload_kind, const DescribedItem& item, DescriptorWriter& out) {
  if (payload_kind == "dlms-access-request") {
    const bool selects = item.kind == "get-with-selection";
    return out.empty("instruction", {{"kind", item.kind},
                                     {"class", fmt::to_string(item.class_id)},
                                     {"object", item.object},
                                     {"attribute", fmt::to_string(item.attribute)},
                                     {"selector", selects ? fmt::to_string(item.selector) : ""},
                                     {"selection", item.selection},
                                     {"data", item.data}});
  }
  if (payload_kind == "dlms-access-response") {
    return out.empty("result",
                     {{"kind", item.kind}, {"code", fmt::to_string(item.code)}, {"data", item.data}});
  }
  out.empty("member", {{"data", item.data}});
}

void write_decoded(const MessageDescription& message, DescriptorWriter& out) {
  const bool dlms = message.payload_kind.starts_with("dlms-");
  out.open("decoded", {{"form", message.form}, {"signature", message.signature}, {"mac", message.mac}});
  write_header(message.header, out);
  const auto invoke_id = dlms ? fmt::format("{:08X}", message.invoke_id) : std::string();
  if (message.items.empty()) {
    out.empty("payload",
              {{"kind", message.payload_kind}, {"invoke-id", invoke_id}, {"octets", message.octets}});
  } else {
    out.open("payload", {{"kind", message.payload_kind}, {"invoke-id", invoke_id}});
    for (const auto& item : message.items) { write_item(message.payload_kind, item, out); }
    out.close("payload");
  }
  out.close("decoded");
}

void write_decoded(const DocumentDescription& document, DescriptorWriter& out) {
  out.open("decoded", {{"root", document.root}, {"signature", document.signature}});
  for (const auto& field : document.fields) {
    out.empty("field", {{"name", field.name}, {"is", field.value, true}});
  }
  out.close("decoded");
}

}  // namespace

std::string descriptor_text(const Vector& vector) {
  DescriptorWriter out;
  out.open("vector", {{"xmlns", "urn:enocheck:vector:1"},
                      {"validity", vector.fault.empty() ? "valid" : "invalid"},
                      {"fault", vector.fault}});
  out.text("title", vector.title);
  out.empty("origin",
            {{"name", vector.origin.name}, {"version", vector.origin.version}, {"item", vector.origin.item}});
  out.empty("source", {{"document", vector.document}, {"section", vector.section}});
  if (!vector.request.empty()) { out.empty("request", {{"ref", vector.request}}); }
  if (!vector.keys.empty()) { out.empty("keys", {{"ref", vector.keys}}); }
  out.empty("bytes", {{"file", vector.file}, {"sha256", vector.sha256}});
  std::visit([&](const auto& decoded) { write_decoded(decoded, out); }, vector.decoded);
  out.close("vector");
  return out.take();
}

}  // namespace enocheck::catalogue
