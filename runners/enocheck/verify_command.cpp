#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "duis/signer.h"
#include "duis/xml_signature.h"
#include "duis/xmlsec_oracle.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"
#include "message_input.h"
#include "report/decoding.h"
#include "signing_keys.h"
#include "verify_run.h"

namespace enocheck {
namespace {

using crypto::Certificate;
using crypto::KeyStore;

struct Options {
  std::filesystem::path document;
  std::filesystem::path signer;  ///< public key that a run's manifest has to be signed by
  KeySource keys;
  bool xmlsec = false;
  bool any_signer = false;
};

/// What verifying found: the signer in words, or BadSignature and MissingKey with the reason why it is not
/// valid. Other errors mean that there is no verdict.
using Outcome = Result<std::string>;

bool is_verdict(const Error& error) {
  return error.code == ErrorCode::BadSignature || error.code == ErrorCode::MissingKey;
}

Status verify_document(const xml::Document& document, const crypto::PublicKey& key, bool xmlsec) {
  if (!xmlsec) { return duis::verify_signature(document, key); }
  const auto library = duis::XmlsecLibrary::start();
  if (!library) { return tl::unexpected(library.error()); }
  return duis::xmlsec_verify_signature(document, key);
}

Status check_signer(const xml::Document& document, const Certificate& certificate) {
  if (const auto request = duis::parse_request(document)) {
    return duis::check_signer(*request, certificate);
  }
  const auto response = duis::parse_response(document);
  if (!response) { return tl::unexpected(response.error()); }
  return duis::check_signer(*response, certificate);
}

Outcome verify_duis(std::string_view text, const KeyStore& store, const Options& options) {
  const auto document = xml::Document::parse(text);
  if (!document) { return tl::unexpected(document.error()); }
  const auto claim = duis::read_signature(*document);
  if (!claim) { return tl::unexpected(claim.error()); }
  if (!*claim) { return failure(ErrorCode::BadSignature, "it is not signed"); }
  const auto& serial = (*claim)->signer.serial;
  const auto* const entry = store.find_serial(serial);
  if (entry == nullptr) {
    return failure(ErrorCode::MissingKey,
                   fmt::format("it names certificate {}, which is not {}", serial,
                               options.keys.keystore.empty() ? "the one given" : "in the key store"));
  }
  const auto valid = verify_document(*document, entry->certificate.public_key(), options.xmlsec);
  if (!valid) { return tl::unexpected(valid.error()); }
  const auto entitled = options.any_signer ? Status{} : check_signer(*document, entry->certificate);
  if (!entitled) { return tl::unexpected(entitled.error()); }
  return duis::holder_of(entry->certificate);
}

/// A GBCS message is signed by its originator, and never with a key for XML.
Status check_originator(const Certificate& certificate, const Eui64& originator) {
  const bool is_xml_key = certificate.role() == crypto::RemotePartyRole::XmlSigning ||
                          certificate.role() == crypto::RemotePartyRole::DspXmlSigning;
  if (certificate.subject() == originator && !is_xml_key) { return {}; }
  return failure(ErrorCode::BadSignature,
                 fmt::format("signed by {}: a message of {} takes its digital signature key",
                             duis::holder_of(certificate), to_string(originator)));
}

/// Tries every certificate that the originator may have signed with: a message does not say which.
Outcome verify_gbcs(ByteView content, const KeyStore& store, const Options& options) {
  const auto octets = message_octets(content);
  if (!octets) { return tl::unexpected(octets.error()); }
  const auto message = gbcs::decode_message(*octets);
  if (!message) { return tl::unexpected(message.error()); }
  const auto& originator = message->header.originator;
  if (message->signature_form != gbcs::SignatureForm::Present) {
    return failure(ErrorCode::BadSignature, "it is not signed");
  }
  const auto candidates = options.keys.keystore.empty()
                              ? std::vector<const KeyStore::Entry*>{&store.entries().front()}
                              : store.signing_entries(originator);
  if (candidates.empty()) {
    return failure(ErrorCode::MissingKey,
                   fmt::format("no certificate of {} in the key store", to_string(originator)));
  }
  for (const auto* const entry : candidates) {
    if (!gbcs::signature_is_valid(*message, entry->certificate.public_key())) { continue; }
    const auto entitled = options.any_signer ? Status{} : check_originator(entry->certificate, originator);
    if (!entitled) { return tl::unexpected(entitled.error()); }
    return duis::holder_of(entry->certificate);
  }
  return failure(ErrorCode::BadSignature,
                 "the signature is not that of the certificate's key, or the message was changed");
}

void run(const Options& options, CommandContext& context) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(options.document, ignored);
  const bool has_other_keys = !options.keys.cert.empty() || !options.keys.keystore.empty();
  if (is_folder && has_other_keys) {
    return report_error(context, {ErrorCode::BadValue,
                                  options.document.string() + " is a folder: a run's goes with --key alone"});
  }
  if (is_folder) { return verify_run(options.document, options.signer, context); }
  if (!options.signer.empty()) {
    return report_error(context,
                        {ErrorCode::BadValue, options.document.string() +
                                                  " is no folder: --key is about a run's; a document's "
                                                  "signer is named by --cert or --keystore"});
  }
  const auto store = load_keys(options.keys);
  if (!store) { return report_error(context, store.error()); }
  const auto content = read_input(options.document);
  if (!content) { return report_error(context, content.error()); }
  const auto outcome = report::is_xml(*content) ? verify_duis(text_of(*content), *store, options)
                                                : verify_gbcs(*content, *store, options);
  const auto name = options.document.string();
  if (outcome) {
    fmt::print("valid: {}: signed by {}\n", name, *outcome);
  } else if (is_verdict(outcome.error())) {
    fmt::print("not valid: {}: {}\n", name, outcome.error().detail);
    context.exit_code = ExitCode::No;
  } else {
    report_error(context, Error{outcome.error().code, name + ": " + outcome.error().detail});
  }
}

}  // namespace

void add_verify_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("verify",
                         "Verify the signature of a DUIS document or a GBCS message, or a run's folder "
                         "against its manifest");
  const auto options = std::make_shared<Options>();
  command
      ->add_option(
          "document", options->document,
          "DUIS Request or Response, or GBCS message (hex, base64, binary); - reads standard input; or "
          "the folder of a run")
      ->required();
  auto* const cert =
      command->add_option("--cert", options->keys.cert, "The signer's certificate, PEM or DER");
  command
      ->add_option("--keystore", options->keys.keystore,
                   "Folder or ZAZ1 file: finds the signer's certificate there")
      ->excludes(cert);
  command
      ->add_option_function<std::string>(
          "--engine", [options](const std::string& engine) { options->xmlsec = engine == "xmlsec1"; },
          "Who judges a DUIS signature: enocheck, or xmlsec1 as an independent judge (default enocheck)")
      ->check(CLI::IsMember({"enocheck", "xmlsec1"}));
  command
      ->add_option("--key", options->signer,
                   "Of a run: the public key (or certificate) that has to have signed its MANIFEST")
      ->check(CLI::ExistingFile);
  command->add_flag("--any-signer", options->any_signer,
                    "Look at the signature alone: not at whose it is and whether they may sign this");
  command->footer(
      "Exit code: 0 valid, 1 not valid, 2 wrong usage or unreadable input.\n"
      "Examples: enocheck verify --cert eno.pem signed.xml\n"
      "          enocheck verify --keystore keys/ --engine xmlsec1 signed.xml\n"
      "          enocheck verify results/latest --key tester.pub");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace enocheck
