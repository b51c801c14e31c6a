#include "duis/signature_element.h"

#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/signature_profile.h"
#include "duis/simple_types.h"
#include "xml/node.h"

namespace enocheck::duis {
namespace {

bool is_signature_part(const xmlNode* node, std::string_view name) {
  return xml::is_element(node) && xml::local_name(node) == name &&
         xml::namespace_of(node) == kSignatureNamespace;
}

std::string_view name_of_attribute(const xmlAttr* attribute) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
  return reinterpret_cast<const char*>(attribute->name);
}

/// Reads the parts of a ds:Signature from first to last; the first deviation from the profile sticks.
class ProfileReader {
 public:
  [[nodiscard]] const std::optional<std::string>& deviation() const { return deviation_; }

  void deviate(std::string what) {
    if (!deviation_) { deviation_ = std::move(what); }
  }

  /// The element children of `parent`, which must be `names` in this order and nothing else.
  template <std::size_t Count>
  std::array<const xmlNode*, Count> parts(const xmlNode* parent,
                                          const std::array<std::string_view, Count>& names) {
    std::array<const xmlNode*, Count> found{};
    std::size_t count = 0;
    for (const auto* child = parent == nullptr ? nullptr : parent->children; child != nullptr;
         child = child->next) {
      if (child->type == XML_COMMENT_NODE) { continue; }
      if (xml::is_text(child) && xml::trimmed(xml::text_of_node(child)).empty()) { continue; }
      if (count == Count || !is_signature_part(child, names.at(count))) {
        deviate(
            fmt::format("{} holds a {} that it may not", xml::local_name(parent), xml::local_name(child)));
        return found;
      }
      found.at(count++) = child;
    }
    if (parent != nullptr && count < Count) {
      deviate(fmt::format("{} has no {}", xml::local_name(parent), names.at(count)));
    }
    return found;
  }

  /// An element with text only.
  std::string value(const xmlNode* element) {
    attributes(element, {"Id"});
    if (element == nullptr) { return {}; }
    for (const auto* child = element->children; child != nullptr; child = child->next) {
      if (!xml::is_text(child) && child->type != XML_COMMENT_NODE) {
        deviate(fmt::format("{} holds more than text", xml::local_name(element)));
      }
    }
    return std::string(xml::trimmed(xml::text_inside(element)));
  }

  /// An element whose one attribute `name` must be `expected`, without content.
  void constant(const xmlNode* element, std::string_view name, std::string_view expected) {
    attributes(element, {name});
    parts<0>(element, {});
    expect_attribute(element, name, expected);
  }

  void expect_attribute(const xmlNode* element, std::string_view name, std::string_view expected) {
    if (element == nullptr) { return; }
    const auto found = xml::attribute_of(element, name);
    if (!found) {
      deviate(fmt::format("{} has no {}", xml::local_name(element), name));
    } else if (*found != expected) {
      deviate(fmt::format("{} is '{}', not '{}'", xml::local_name(element), found->substr(0, 80), expected));
    }
  }

  /// No attributes but those named.
  void attributes(const xmlNode* element, std::initializer_list<std::string_view> allowed) {
    for (const auto* attribute = element == nullptr ? nullptr : element->properties; attribute != nullptr;
         attribute = attribute->next) {
      const auto name = name_of_attribute(attribute);
      if (attribute->ns != nullptr || std::ranges::find(allowed, name) == allowed.end()) {
        deviate(fmt::format("{} has an attribute {}", xml::local_name(element), name));
      }
    }
  }

 private:
  std::optional<std::string> deviation_;
};

void read_signed_info(ProfileReader& in, SignatureElement& signature) {
  using Names = std::array<std::string_view, 3>;
  in.attributes(signature.signed_info, {"Id"});
  const auto [method, algorithm, reference] =
      in.parts(signature.signed_info, Names{"CanonicalizationMethod", "SignatureMethod", "Reference"});
  in.constant(method, "Algorithm", kExclusiveC14n);
  in.constant(algorithm, "Algorithm", kEcdsaSha256);
  in.attributes(reference, {"Id", "URI"});
  in.expect_attribute(reference, "URI", "");
  const auto [transforms, digest_method, digest] =
      in.parts(reference, Names{"Transforms", "DigestMethod", "DigestValue"});
  in.attributes(transforms, {});
  const auto [transform] = in.parts(transforms, std::array<std::string_view, 1>{"Transform"});
  in.constant(transform, "Algorithm", kEnvelopedSignature);
  in.constant(digest_method, "Algorithm", kSha256);
  const auto octets = decode_base64(in.value(digest));
  if (octets && octets->size() == signature.digest.size()) {
    std::ranges::copy(*octets, signature.digest.begin());
  } else {
    in.deviate("DigestValue is not the base64 of 32 octets");
  }
}

void read_key_info(ProfileReader& in, const xmlNode* key_info, SignerIdentity& signer) {
  using Name = std::array<std::string_view, 1>;
  in.attributes(key_info, {"Id"});
  const auto [data] = in.parts(key_info, Name{"X509Data"});
  in.attributes(data, {});
  const auto [issuer_serial] = in.parts(data, Name{"X509IssuerSerial"});
  in.attributes(issuer_serial, {});
  const auto [name, serial] =
      in.parts(issuer_serial, std::array<std::string_view, 2>{"X509IssuerName", "X509SerialNumber"});
  signer.issuer_name = in.value(name);
  signer.serial = in.value(serial);
  const bool is_number = !signer.serial.empty() &&
                         std::ranges::all_of(signer.serial, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) { in.deviate("X509SerialNumber is no decimal number"); }
}

Result<SignatureElement> read_element(const xmlNode* element) {
  ProfileReader in;
  SignatureElement signature;
  signature.signature = element;
  in.attributes(element, {"Id"});
  const auto [signed_info, value, key_info] =
      in.parts(element, std::array<std::string_view, 3>{"SignedInfo", "SignatureValue", "KeyInfo"});
  signature.signed_info = signed_info;
  read_signed_info(in, signature);
  read_key_info(in, key_info, signature.signer);
  const auto octets = decode_base64(in.value(value));
  if (octets && octets->size() == signature.value.size()) {
    std::ranges::copy(*octets, signature.value.begin());
  } else {
    in.deviate("SignatureValue is not the base64 of 64 octets, r then s");
  }
  if (in.deviation()) {
    return failure(ErrorCode::BadSignature, "signature outside the DUIS profile: " + *in.deviation());
  }
  return signature;
}

}  // namespace

Result<std::optional<SignatureElement>> find_signature(const xml::Document& document) {
  const xmlNode* found = nullptr;
  const xmlNode* last = nullptr;
  for (const auto* child = xml::root_of(document)->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE) { continue; }
    last = child;
    if (!is_signature_part(child, "Signature")) { continue; }
    if (found != nullptr) { return failure(ErrorCode::BadSignature, "the document has several signatures"); }
    found = child;
  }
  if (found == nullptr) { return std::optional<SignatureElement>{}; }
  if (found != last) {
    return failure(ErrorCode::BadSignature, "the signature is not the last child of the root");
  }
  return read_element(found).map(
      [](auto&& signature) { return std::optional<SignatureElement>(std::move(signature)); });
}

}  // namespace enocheck::duis
