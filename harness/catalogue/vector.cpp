#include "catalogue/vector.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "core/files.h"
#include "core/hex.h"

namespace enocheck::catalogue {
namespace {

constexpr std::string_view kEnding = ".vector.xml";
constexpr std::string_view kKeysEnding = "_test_keys.xml";

gbcs::CraFlag cra_of(const Element& element) {
  const auto name = element.one_of("cra", {"command", "response", "alert"}, "command");
  return name == "command"    ? gbcs::CraFlag::Command
         : name == "response" ? gbcs::CraFlag::Response
                              : gbcs::CraFlag::Alert;
}

std::uint64_t number(const Element& element, const char* attribute) {
  const auto text = element.required(attribute);
  std::uint64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end) {
    element.fail(fmt::format("{}=\"{}\" is no number", attribute, text));
  }
  return value;
}

std::optional<OriginatorCounter> maybe_counter(const Element& element, const char* attribute) {
  if (!element.maybe(attribute)) { return std::nullopt; }
  return OriginatorCounter{number(element, attribute)};
}

gbcs::GroupingHeader read_header(const Element& element) {
  gbcs::GroupingHeader header;
  header.cra = cra_of(element);
  header.counter = OriginatorCounter{number(element, "originator-counter")};
  header.originator = element.eui("originator").value_or(Eui64());
  header.target = element.eui("target").value_or(Eui64());
  header.date_time = element.hex("date-time").value_or(Bytes());
  const auto code = element.hex("message-code").value_or(Bytes(2));
  header.code = MessageCode{static_cast<std::uint16_t>(code.at(0) << 8U | code.at(1))};
  if (const auto party = element.eui("supplementary-remote-party")) {
    gbcs::SupplementaryParty supplementary;
    supplementary.remote_party = *party;
    supplementary.remote_party_counter = maybe_counter(element, "supplementary-remote-party-counter");
    supplementary.originator_counter = maybe_counter(element, "supplementary-originator-counter");
    supplementary.certificate = element.hex("certificate").value_or(Bytes());
    header.supplementary = std::move(supplementary);
  }
  return header;
}

DescribedItem read_item(const Element& element) {
  DescribedItem item;
  const auto what = element.name();
  item.kind = what == "member" ? "member" : element.required("kind");
  item.data = element.required("data");
  if (what == "instruction") {
    item.class_id = static_cast<unsigned>(number(element, "class"));
    item.object = element.required("object");
    item.attribute = static_cast<unsigned>(number(element, "attribute"));
    if (item.kind == "get-with-selection") {
      item.selector = static_cast<unsigned>(number(element, "selector"));
      item.selection = element.required("selection");
    }
  } else if (what == "result") {
    item.code = static_cast<unsigned>(number(element, "code"));
  }
  return item;
}

MessageDescription read_message(const Element& decoded) {
  MessageDescription message;
  message.form = decoded.required("form");
  message.signature = decoded.required("signature");
  message.mac = decoded.required("mac");
  if (const auto header = decoded.child("grouping-header")) { message.header = read_header(*header); }
  const auto payload = decoded.child("payload");
  if (!payload) { return message; }
  message.payload_kind = payload->required("kind");
  if (const auto invoke_id = payload->hex("invoke-id"); invoke_id && invoke_id->size() == 4) {
    for (const auto octet : *invoke_id) { message.invoke_id = message.invoke_id << 8U | octet; }
  }
  message.octets = payload->text("octets");
  for (const auto& item : payload->children()) { message.items.push_back(read_item(item)); }
  return message;
}

DocumentDescription read_document(const Element& decoded) {
  DocumentDescription document;
  document.root = decoded.required("root");
  document.signature = decoded.required("signature");
  for (const auto& field : decoded.children("field")) {
    document.fields.push_back({field.required("name"), field.verbatim("is")});
  }
  return document;
}

void read_references(const Element& root, Vector& vector) {
  if (const auto origin = root.child("origin")) {
    vector.origin = {origin->required("name"), origin->required("version"), origin->text("item")};
  }
  if (const auto source = root.child("source")) {
    vector.document = source->required("document");
    vector.section = source->required("section");
  }
  if (const auto request = root.child("request")) { vector.request = request->required("ref"); }
  if (const auto keys = root.child("keys")) { vector.keys = keys->required("ref"); }
  if (const auto bytes = root.child("bytes")) {
    vector.file = bytes->required("file");
    vector.sha256 = bytes->required("sha256");
  }
}

}  // namespace

Result<Vector> load_vector(const std::filesystem::path& descriptor, std::string id) {
  const auto text = read_text(descriptor);
  if (!text) { return tl::unexpected(text.error()); }
  const auto source = Source::parse(descriptor.string(), *text);
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  Vector vector;
  vector.id = std::move(id);
  vector.descriptor = descriptor;
  const bool valid = root.one_of("validity", {"valid", "invalid"}, "valid") == "valid";
  vector.fault = valid ? std::string() : root.required("fault");
  if (const auto title = root.child("title")) { vector.title = collapse(title->content()); }
  read_references(root, vector);
  if (const auto decoded = root.child("decoded")) {
    if (decoded->maybe("root")) {
      vector.decoded = read_document(*decoded);
    } else {
      vector.decoded = read_message(*decoded);
    }
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(vector));
}

Result<Bytes> bytes_of_vector(const Vector& vector) {
  auto content = read_file(vector.bytes_path());
  if (!content || !vector.is_message()) { return content; }
  auto octets = decode_hex(text_of(*content));
  if (!octets) { return failure(octets.error(), vector.bytes_path().string()); }
  return octets;
}

Result<VectorSet> VectorSet::load(const std::filesystem::path& folder) {
  const auto files = files_below(folder, kEnding);
  if (!files) { return tl::unexpected(files.error()); }
  if (files->empty()) {
    return failure(ErrorCode::Io, fmt::format("no vectors below {}: refusing to pass", folder.string()));
  }
  auto set = load_keys(folder);
  if (!set) { return set; }
  for (const auto& file : *files) {
    auto id = file.lexically_relative(folder).generic_string();
    id.resize(id.size() - kEnding.size());
    auto vector = load_vector(file, std::move(id));
    if (!vector) { return tl::unexpected(vector.error()); }
    set->vectors.push_back(std::move(*vector));
  }
  return set;
}

Result<VectorSet> VectorSet::load_keys(const std::filesystem::path& folder) {
  const auto files = files_below(folder / "pki", kKeysEnding);
  if (!files) { return tl::unexpected(files.error()); }
  VectorSet set;
  for (const auto& file : *files) {
    auto keys = VectorKeys::load(file);
    if (!keys) { return tl::unexpected(keys.error()); }
    auto name = keys->name();
    set.keys.insert_or_assign(std::move(name), std::move(*keys));
  }
  return set;
}

const Vector* VectorSet::find(std::string_view id) const {
  const auto found =
      std::find_if(vectors.begin(), vectors.end(), [&](const auto& vector) { return vector.id == id; });
  return found == vectors.end() ? nullptr : &*found;
}

Result<const VectorKeys*> VectorSet::keys_of(const Vector& vector) const {
  if (vector.keys.empty()) { return nullptr; }
  const auto found = keys.find(vector.keys);
  if (found == keys.end()) {
    return failure(ErrorCode::BadValue, fmt::format("{}: there is no key set {}", vector.id, vector.keys));
  }
  return &found->second;
}

}  // namespace enocheck::catalogue
