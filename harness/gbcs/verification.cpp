#include "gbcs/verification.h"

#include <algorithm>

#include "gbcs/protection.h"

namespace enocheck::gbcs {
namespace {

using crypto::KeyStore;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

/// Certificates that sign DUIS documents never sign a GBCS message.
bool is_for_xml(const crypto::Certificate& certificate) {
  return certificate.role() == RemotePartyRole::XmlSigning ||
         certificate.role() == RemotePartyRole::DspXmlSigning;
}

}  // namespace

const char* name_of(SignatureStatus status) {
  switch (status) {
    case SignatureStatus::Absent: return "absent";
    case SignatureStatus::Empty: return "empty";
    case SignatureStatus::Valid: return "valid";
    case SignatureStatus::Invalid: return "invalid";
    case SignatureStatus::Unchecked: return "unchecked";
  }
  return "";
}

const char* name_of(MacStatus status) {
  switch (status) {
    case MacStatus::Absent: return "absent";
    case MacStatus::Valid: return "valid";
    case MacStatus::Invalid: return "invalid";
    case MacStatus::Unchecked: return "unchecked";
  }
  return "";
}

Verification verification_without_keys(const Message& message) {
  Verification result;
  switch (message.signature_form) {
    case SignatureForm::Absent: result.signature = SignatureStatus::Absent; break;
    case SignatureForm::Empty: result.signature = SignatureStatus::Empty; break;
    case SignatureForm::Present: result.signature = SignatureStatus::Unchecked; break;
  }
  result.mac = message.has_mac ? MacStatus::Unchecked : MacStatus::Absent;
  return result;
}

Verifier::Verifier(const KeyStore& keys) : keys_(keys) {
  for (const auto& entry : keys.entries()) {
    const auto& certificate = entry.certificate;
    if (!certificate.subject() || is_for_xml(certificate)) { continue; }
    auto& party = parties_[*certificate.subject()];
    party.is_organisation |= certificate.role().has_value();
    if (certificate.usage() == KeyUsage::DigitalSignature) { party.signing.push_back(&entry); }
    if (certificate.usage() != KeyUsage::KeyAgreement) { continue; }
    party.agreement.push_back(&entry);
    if (certificate.role() == RemotePartyRole::AccessControlBroker) { brokers_.push_back(&entry); }
  }
}

const Verifier::Party* Verifier::find(const Eui64& eui) const {
  const auto found = parties_.find(eui);
  return found == parties_.end() ? nullptr : &found->second;
}

Verification Verifier::verify(const Message& message) const {
  auto result = verification_without_keys(message);
  if (message.signature_form == SignatureForm::Present) { result.signature = verify_signature(message); }
  if (message.has_mac) { result.mac = verify_mac(message); }
  return result;
}

SignatureStatus Verifier::verify_signature(const Message& message) const {
  const auto* const originator = find(message.header.originator);
  if (originator == nullptr || originator->signing.empty()) { return SignatureStatus::Unchecked; }
  const bool fits = std::any_of(
      originator->signing.begin(), originator->signing.end(),
      [&](const auto* entry) { return signature_is_valid(message, entry->certificate.public_key()); });
  return fits ? SignatureStatus::Valid : SignatureStatus::Invalid;
}

MacStatus Verifier::verify_mac(const Message& message) const {
  const auto* const originator = find(message.header.originator);
  const auto* const target = find(message.header.target);
  if (target == nullptr) { return MacStatus::Unchecked; }
  const bool is_command = message.header.cra == CraFlag::Command;
  const bool is_by_device = originator != nullptr && !originator->is_organisation;
  const Entries none;
  const auto& own = is_command && !is_by_device ? brokers_
                    : originator != nullptr     ? originator->agreement
                                                : none;
  bool all_tried = !own.empty() && !target->agreement.empty();
  for (const auto* from : own) {
    for (const auto* to : target->agreement) {
      const auto z = keys_.shared_secret(*from, *to);
      if (z && mac_is_valid(message, *z)) { return MacStatus::Valid; }
      all_tried &= z.has_value();
    }
  }
  // An originator that nobody knows may be a device, whose MAC the broker's key says nothing about.
  return all_tried && originator != nullptr ? MacStatus::Invalid : MacStatus::Unchecked;
}

}  // namespace enocheck::gbcs
