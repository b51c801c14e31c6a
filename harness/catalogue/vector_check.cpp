#include "catalogue/vector_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"
#include "xml/document.h"

namespace enocheck::catalogue {
namespace {

std::string digest_of(ByteView octets) { return encode_hex(crypto::sha256(octets)); }

/// The first line in which two texts differ, as "expected …, found …".
std::string first_difference(std::string_view expected, std::string_view found) {
  while (!expected.empty() || !found.empty()) {
    const auto a = expected.substr(0, expected.find('\n'));
    const auto b = found.substr(0, found.find('\n'));
    if (a != b) { return fmt::format("described as\n  {}\nbut is\n  {}", a, b); }
    expected.remove_prefix(std::min(a.size() + 1, expected.size()));
    found.remove_prefix(std::min(b.size() + 1, found.size()));
  }
  return {};
}

/// The vector with its description read from its octets.
Result<Vector> described(const Vector& vector, const VectorKeys* keys, ByteView octets) {
  Vector copy = vector;
  copy.sha256 = digest_of(octets);
  if (vector.is_message()) {
    auto description = describe(octets, keys);
    if (!description) { return tl::unexpected(description.error()); }
    copy.decoded = std::move(*description);
  } else {
    auto description = describe_document(text_of(octets), keys);
    if (!description) { return tl::unexpected(description.error()); }
    copy.decoded = std::move(*description);
  }
  return copy;
}

/// The one fault of an invalid vector must be seen in its states; a valid one has none, and nothing that is
/// there goes unchecked.
Status check_states(const Vector& vector) {
  const auto* const message = std::get_if<MessageDescription>(&vector.decoded);
  const auto signature = std::visit([](const auto& decoded) { return decoded.signature; }, vector.decoded);
  const auto mac = message != nullptr ? message->mac : std::string("absent");
  const bool bad_signature = vector.fault == "signature" || vector.fault == "signer";
  const bool bad_mac = vector.fault == "mac";
  const auto expect = [&](const char* what, const std::string& state, bool bad) -> Status {
    const bool there = state != "absent" && state != "empty";
    if (state == "unchecked") {
      return failure(ErrorCode::MissingKey, fmt::format("no key to check the {}", what));
    }
    if ((there && (state == "invalid") != bad) || (!there && bad)) {
      return failure(ErrorCode::BadValue,
                     fmt::format("the {} is {}, which does not fit the vector's fault \"{}\"", what, state,
                                 vector.fault));
    }
    return {};
  };
  if (auto checked = expect("signature", signature, bad_signature); !checked) { return checked; }
  return expect("MAC", mac, bad_mac);
}

Status check_reference(const Vector& vector, const VectorSet& set) {
  if (vector.request.empty()) { return {}; }
  const auto* const request = set.find(vector.request);
  if (request != nullptr && !request->is_message()) { return {}; }
  return failure(ErrorCode::BadValue, fmt::format("there is no request {}", vector.request));
}

Status check_schemas(const Vector& vector, ByteView content, const std::string& descriptor,
                     const VectorSchemas& schemas) {
  const auto document = xml::Document::parse(descriptor);
  if (!document) { return tl::unexpected(document.error()); }
  if (auto valid = schemas.descriptor.validate(*document); !valid) { return valid; }
  if (vector.is_message()) { return {}; }
  const auto duis = xml::Document::parse(text_of(content));
  if (!duis) { return tl::unexpected(duis.error()); }
  return schemas.duis.validate(*duis);
}

Status check_unnamed(const Vector& vector, const VectorSet& set, const VectorSchemas& schemas) {
  const auto descriptor = read_text(vector.descriptor);
  if (!descriptor) { return tl::unexpected(descriptor.error()); }
  const auto octets = bytes_of_vector(vector);
  if (!octets) { return tl::unexpected(octets.error()); }
  if (auto checked = check_schemas(vector, *octets, *descriptor, schemas); !checked) { return checked; }
  const auto keys = set.keys_of(vector);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto found = described(vector, *keys, *octets);
  if (!found) { return tl::unexpected(found.error()); }
  if (const auto difference = first_difference(*descriptor, descriptor_text(*found)); !difference.empty()) {
    return failure(ErrorCode::BadValue, difference);
  }
  if (auto checked = check_states(vector); !checked) { return checked; }
  return check_reference(vector, set);
}

/// `enocheck` makes its vectors from their descriptions; others are taken over from their source.
bool is_ours(const Vector& vector) { return vector.origin.name == "enocheck"; }

Result<Bytes> make_octets(const Vector& vector, const VectorKeys* keys) {
  if (const auto* const message = std::get_if<MessageDescription>(&vector.decoded)) {
    if (keys == nullptr) { return failure(ErrorCode::MissingKey, "the vector names no keys"); }
    return make_message(*message, *keys);
  }
  const auto text = bytes_of_vector(vector);
  if (!text) { return text; }
  return make_document(text_of(*text)).map([](const std::string& made) { return copy_of(bytes_of(made)); });
}

}  // namespace

Result<VectorSchemas> VectorSchemas::load(const std::filesystem::path& schemas) {
  auto descriptor = xml::SchemaValidator::load(schemas / "enocheck" / "vector.xsd");
  if (!descriptor) { return tl::unexpected(descriptor.error()); }
  auto duis = xml::SchemaValidator::load(schemas / "enocheck" / "duis_subset.xsd");
  if (!duis) { return tl::unexpected(duis.error()); }
  return VectorSchemas{std::move(*descriptor), std::move(*duis)};
}

Status check_key_files(const std::filesystem::path& folder, const VectorSchemas& schemas) {
  const auto files = files_below(folder / "pki", ".xml");
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& file : *files) {
    const auto text = read_text(file);
    if (!text) { return tl::unexpected(text.error()); }
    const auto document = xml::Document::parse(*text);
    if (!document) { return failure(document.error(), file.string()); }
    if (const auto valid = schemas.descriptor.validate(*document); !valid) {
      return failure(valid.error(), file.string());
    }
  }
  return {};
}

Status check_vector(const Vector& vector, const VectorSet& set, const VectorSchemas& schemas) {
  const auto checked = check_unnamed(vector, set, schemas);
  if (!checked) { return failure(checked.error(), vector.id); }
  return {};
}

Result<RemadeVector> remake_vector(const Vector& vector, const VectorSet& set) {
  const auto keys = set.keys_of(vector);
  if (!keys) { return tl::unexpected(keys.error()); }
  RemadeVector remade;
  remade.made = is_ours(vector);
  const auto octets = remade.made ? make_octets(vector, *keys) : bytes_of_vector(vector);
  if (!octets) { return failure(octets.error(), vector.id); }
  const auto found = described(vector, *keys, *octets);
  if (!found) { return failure(found.error(), vector.id); }
  remade.content = vector.is_message() ? copy_of(bytes_of(encode_hex(*octets) + "\n")) : *octets;
  remade.descriptor = descriptor_text(*found);
  return remade;
}

Result<VectorFindings> check_vectors(const std::filesystem::path& folder,
                                     const std::filesystem::path& schemas) {
  const auto loaded = VectorSchemas::load(schemas);
  if (!loaded) { return tl::unexpected(loaded.error()); }
  const auto keys = check_key_files(folder, *loaded);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto set = VectorSet::load(folder);
  if (!set) { return tl::unexpected(set.error()); }
  VectorFindings findings;
  for (const auto& vector : set->vectors) {
    ++findings.checked;
    const auto checked = check_vector(vector, *set, *loaded);
    if (!checked) { findings.faults.push_back(checked.error().detail); }
  }
  return findings;
}

}  // namespace enocheck::catalogue
