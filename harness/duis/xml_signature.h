#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"
#include "duis/built_document.h"
#include "xml/document.h"

namespace enocheck::duis {

/// Who signed, as ds:X509IssuerSerial says.
struct SignerIdentity {
  std::string issuer_name;  ///< `CN=Z1,OU=07`
  std::string serial;       ///< decimal
};

/// Signs a compact DUIS document that has no signature yet: enveloped, inclusive C14N digest, exclusive C14N
/// SignedInfo, ECDSA-SHA256, r and s raw, KeyInfo with X509IssuerSerial of `certificate`.
/// The signature becomes the root's last child; everything else stays octet for octet.
/// Errors: Schema if it is signed already or no XML; Crypto.
[[nodiscard]] Result<std::string> sign_document(std::string_view document, const crypto::PrivateKey& key,
                                                const SignerIdentity& signer);
/// The same for a document that its builder vouches for: what is canonical already is digested as it stands.
[[nodiscard]] Result<std::string> sign_document(const BuiltDocument& document, const crypto::PrivateKey& key,
                                                const SignerIdentity& signer);
[[nodiscard]] SignerIdentity identity_of(const crypto::Certificate& certificate);

/// What a document's signature element says, before anything is verified.
struct SignatureClaim {
  SignerIdentity signer;
};
/// Nothing if the root has no ds:Signature child.
/// Errors: BadSignature if there are several, it is not the last child, or it is outside the DUIS profile
/// (algorithms, transforms, one reference with URI="", KeyInfo by X509IssuerSerial only).
[[nodiscard]] Result<std::optional<SignatureClaim>> read_signature(const xml::Document& document);

/// Verifies digest and signature with `key`. Errors: BadSignature saying whether the content was changed
/// (digest) or the signature is not the key's; as read_signature, and BadSignature if the document is
/// unsigned.
[[nodiscard]] Status verify_signature(const xml::Document& document, const crypto::PublicKey& key);

}  // namespace enocheck::duis
