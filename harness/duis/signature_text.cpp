#include "duis/signature_text.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "duis/signature_element.h"
#include "duis/signature_profile.h"
#include "duis/simple_types.h"
#include "xml/escape.h"

namespace enocheck::duis {
namespace {

std::string signature_element(std::string_view signed_info, std::string_view value,
                              const SignerIdentity& signer) {
  std::string issuer_name;
  xml::append_text(issuer_name, signer.issuer_name);
  return fmt::format(
      R"(<ds:Signature xmlns:ds="{}"><ds:SignedInfo>{}<ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo>)"
      R"(<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>{}</ds:X509IssuerName><ds:X509SerialNumber>{})"
      R"(</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data></ds:KeyInfo></ds:Signature>)",
      kSignatureNamespace, signed_info, value, issuer_name, signer.serial);
}

}  // namespace

std::string signed_info_content(std::string_view digest) {
  return fmt::format(
      R"(<ds:CanonicalizationMethod Algorithm="{}"></ds:CanonicalizationMethod>)"
      R"(<ds:SignatureMethod Algorithm="{}"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>)"
      R"(<ds:Transform Algorithm="{}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="{}">)"
      R"(</ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference></ds:SignedInfo>)",
      kExclusiveC14n, kEcdsaSha256, kEnvelopedSignature, kSha256, digest);
}

std::string canonical_signed_info(std::string_view content) {
  return fmt::format(R"(<ds:SignedInfo xmlns:ds="{}">{})", kSignatureNamespace, content);
}

std::string with_signature(std::string_view document, std::string_view signed_info, std::string_view value,
                           const SignerIdentity& signer) {
  const auto end_tag = document.rfind("</");
  const auto element = signature_element(signed_info, value, signer);
  std::string result;
  result.reserve(document.size() + element.size());
  result += document.substr(0, end_tag);
  result += element;
  result += document.substr(end_tag);
  return result;
}

Result<xml::Document> parse_unsigned(std::string_view document) {
  auto parsed = xml::Document::parse(document);
  if (!parsed) { return parsed; }
  const auto present = find_signature(*parsed);
  if (!present || *present) { return failure(ErrorCode::Schema, "the document is signed already"); }
  const auto* const root = xmlDocGetRootElement(parsed->native());
  if (root->children == nullptr || root->next != nullptr) {
    return failure(ErrorCode::Schema, "a document to sign has content, and nothing after its root");
  }
  return parsed;
}

}  // namespace enocheck::duis
