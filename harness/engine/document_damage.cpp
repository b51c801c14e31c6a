#include "engine/document_damage.h"

#include <fmt/format.h>

#include "duis/xml_signature.h"
#include "xml/edit.h"

namespace enocheck::engine {
namespace {

using catalogue::DocumentSignature;

struct Change {
  std::string_view document;

  Result<std::string> operator()(const catalogue::SetNode& set) const {
    return xml::set_at(document, set.path, set.to);
  }
  Result<std::string> operator()(const catalogue::RemoveNode& remove) const {
    return xml::remove_at(document, remove.path);
  }
  Result<std::string> operator()(const catalogue::AddNode& add) const {
    return xml::add_under(document, add.under == "." ? "" : add.under, add.xml);
  }
  Result<std::string> operator()(const catalogue::AddDoctype& /*doctype*/) const {
    return R"(<!DOCTYPE Request [<!ENTITY e "expanded">]>)" + std::string(document);
  }
  Result<std::string> operator()(const catalogue::TruncateText& truncate) const {
    if (truncate.by > document.size()) {
      return failure(ErrorCode::BadValue, "the document is shorter than that");
    }
    return std::string(document.substr(0, document.size() - truncate.by));
  }
  Result<std::string> operator()(const catalogue::AppendText& tail) const {
    return std::string(document) + tail.text;
  }
};

Result<std::string> changed(std::string document, const catalogue::DocumentDamage* damage,
                            bool after_signing) {
  if (damage == nullptr) { return document; }
  Result<std::string> result = std::move(document);
  for (const auto& mutation : damage->mutations) {
    if (mutation.after_signing != after_signing) { continue; }
    result = std::visit(Change{*result}, mutation.change);
    if (!result) { break; }
  }
  return result;
}

/// A user's XML signing entry, or its GBCS signing entry.
Result<const crypto::KeyStore::Entry*> signing_entry(CaseContext& context, std::string_view name, bool gbcs) {
  const auto user = context.find_user(name);
  if (!user) { return tl::unexpected(user.error()); }
  using crypto::KeyUsage;
  const auto* entry = gbcs ? context.keys().find((*user)->eui(), KeyUsage::DigitalSignature)
                           : context.keys().find((*user)->eui(), crypto::RemotePartyRole::XmlSigning,
                                                 KeyUsage::DigitalSignature);
  if (entry == nullptr || !entry->private_key) {
    return failure(ErrorCode::MissingKey,
                   fmt::format("there is no {} signing key of {}", gbcs ? "GBCS" : "XML", name));
  }
  return entry;
}

Result<std::string> sign(CaseContext& context, std::string_view sender, const std::string& document,
                         const DocumentSignature& signature) {
  if (signature.with == DocumentSignature::With::None) { return document; }
  const bool gbcs = signature.with == DocumentSignature::With::Gbcs;
  const auto key_of = signature.key_of.empty() ? std::string(sender) : signature.key_of;
  const auto key = signing_entry(context, key_of, gbcs);
  if (!key) { return tl::unexpected(key.error()); }
  const auto certificate =
      signing_entry(context, signature.certificate_of.empty() ? key_of : signature.certificate_of, gbcs);
  if (!certificate) { return tl::unexpected(certificate.error()); }
  auto done =
      duis::sign_document(document, *(*key)->private_key, duis::identity_of((*certificate)->certificate));
  if (done && signature.twice) { return xml::double_last_child(*done); }
  return done;
}

}  // namespace

Result<std::string> signed_with_damage(CaseContext& context, std::string_view sender, std::string document,
                                       const catalogue::DocumentDamage* damage) {
  auto before = changed(std::move(document), damage, false);
  if (!before) { return before; }
  const bool own = damage == nullptr || !damage->signature;
  const auto done = sign(context, sender, *before, own ? DocumentSignature{} : *damage->signature);
  if (!done) { return done; }
  return changed(*done, damage, true);
}

}  // namespace enocheck::engine
