#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "core/hex.h"
#include "duis/compact_document.h"
#include "duis/signer.h"
#include "duis/xml_signature.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"
#include "message_input.h"
#include "report/decoding.h"
#include "signing_keys.h"

namespace enocheck {
namespace {

using crypto::KeyStore;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

struct Options {
  std::filesystem::path document;
  KeySource keys;
  bool compact = false;
};

/// The one entry of two files, or what `find` takes from a key store. Errors: MissingKey naming `whose` key.
template <class Find>
Result<const KeyStore::Entry*> signing_entry(const KeyStore& store, const KeySource& source, Find find,
                                             const std::string& whose) {
  const auto* const entry = source.keystore.empty() ? &store.entries().front() : find();
  if (entry == nullptr || !entry->private_key) {
    return failure(ErrorCode::MissingKey, fmt::format("{}: no private key in {}", whose,
                                                      source.keystore.empty() ? "--key" : source.keystore));
  }
  return entry;
}

/// Any party's entry in `role`: a response does not name the DSP.
const KeyStore::Entry* find_role(const KeyStore& store, RemotePartyRole role) {
  const auto found = std::ranges::find_if(store.entries(), [&](const auto& entry) {
    return entry.certificate.role() == role && entry.private_key;
  });
  return found == store.entries().end() ? nullptr : &*found;
}

/// Who signs a document, with a note if that is nobody who may: a harness must be able to do so.
Result<const KeyStore::Entry*> document_signer(const xml::Document& document, const KeyStore& store,
                                               const KeySource& source) {
  if (const auto request = duis::parse_request(document)) {
    const auto& originator = request->header.request_id.originator;
    auto entry = signing_entry(
        store, source,
        [&] { return store.find(originator, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature); },
        fmt::format("XML signing key (role 135) of {}", to_string(originator)));
    const auto may = entry ? duis::check_signer(*request, (*entry)->certificate) : Status{};
    if (!may) { note(may.error().detail); }
    return entry;
  }
  const auto response = duis::parse_response(document);
  if (!response) { return tl::unexpected(response.error()); }
  auto entry = signing_entry(
      store, source, [&] { return find_role(store, RemotePartyRole::DspXmlSigning); },
      "XML signing key (role 137) of a DSP");
  const auto may = entry ? duis::check_signer(*response, (*entry)->certificate) : Status{};
  if (!may) { note(may.error().detail); }
  return entry;
}

Result<std::string> sign_duis(std::string_view text, const KeyStore& store, const Options& options) {
  const auto document = xml::Document::parse(text);
  if (!document) { return tl::unexpected(document.error()); }
  const auto entry = document_signer(*document, store, options.keys);
  if (!entry) { return tl::unexpected(entry.error()); }
  const auto signer = duis::identity_of((*entry)->certificate);
  if (options.compact) {
    const auto compact = duis::compact_document(*document);
    if (!compact) { return compact; }
    return duis::sign_document(*compact, *(*entry)->private_key, signer);
  }
  const auto present = duis::read_signature(*document);
  if (!present || *present) {
    return failure(ErrorCode::Schema, "the document has a signature: --compact replaces it");
  }
  if (duis::is_indented(*document)) {
    note(
        "signed with the blanks between its elements: the DCC's tool refuses such documents, --compact mends "
        "it");
  }
  return duis::sign_document(text, *(*entry)->private_key, signer);
}

Result<std::string> sign_gbcs(ByteView content, const KeyStore& store, const KeySource& source) {
  const auto octets = message_octets(content);
  if (!octets) { return tl::unexpected(octets.error()); }
  const auto message = gbcs::decode_message(*octets);
  if (!message) { return tl::unexpected(message.error()); }
  const auto& originator = message->header.originator;
  const auto entry = signing_entry(
      store, source, [&] { return store.find(originator, KeyUsage::DigitalSignature); },
      fmt::format("digital signature key of {}", to_string(originator)));
  if (!entry) { return tl::unexpected(entry.error()); }
  if ((*entry)->certificate.subject() != originator) {
    note(fmt::format("signed by {}, but the originator is {}", duis::holder_of((*entry)->certificate),
                     to_string(originator)));
  }
  return gbcs::sign_pre_command(*octets, *(*entry)->private_key).map([](const auto& signed_octets) {
    return encode_hex(signed_octets) + "\n";
  });
}

void run(const Options& options, CommandContext& context) {
  const auto store = load_keys(options.keys);
  if (!store) { return report_error(context, store.error()); }
  const auto content = read_input(options.document);
  if (!content) { return report_error(context, content.error()); }
  const auto signed_text = report::is_xml(*content) ? sign_duis(text_of(*content), *store, options)
                                                    : sign_gbcs(*content, *store, options.keys);
  if (!signed_text) {
    return report_error(context, Error{signed_text.error().code,
                                       options.document.string() + ": " + signed_text.error().detail});
  }
  fmt::print("{}", *signed_text);
}

}  // namespace

void add_sign_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("sign", "Sign a DUIS document or a GBCS pre-command");
  const auto options = std::make_shared<Options>();
  command
      ->add_option(
          "document", options->document,
          "DUIS Request or Response, or GBCS pre-command (hex, base64, binary); - reads standard input")
      ->required();
  auto* const cert =
      command->add_option("--cert", options->keys.cert, "The signer's certificate, PEM or DER");
  auto* const key =
      command->add_option("--key", options->keys.key, "The signer's private key, PEM or DER, PKCS#8")
          ->needs(cert);
  cert->needs(key);
  command
      ->add_option("--keystore", options->keys.keystore,
                   "Folder or ZAZ1 file: finds the originator's keys there")
      ->excludes(cert);
  command->add_flag("--compact", options->compact,
                    "Sign the document without blanks between elements and without the signature it has");
  command->footer(
      "A DUIS document comes out with its signature and is otherwise untouched; a pre-command comes out in "
      "hex.\n"
      "Examples: enocheck sign --key eno.key --cert eno.pem request.xml > signed.xml\n"
      "          enocheck sign --keystore keys/ pre_command.hex");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace enocheck
