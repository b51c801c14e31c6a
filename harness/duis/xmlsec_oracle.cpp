#include "duis/xmlsec_oracle.h"

#include <libxml/tree.h>
#include <xmlsec/xmlsec.h>  // before its others, which use its types

#include <xmlsec/errors.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "core/owned.h"
#include "duis/signature_element.h"
#include "duis/signature_text.h"

namespace enocheck::duis {
namespace {

void free_xml_text(xmlChar* text) { xmlFree(text); }  // xmlFree is a variable

using OwnedText = std::unique_ptr<xmlChar, Freed<free_xml_text>>;
using OwnedKey = std::unique_ptr<xmlSecKey, Freed<xmlSecKeyDestroy>>;
using OwnedContext = std::unique_ptr<xmlSecDSigCtx, Freed<xmlSecDSigCtxDestroy>>;

/// What xmlsec1 last complained about on this thread: its callback takes no context of ours.
std::string& complaint() {
  thread_local std::string text;
  return text;
}

void note_complaint(const char* /*file*/, int /*line*/, const char* function, const char* object,
                    const char* subject, int /*reason*/, const char* message) {
  const auto or_nothing = [](const char* text) { return text == nullptr ? "" : text; };
  complaint() = fmt::format("{}: {} {} {}", or_nothing(function), or_nothing(object), or_nothing(subject),
                            or_nothing(message));
}

tl::unexpected<Error> refused(const std::string& doing) {
  return failure(ErrorCode::Crypto, fmt::format("xmlsec1 {}: {}", doing, std::exchange(complaint(), {})));
}

/// A key for xmlsec1 that shares the OpenSSL key.
OwnedKey wrap_key(evp_pkey_st* key) {
  auto* const shared = xmlSecOpenSSLEvpKeyDup(key);
  auto* const data = shared == nullptr ? nullptr : xmlSecOpenSSLEvpKeyAdopt(shared);
  OwnedKey wrapped(data == nullptr ? nullptr : xmlSecKeyCreate());
  if (wrapped && xmlSecKeySetValue(wrapped.get(), data) < 0) { wrapped.reset(); }
  return wrapped;
}

/// A context that can do what the DUIS profile has, and nothing else.
OwnedContext profile_context(evp_pkey_st* key) {
  OwnedContext context(xmlSecDSigCtxCreate(nullptr));
  if (!context) { return context; }
  context->signKey = wrap_key(key).release();
  context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
  const bool enabled =
      context->signKey != nullptr &&
      xmlSecDSigCtxEnableReferenceTransform(context.get(), xmlSecTransformEnvelopedId) == 0 &&
      xmlSecDSigCtxEnableReferenceTransform(context.get(), xmlSecTransformInclC14NId) == 0 &&
      xmlSecDSigCtxEnableReferenceTransform(context.get(), xmlSecOpenSSLTransformSha256Id) == 0 &&
      xmlSecDSigCtxEnableSignatureTransform(context.get(), xmlSecTransformExclC14NId) == 0 &&
      xmlSecDSigCtxEnableSignatureTransform(context.get(), xmlSecOpenSSLTransformEcdsaSha256Id) == 0;
  if (!enabled) { context.reset(); }
  return context;
}

}  // namespace

Result<XmlsecLibrary> XmlsecLibrary::start() {
  if (xmlSecInit() < 0 || xmlSecOpenSSLAppInit(nullptr) < 0 || xmlSecOpenSSLInit() < 0) {
    return refused("does not start");
  }
  xmlSecErrorsSetCallback(note_complaint);  // last: both parts set one of their own, which prints
  return XmlsecLibrary();
}

XmlsecLibrary::XmlsecLibrary(XmlsecLibrary&& other) noexcept
    : is_owner_(std::exchange(other.is_owner_, false)) {}

XmlsecLibrary::~XmlsecLibrary() {
  if (!is_owner_) { return; }
  xmlSecOpenSSLShutdown();
  xmlSecOpenSSLAppShutdown();
  xmlSecShutdown();
}

Result<std::string> xmlsec_sign_document(std::string_view document, const crypto::PrivateKey& key,
                                         const SignerIdentity& signer) {
  if (const auto content = parse_unsigned(document); !content) { return tl::unexpected(content.error()); }
  const auto parsed = xml::Document::parse(with_signature(document, signed_info_content(""), "", signer));
  if (!parsed) { return tl::unexpected(parsed.error()); }
  const auto context = profile_context(key.native());
  if (!context) { return refused("takes no key"); }
  auto* const signature = xmlGetLastChild(xmlDocGetRootElement(parsed->native()));
  if (xmlSecDSigCtxSign(context.get(), signature) < 0) { return refused("does not sign"); }
  xmlChar* dumped = nullptr;
  int size = 0;
  xmlDocDumpMemory(parsed->native(), &dumped, &size);
  const OwnedText owned(dumped);
  if (!owned) { return refused("signed, but the document cannot be written"); }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
  return std::string(reinterpret_cast<const char*>(dumped), static_cast<std::size_t>(size));
}

Status xmlsec_verify_signature(const xml::Document& document, const crypto::PublicKey& key) {
  const auto found = find_signature(document);
  if (!found) { return tl::unexpected(found.error()); }
  if (!*found) { return failure(ErrorCode::BadSignature, "the document is not signed"); }
  const auto context = profile_context(key.native());
  if (!context) { return refused("takes no key"); }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): xmlsec1 takes nodes as its own; it only reads
  auto* const signature = const_cast<xmlNode*>((*found)->signature);
  complaint().clear();
  if (xmlSecDSigCtxVerify(context.get(), signature) < 0) { return refused("does not verify"); }
  if (context->status == xmlSecDSigStatusSucceeded) { return {}; }
  return failure(ErrorCode::BadSignature, "xmlsec1: " + std::exchange(complaint(), {}));
}

}  // namespace enocheck::duis
