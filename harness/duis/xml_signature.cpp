#include "duis/xml_signature.h"

#include "core/hex.h"
#include "crypto/digest.h"
#include "duis/signature_element.h"
#include "duis/signature_text.h"
#include "xml/canonical.h"

namespace enocheck::duis {

namespace {

/// Signs `document`, whose canonical form is `canonical`.
Result<std::string> sign_canonical(std::string_view document, std::string_view canonical,
                                   const crypto::PrivateKey& key, const SignerIdentity& signer) {
  const auto signed_info = signed_info_content(encode_base64(crypto::sha256(bytes_of(canonical))));
  const auto value = key.sign(bytes_of(canonical_signed_info(signed_info)));
  if (!value) { return tl::unexpected(value.error()); }
  return with_signature(document, signed_info, encode_base64(*value), signer);
}

}  // namespace

Result<std::string> sign_document(std::string_view document, const crypto::PrivateKey& key,
                                  const SignerIdentity& signer) {
  const auto parsed = parse_unsigned(document);
  if (!parsed) { return tl::unexpected(parsed.error()); }
  const auto canonical = xml::inclusive_canonical_form(*parsed);
  if (!canonical) { return tl::unexpected(canonical.error()); }
  return sign_canonical(document, *canonical, key, signer);
}

Result<std::string> sign_document(const BuiltDocument& document, const crypto::PrivateKey& key,
                                  const SignerIdentity& signer) {
  return document.is_canonical ? sign_canonical(document.text, document.text, key, signer)
                               : sign_document(document.text, key, signer);
}

SignerIdentity identity_of(const crypto::Certificate& certificate) {
  return {certificate.issuer_name(), certificate.serial()};
}

Result<std::optional<SignatureClaim>> read_signature(const xml::Document& document) {
  return find_signature(document).map([](auto&& found) {
    return found ? std::optional(SignatureClaim{std::move(found->signer)}) : std::nullopt;
  });
}

Status verify_signature(const xml::Document& document, const crypto::PublicKey& key) {
  const auto found = find_signature(document);
  if (!found) { return tl::unexpected(found.error()); }
  if (!*found) { return failure(ErrorCode::BadSignature, "the document is not signed"); }
  const auto& signature = **found;
  const auto content = xml::inclusive_canonical_form(document, signature.signature);
  if (!content) { return tl::unexpected(content.error()); }
  if (crypto::sha256(bytes_of(*content)) != signature.digest) {
    return failure(ErrorCode::BadSignature, "the content was changed after signing: its digest differs");
  }
  const auto signed_info = xml::exclusive_canonical_form(document, signature.signed_info);
  if (!signed_info) { return tl::unexpected(signed_info.error()); }
  if (!key.verify(bytes_of(*signed_info), signature.value)) {
    return failure(ErrorCode::BadSignature, "the signature is not that of the signer's key");
  }
  return {};
}

}  // namespace enocheck::duis
