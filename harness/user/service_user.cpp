#include "user/service_user.h"

#include <variant>

#include <fmt/format.h>

#include "duis/xml_signature.h"
#include "gbcs/protection.h"

namespace enocheck::user {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

tl::unexpected<Error> no_key(const Eui64& eui, std::string_view what) {
  return failure(ErrorCode::MissingKey, fmt::format("no {} of {} at hand", what, to_string(eui)));
}

/// Acknowledgements and refusals: the DCC may leave them unsigned (DUIS brief 2.7).
bool has_content(const duis::ServiceResponse& response) {
  const auto* const message = std::get_if<duis::ResponseMessage>(&response.body);
  return message == nullptr || !std::holds_alternative<duis::NoContent>(message->content);
}

/// The key of the certificate that the signature names, if that is a DSP's.
Result<crypto::PublicKey> dsp_key(const crypto::KeyStore& keys, const duis::SignerIdentity& signer) {
  const auto* const entry = keys.find_serial(signer.serial);
  if (entry == nullptr) {
    return failure(ErrorCode::MissingKey, fmt::format("no certificate with serial number {}", signer.serial));
  }
  if (entry->certificate.role() != RemotePartyRole::DspXmlSigning) {
    return failure(ErrorCode::BadSignature,
                   fmt::format("signed with certificate {}, which is not a DSP's", signer.serial));
  }
  return entry->certificate.public_key();
}

/// True if there is a signature and it holds; false if there is none.
Result<bool> check_signature(const xml::Document& document, const crypto::KeyStore& keys) {
  const auto claim = duis::read_signature(document);
  if (!claim) { return tl::unexpected(claim.error()); }
  if (!*claim) { return false; }
  const auto key = dsp_key(keys, (*claim)->signer);
  if (!key) { return tl::unexpected(key.error()); }
  if (const auto verified = duis::verify_signature(document, *key); !verified) {
    return tl::unexpected(verified.error());
  }
  return true;
}

}  // namespace

ServiceUser::ServiceUser(const Eui64& eui, const crypto::KeyStore& keys, const xml::SchemaValidator& schema,
                         OriginatorCounter first_counter)
    : ServiceUser(eui, keys, schema, std::make_shared<CounterSequence>(first_counter)) {}

ServiceUser::ServiceUser(const Eui64& eui, const crypto::KeyStore& keys, const xml::SchemaValidator& schema,
                         std::shared_ptr<CounterSequence> counters)
    : eui_(eui), keys_(&keys), schema_(&schema), counters_(std::move(counters)) {}

Result<std::string> ServiceUser::signed_document(const duis::ServiceRequest& request) const {
  const auto* const entry = keys_->find(eui_, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature);
  if (entry == nullptr || !entry->private_key) { return no_key(eui_, "XML signing key"); }
  const auto document = duis::build_request_document(request);
  if (!document) { return tl::unexpected(document.error()); }
  return duis::sign_document(*document, *entry->private_key, duis::identity_of(entry->certificate));
}

Result<duis::ServiceRequest> ServiceUser::signed_pre_command(const duis::ServiceRequest& request,
                                                             ByteView pre_command,
                                                             const transform::CorrelationOptions& options,
                                                             duis::CommandVariant variant) const {
  const auto mismatches = transform::correlate_pre_command(request, pre_command, options);
  if (!mismatches) { return tl::unexpected(mismatches.error()); }
  if (!mismatches->empty()) {
    const auto& first = mismatches->front();
    return failure(ErrorCode::BadValue,
                   fmt::format("the pre-command does not belong to the request: {}: expected {}, "
                               "found {}",
                               first.field, first.expected, first.found));
  }
  const auto* const entry = keys_->find(eui_, KeyUsage::DigitalSignature);
  if (entry == nullptr || !entry->private_key) { return no_key(eui_, "GBCS signing key"); }
  auto signed_octets = gbcs::sign_pre_command(pre_command, *entry->private_key);
  if (!signed_octets) { return tl::unexpected(signed_octets.error()); }
  duis::ServiceRequest second{request.schema_version, request.header, duis::SignedPreCommand{}};
  second.header.command_variant = variant;
  std::get<duis::SignedPreCommand>(second.body).gbcs_payload = std::move(*signed_octets);
  return second;
}

Result<Received> ServiceUser::receive(std::string_view text) const {
  const auto document = xml::Document::parse(text);
  if (!document) { return tl::unexpected(document.error()); }
  if (const auto valid = schema_->validate(*document); !valid) { return tl::unexpected(valid.error()); }
  const auto is_signed = check_signature(*document, *keys_);
  if (!is_signed) { return tl::unexpected(is_signed.error()); }
  auto response = duis::parse_response(*document);
  if (!response) { return tl::unexpected(response.error()); }
  if (!*is_signed && has_content(*response)) {
    return failure(ErrorCode::BadSignature, "the document has content and no signature");
  }
  return Received{std::move(*response), *is_signed};
}

}  // namespace enocheck::user
