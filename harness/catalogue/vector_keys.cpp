#include "catalogue/vector_keys.h"

#include <fmt/format.h>

#include "catalogue/element.h"
#include "core/files.h"
#include "core/hex.h"
#include "crypto/test_pki.h"

namespace enocheck::catalogue {
namespace {

using Use = VectorKeys::Use;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

Result<Use> use_of(std::string_view name) {
  if (name == "digital-signature") { return Use::DigitalSignature; }
  if (name == "key-agreement") { return Use::KeyAgreement; }
  if (name == "xml-signature") { return Use::XmlSignature; }
  return failure(ErrorCode::BadValue, fmt::format("{} is no use of a key", name));
}

Result<RemotePartyRole> role_of(std::string_view name) {
  if (name == "supplier") { return RemotePartyRole::Supplier; }
  if (name == "networkOperator") { return RemotePartyRole::NetworkOperator; }
  if (name == "accessControlBroker") { return RemotePartyRole::AccessControlBroker; }
  return failure(ErrorCode::BadValue, fmt::format("{} is no role that vectors know", name));
}

/// A key given by its point and, where it is published, its scalar, which must belong together.
Result<VectorKeys::Key> published_key(const Element& element) {
  const auto point = element.hex("point").value_or(Bytes());
  const auto scalar = element.hex("scalar");
  auto public_key = crypto::PublicKey::from_point(point);
  if (!public_key) { return tl::unexpected(public_key.error()); }
  if (!scalar) { return VectorKeys::Key{std::move(*public_key), std::nullopt}; }
  auto private_key = crypto::PrivateKey::from_scalar(*scalar);
  if (!private_key) { return tl::unexpected(private_key.error()); }
  if (!(private_key->public_key() == *public_key)) {
    return failure(ErrorCode::BadValue, "the scalar does not belong to the point");
  }
  return VectorKeys::Key{std::move(*public_key), std::move(*private_key)};
}

VectorKeys::Key key_of(crypto::TestPki::Credential credential) {
  return {credential.certificate.public_key(), std::move(credential.key)};
}

}  // namespace

const VectorKeys::Key* VectorKeys::find(const Eui64& eui, Use use) const {
  const auto found = keys_.find({eui, use});
  return found == keys_.end() ? nullptr : &found->second;
}

Result<crypto::SharedSecret> VectorKeys::shared_secret(const Eui64& a, const Eui64& b) const {
  const auto* const first = find(a, Use::KeyAgreement);
  const auto* const second = find(b, Use::KeyAgreement);
  if (first != nullptr && second != nullptr) {
    if (first->private_key) { return crypto::agree(*first->private_key, second->public_key); }
    if (second->private_key) { return crypto::agree(*second->private_key, first->public_key); }
  }
  return failure(ErrorCode::MissingKey,
                 fmt::format("no key agreement between {} and {}", to_string(a), to_string(b)));
}

Status VectorKeys::add_published(const Element& element) {
  const auto eui = element.eui("of").value_or(Eui64());
  const auto use = use_of(element.required("use"));
  if (!use) { return tl::unexpected(use.error()); }
  auto key = published_key(element);
  if (!key) { return failure(key.error(), fmt::format("key of {}", to_string(eui))); }
  keys_.insert_or_assign({eui, *use}, std::move(*key));
  return {};
}

Status VectorKeys::add_from_pki(const Element& element, const crypto::TestPki& pki) {
  const auto eui = element.eui("eui").value_or(Eui64());
  const bool is_device = element.name() == "device";
  const auto role =
      is_device ? RemotePartyRole::Other : role_of(element.required("role")).value_or(RemotePartyRole::Other);
  if (!is_device && role == RemotePartyRole::Other) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{} has a role that vectors do not know", to_string(eui)));
  }
  for (const auto& [use, usage] : {std::pair{Use::DigitalSignature, KeyUsage::DigitalSignature},
                                   std::pair{Use::KeyAgreement, KeyUsage::KeyAgreement}}) {
    auto credential = is_device ? pki.device(eui, usage) : pki.organisation(eui, role, usage);
    if (!credential) { return tl::unexpected(credential.error()); }
    store_.add({credential->certificate, credential->key});
    keys_.insert_or_assign({eui, use}, key_of(std::move(*credential)));
  }
  if (is_device) { return {}; }
  const auto signs_xml_as = role == RemotePartyRole::AccessControlBroker ? RemotePartyRole::DspXmlSigning
                                                                         : RemotePartyRole::XmlSigning;
  auto for_xml = pki.organisation(eui, signs_xml_as, KeyUsage::DigitalSignature);
  if (!for_xml) { return tl::unexpected(for_xml.error()); }
  store_.add({for_xml->certificate, for_xml->key});
  keys_.insert_or_assign({eui, Use::XmlSignature}, key_of(std::move(*for_xml)));
  return {};
}

Result<VectorKeys> VectorKeys::load(const std::filesystem::path& file) {
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  const auto source = Source::parse(file.string(), *text);
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  VectorKeys keys;
  keys.name_ = root.required("name");
  keys.broker_ = root.eui("broker").value_or(Eui64());
  std::optional<crypto::TestPki> pki;
  if (const auto seed = root.integer("seed")) {
    auto created = crypto::TestPki::create(static_cast<std::uint64_t>(*seed));
    if (!created) { return tl::unexpected(created.error()); }
    pki = std::move(*created);
    keys.seed_ = static_cast<std::uint64_t>(*seed);
  }
  for (const auto& element : root.children()) {
    if (element.name() == "note") {
      static_cast<void>(element.content());
      continue;
    }
    const auto added = pki ? keys.add_from_pki(element, *pki) : keys.add_published(element);
    if (!added) { return failure(added.error(), fmt::format("{}:{}", file.string(), element.line())); }
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(keys));
}

}  // namespace enocheck::catalogue
