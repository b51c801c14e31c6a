#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "crypto/keys.h"
#include "duis/xml_signature.h"
#include "xml/document.h"

namespace enocheck::duis {

/// xmlsec1 needs one set-up a process: create one of these before using the functions below, and no second
/// one beside it. What xmlsec1 has to say goes into the errors of these functions, nothing is printed.
class XmlsecLibrary {
 public:
  /// Errors: Crypto if xmlsec1 or its OpenSSL part does not start.
  [[nodiscard]] static Result<XmlsecLibrary> start();
  XmlsecLibrary(XmlsecLibrary&& other) noexcept;
  XmlsecLibrary& operator=(XmlsecLibrary&&) = delete;
  XmlsecLibrary(const XmlsecLibrary&) = delete;
  XmlsecLibrary& operator=(const XmlsecLibrary&) = delete;
  ~XmlsecLibrary();

 private:
  XmlsecLibrary() = default;
  bool is_owner_ = true;
};

/// sign_document by xmlsec1: an independent implementation of canonicalisation order, digest and signature,
/// to judge ours by. Slower, and its output is formatted by libxml2. Errors: as sign_document.
[[nodiscard]] Result<std::string> xmlsec_sign_document(std::string_view document,
                                                       const crypto::PrivateKey& key,
                                                       const SignerIdentity& signer);

/// verify_signature by xmlsec1, behind the same check of the DUIS profile. Errors: as verify_signature.
[[nodiscard]] Status xmlsec_verify_signature(const xml::Document& document, const crypto::PublicKey& key);

}  // namespace enocheck::duis
