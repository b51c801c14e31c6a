#include <fmt/format.h>

#include "catalogue/step_reader.h"

namespace enocheck::catalogue {
namespace {

MessagePart part_of(const Element& element) {
  const auto part = element.one_of("in", {"message", "payload", "signature", "mac"}, "message");
  if (part == "payload") { return MessagePart::Payload; }
  if (part == "signature") { return MessagePart::Signature; }
  return part == "mac" ? MessagePart::Mac : MessagePart::Message;
}

std::size_t count_of(const Element& element) {
  const auto by = element.integer("by").value_or(1);
  if (by < 1) { element.fail("by has to be at least 1"); }
  return static_cast<std::size_t>(std::max<std::int64_t>(by, 1));
}

FlipBit read_flip_bit(const Element& element) {
  const auto bit = element.integer("bit").value_or(0);
  if (bit < 0 || bit > 7) { element.fail("bit has to be 0 (least significant) to 7"); }
  return {part_of(element), element.integer("octet").value_or(0), static_cast<unsigned>(bit & 7)};
}

SetHeader read_set_header(const Element& element) {
  SetHeader header{element.integer("counter-offset").value_or(0), element.text("originator"),
                   element.text("target"), element.text("code"), std::nullopt};
  if (const auto cra = element.integer("cra")) { header.cra = static_cast<std::uint8_t>(*cra); }
  return header;
}

std::optional<OctetMutation> read_octet_mutation(const Element& element) {
  const auto name = element.name();
  if (name == "flip-bit") { return read_flip_bit(element); }
  if (name == "set-octets") {
    return SetOctets{part_of(element), element.integer("octet").value_or(0),
                     element.hex("to").value_or(Bytes{})};
  }
  if (name == "truncate") { return TruncateOctets{count_of(element)}; }
  if (name == "append") { return AppendOctets{element.hex("octets").value_or(Bytes{})}; }
  if (name == "set-header") { return read_set_header(element); }
  if (name == "set-payload") { return SetPayload{element.hex("to").value_or(Bytes{})}; }
  return std::nullopt;
}

DocumentSignature read_signature(const Element& element) {
  DocumentSignature signature;
  const auto with = element.one_of("with", {"none", "xml", "gbcs"}, "xml");
  if (with == "none") { signature.with = DocumentSignature::With::None; }
  if (with == "gbcs") { signature.with = DocumentSignature::With::Gbcs; }
  signature.key_of = element.text("key-of");
  signature.certificate_of = element.text("certificate-of");
  signature.twice = element.boolean("twice").value_or(false);
  return signature;
}

bool is_after_signing(const Element& element, std::string_view otherwise) {
  return element.one_of("when", {"before-signing", "after-signing"}, otherwise) == "after-signing";
}

void read_document_mutation(const Element& element, DocumentDamage& damage) {
  const auto name = element.name();
  if (name == "sign") {
    damage.signature = read_signature(element);
  } else if (name == "set") {
    damage.mutations.push_back({SetNode{element.required("path"), element.verbatim("to")},
                                is_after_signing(element, "before-signing")});
  } else if (name == "remove") {
    damage.mutations.push_back(
        {RemoveNode{element.required("path")}, is_after_signing(element, "before-signing")});
  } else if (name == "add") {
    damage.mutations.push_back(
        {AddNode{element.required("under"), element.content()}, is_after_signing(element, "before-signing")});
  } else if (name == "doctype") {
    damage.mutations.push_back({AddDoctype{}, true});
  } else if (name == "truncate") {
    damage.mutations.push_back({TruncateText{count_of(element)}, true});
  } else if (name == "append") {
    damage.mutations.push_back({AppendText{element.required("text")}, true});
  } else {
    element.fail(fmt::format("<{}> is no change of a document", name));
  }
}

}  // namespace

std::vector<OctetMutation> read_octet_mutations(const Element& parent, std::string_view besides) {
  std::vector<OctetMutation> mutations;
  for (const auto& child : parent.children()) {
    if (child.name() == besides) { continue; }
    auto mutation = read_octet_mutation(child);
    if (mutation) {
      mutations.push_back(*std::move(mutation));
    } else {
      child.fail(fmt::format("<{}> is no change of octets", child.name()));
    }
  }
  return mutations;
}

DocumentDamage read_document_damage(const Element& document) {
  DocumentDamage damage;
  damage.stage = document.one_of("stage", {"transform", "send"}, "");
  for (const auto& child : document.children()) { read_document_mutation(child, damage); }
  return damage;
}

SignedPreCommandDamage read_signed_pre_command_damage(const Element& element) {
  SignedPreCommandDamage damage;
  damage.before_signing = !is_after_signing(element, "after-signing");
  damage.key_of = element.text("key-of");
  damage.unsigned_octets = element.one_of("signature", {"valid", "absent"}, "valid") == "absent";
  damage.mutations = read_octet_mutations(element);
  return damage;
}

}  // namespace enocheck::catalogue
