#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "crypto/digest.h"
#include "crypto/keys.h"
#include "duis/xml_signature.h"
#include "xml/document.h"

struct _xmlNode;  // libxml2's node; NOLINT(bugprone-reserved-identifier)

namespace enocheck::duis {

/// A ds:Signature of the DUIS profile, taken apart. The nodes are the document's.
struct SignatureElement {
  const _xmlNode* signature = nullptr;
  const _xmlNode* signed_info = nullptr;
  crypto::Sha256 digest{};
  crypto::Signature value{};
  SignerIdentity signer;
};

/// Finds the root's ds:Signature and reads it strictly. Nothing if there is none.
/// Errors: BadSignature for several, one that is not the last child, or anything outside the profile.
/// Source: DUIS brief 4.1; what other verifiers let pass is in 4.3.
[[nodiscard]] Result<std::optional<SignatureElement>> find_signature(const xml::Document& document);

}  // namespace enocheck::duis
