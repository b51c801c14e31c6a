#include <memory>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "core/hex.h"
#include "crypto/key_store.h"
#include "gbcs/protection.h"
#include "message_input.h"
#include "transform/to_pre_command.h"

namespace enocheck {
namespace {

struct Options {
  std::filesystem::path request;
  std::string keystore;
  bool null_signature = true;
  std::string code;
  bool refuse_false_flags = false;
  bool unknown_remote_party = false;
  std::uint64_t broker_counter = 0;
  std::string broker;
};

using crypto::KeyStore;
using crypto::KeyUsage;

/// The key agreement certificate of the access control broker, with private key; null if there is none.
const KeyStore::Entry* find_broker(const KeyStore& keys) {
  for (const auto& entry : keys.entries()) {
    const bool is_broker = entry.certificate.role() == crypto::RemotePartyRole::AccessControlBroker &&
                           entry.certificate.usage() == KeyUsage::KeyAgreement;
    if (is_broker && entry.private_key) { return &entry; }
  }
  return nullptr;
}

/// For an unknown remote party: the broker as named, else the one in the key store.
Result<Eui64> broker_eui(const Options& options, const KeyStore* keys) {
  if (!options.broker.empty()) { return Eui64::parse(options.broker); }
  const auto* const entry = keys == nullptr ? nullptr : find_broker(*keys);
  if (entry == nullptr || !entry->certificate.subject()) {
    return failure(ErrorCode::MissingKey,
                   "--urp needs the access control broker: name it with --acb EUI, or give a --keystore");
  }
  return *entry->certificate.subject();
}

Result<transform::Addressing> addressing_of(const duis::RequestId& id, const Options& options,
                                            const KeyStore* keys) {
  if (!options.unknown_remote_party) { return transform::known_remote_party(id); }
  const auto broker = broker_eui(options, keys);
  if (!broker) { return tl::unexpected(broker.error()); }
  return transform::unknown_remote_party(id, *broker, OriginatorCounter{options.broker_counter});
}

/// The command with its MAC, or as it is where the keys are not at hand.
Result<Bytes> with_mac(Bytes command, const Eui64& device, const KeyStore* keys) {
  if (keys == nullptr) {
    note("no --keystore: the command is without MAC");
    return command;
  }
  const auto* const broker = find_broker(*keys);
  const auto* const target = keys->find(device, KeyUsage::KeyAgreement);
  if (broker == nullptr || target == nullptr) {
    note(fmt::format("the key store has no key agreement {} of {}: the command is without MAC",
                     broker == nullptr ? "key" : "certificate",
                     broker == nullptr ? "an access control broker" : to_string(device)));
    return command;
  }
  const auto secret = keys->shared_secret(*broker, *target);
  if (!secret) { return tl::unexpected(secret.error()); }
  return gbcs::add_mac(command, *secret);
}

Result<Bytes> transform_request(const Options& options, const KeyStore* keys) {
  const auto request = read_request(options.request);
  if (!request) { return tl::unexpected(request.error()); }
  const auto addressing = addressing_of(request->header.request_id, options, keys);
  if (!addressing) { return tl::unexpected(addressing.error()); }
  transform::TransformOptions choices;
  if (!options.code.empty()) {
    const auto code = parse_message_code(options.code);
    if (!code) { return failure(code.error(), "--code"); }
    choices.code = *code;
  }
  if (options.refuse_false_flags) { choices.false_flag = transform::TransformOptions::FalseFlag::Refuse; }
  auto message = transform::to_unsigned_command(*request, *addressing, choices);
  if (!message) { return message; }
  if (transform::is_critical(request->header.service_reference_variant)) {
    if (options.null_signature) { gbcs::append_signature(*message, {}); }
    return message;
  }
  gbcs::append_signature(*message, {});
  return with_mac(std::move(*message), addressing->target, keys);
}

void run(const Options& options, CommandContext& context) {
  std::optional<KeyStore> keys;
  if (!options.keystore.empty()) {
    auto loaded = KeyStore::load(options.keystore);
    if (!loaded) { return report_error(context, loaded.error()); }
    keys = std::move(*loaded);
  }
  const auto message = transform_request(options, keys ? &*keys : nullptr);
  if (!message) { return report_error(context, message.error()); }
  fmt::print("{}\n", encode_hex(*message));
}

}  // namespace

void add_transform_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("transform", "Turn a DUIS request into its GBCS pre-command or command");
  const auto options = std::make_shared<Options>();
  command->add_option("request", options->request, "DUIS Request document; - reads standard input")
      ->required();
  command->add_option("--keystore", options->keystore,
                      "Folder or ZAZ1 file with keys: gives non-critical commands their MAC");
  command
      ->add_option_function<std::string>(
          "--null-signature",
          [options](const std::string& answer) { options->null_signature = answer == "yes"; },
          "End a pre-command with the null signature octet: yes as DUIS does, no as RTDS does (default yes)")
      ->check(CLI::IsMember({"yes", "no"}));
  command->add_option("--code", options->code,
                      "Use this message code in place of today's, for an ENO variant: 7E55");
  command
      ->add_option_function<std::string>(
          "--false-flags",
          [options](const std::string& answer) { options->refuse_false_flags = answer == "refuse"; },
          "What a false flag of 7.9 and 7.10 becomes: write-opposite or refuse (default write-opposite)")
      ->check(CLI::IsMember({"write-opposite", "refuse"}));
  auto* const urp =
      command->add_flag("--urp", options->unknown_remote_party,
                        "The user is an unknown remote party: the access control broker speaks");
  command->add_option("--acb-counter", options->broker_counter, "The broker's originator counter")
      ->needs(urp);
  command->add_option("--acb", options->broker, "The broker's EUI; else found in the key store by its role")
      ->needs(urp);
  command->footer(
      "Prints hex. Critical requests give the pre-command, others the command, with its MAC where the keys "
      "are\n"
      "at hand.\n"
      "Example: enocheck transform vectors/duis/7.6/request.xml");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace enocheck
