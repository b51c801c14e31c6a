#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "duis/xml_signature.h"
#include "xml/document.h"

namespace enocheck::duis {

/// What ds:SignedInfo holds, end tag included, in the form that canonicalisation gives it: the wire carries
/// the same octets. `digest` is base64.
[[nodiscard]] std::string signed_info_content(std::string_view digest);

/// The canonical ds:SignedInfo around it. Exclusive canonicalisation does not look at the document around
/// ds:SignedInfo, so it is the same in every document.
[[nodiscard]] std::string canonical_signed_info(std::string_view content);

/// `document` with a ds:Signature before its last end tag, which has to be its root's.
[[nodiscard]] std::string with_signature(std::string_view document, std::string_view signed_info,
                                         std::string_view value, const SignerIdentity& signer);

/// Parses a document that is to be signed. Errors: those of parsing; Schema if it is signed already, its root
/// is empty, or something follows that.
[[nodiscard]] Result<xml::Document> parse_unsigned(std::string_view document);

}  // namespace enocheck::duis
