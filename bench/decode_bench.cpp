// How long decoding takes: messages a second without cryptography, and with every MAC and signature verified,
// against the bare cryptographic operations of the same messages in the same run.
//
//   decode_bench [SECONDS]     seconds a measurement, 1 by default
//
// Reads RTDS from the reference folder, or where that is absent the project's own vectors; says which.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/key_agreement.h"
#include "crypto/key_store.h"
#include "crypto/mac.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "gbcs/payload.h"
#include "gbcs/payload_asn1.h"
#include "gbcs/payload_gbz.h"
#include "gbcs/protection.h"
#include "gbcs/verification.h"
#include "reference_folder.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

struct Input {
  std::string name;
  std::vector<Bytes> messages;
  crypto::KeyStore keys;
};

Result<Input> load(const fs::path& messages, const fs::path& keys, std::string_view ending) {
  Input input{.name = messages.string(), .messages = {}, .keys = {}};
  const auto files = files_below(messages, ending);
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& file : *files) {
    const auto text = read_text(file);
    if (!text) { return tl::unexpected(text.error()); }
    auto octets = decode_hex(*text);
    // Vectors that are damaged on purpose are no measure of decoding.
    if (octets && gbcs::decode_message(*octets)) { input.messages.push_back(*std::move(octets)); }
  }
  if (input.messages.empty()) {
    return failure(ErrorCode::Io, messages.string() + ": no messages to measure with");
  }
  if (keys.empty()) { return input; }
  auto store = crypto::KeyStore::load(keys);
  if (!store) { return tl::unexpected(store.error()); }
  input.keys = *std::move(store);
  return input;
}

Result<Input> load_input() {
  if (const auto folder = reference_folder()) {
    return load(*folder / "rtds", *folder / "keystore", "_GBCS.HEX");
  }
  return load(fs::path(ENOCHECK_DEFAULT_SOURCE_DIR) / "vectors" / "gbcs", {}, ".hex");
}

/// Keeps the compiler from leaving work out whose result nobody reads.
volatile std::size_t sink = 0;

using Pass = std::function<std::size_t()>;

/// Runs a pass over all messages again and again for some time. Returns microseconds a pass.
double time_pass(const Pass& pass, double seconds) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t passes = 0;
  Seconds spent{};
  do {
    sink = sink + pass();
    ++passes;
    spent = std::chrono::steady_clock::now() - start;
  } while (spent.count() < seconds);
  return spent.count() * 1e6 / static_cast<double>(passes);
}

/// Microseconds a pass: the best of several rounds. The passes take turns, so that a busy moment of the
/// machine does not fall on one of them alone.
std::vector<double> measure(const std::vector<Pass>& passes, double seconds) {
  constexpr int kRounds = 10;
  std::vector<double> best(passes.size(), 1e12);
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < passes.size(); ++i) {
      best[i] = std::min(best[i], time_pass(passes[i], seconds / kRounds));
    }
  }
  return best;
}

std::size_t decode_payload(const gbcs::Message& message) {
  switch (gbcs::kind_of(message.payload)) {
    case gbcs::PayloadKind::DlmsAccessRequest: {
      const auto request = gbcs::decode_access_request(message.payload);
      return request ? request->data.size() : 0;
    }
    case gbcs::PayloadKind::DlmsAccessResponse: {
      const auto response = gbcs::decode_access_response(message.payload);
      return response ? response->data.size() : 0;
    }
    case gbcs::PayloadKind::DlmsOther: {
      const auto alert = gbcs::decode_data_notification(message.payload);
      return alert ? alert->members.size() : 0;
    }
    case gbcs::PayloadKind::Gbz: {
      if (message.header.cra == gbcs::CraFlag::Alert) {
        return gbcs::decode_gbz_alert(message.payload) ? 1 : 0;
      }
      const auto components = gbcs::decode_gbz(message.payload);
      return components ? components->size() : 0;
    }
    case gbcs::PayloadKind::Asn1: {
      const auto nodes = gbcs::decode_der(message.payload);
      return nodes ? nodes->size() : 0;
    }
    case gbcs::PayloadKind::Empty: break;
  }
  return 0;
}

/// One bare operation of each kind, with everything around it done beforehand.
struct SignatureTask {
  crypto::PublicKey key;
  ByteView octets;
  crypto::Signature signature;
};
struct MacTask {
  crypto::SharedSecret z;
  std::array<std::uint8_t, 33> info;
  crypto::Iv iv;
  ByteView octets;
};
struct Tasks {
  std::vector<SignatureTask> signatures;
  std::vector<MacTask> macs;
};

/// The operations that verification found to succeed: signature by the originator, MAC with the pair that
/// fits.
void add_tasks(const gbcs::Message& message, const Input& input, const gbcs::Verification& found,
               Tasks& tasks) {
  const auto& header = message.header;
  if (found.signature == gbcs::SignatureStatus::Valid) {
    const auto* const entry = input.keys.find(header.originator, crypto::KeyUsage::DigitalSignature);
    tasks.signatures.push_back({entry->certificate.public_key(), message.signed_octets(),
                                crypto::signature_from(message.signature).value()});
  }
  if (found.mac != gbcs::MacStatus::Valid) { return; }
  for (const auto& own : input.keys.entries()) {
    for (const auto* const peer : input.keys.key_agreement_entries(header.target)) {
      if (own.certificate.usage() != crypto::KeyUsage::KeyAgreement) { continue; }
      const auto z = input.keys.shared_secret(own, *peer);
      if (!z || !gbcs::mac_is_valid(message, *z)) { continue; }
      MacTask task{
          .z = *z, .info = gbcs::key_derivation_info(header), .iv = {}, .octets = message.maced_octets()};
      std::copy(header.originator.octets().begin(), header.originator.octets().end(), task.iv.begin());
      tasks.macs.push_back(task);
      return;
    }
  }
}

std::size_t run_tasks(const Tasks& tasks) {
  constexpr std::array<std::uint8_t, 6> kPrefix = {0x11, 0, 0, 0, 0, 0};
  std::size_t good = 0;
  for (const auto& task : tasks.signatures) {
    good += task.key.verify(task.octets, task.signature) ? 1U : 0U;
  }
  for (const auto& task : tasks.macs) {
    good += crypto::gmac(crypto::derive_key(task.z, task.info), task.iv, {kPrefix, task.octets})[0];
  }
  return good;
}

void print(std::string_view what, double microseconds_a_pass, std::size_t messages) {
  const auto each = microseconds_a_pass / static_cast<double>(messages);
  fmt::print("  {:<40}{:>10.3f} us/message {:>12.0f} messages/s\n", what, each, 1e6 / each);
}

int run(double seconds) {
  const auto input = load_input();
  if (!input) {
    fmt::print(stderr, "decode_bench: {}\n", input.error().detail);
    return 2;
  }
  const auto count = input->messages.size();
  const gbcs::Verifier verifier(input->keys);
  Tasks tasks;
  for (const auto& octets : input->messages) {
    const auto message = gbcs::decode_message(octets).value();
    add_tasks(message, *input, verifier.verify(message), tasks);
  }
  const auto each = [&](auto&& use) {
    return [&input, use] {
      std::size_t sum = 0;
      for (const auto& octets : input->messages) { sum += use(gbcs::decode_message(octets).value()); }
      return sum;
    };
  };
  const auto envelope = each([](const auto& message) { return message.payload.size(); });
  const auto payload = each([](const auto& message) { return decode_payload(message); });
  const auto verified = each([&](const auto& message) {
    return decode_payload(message) + static_cast<std::size_t>(verifier.verify(message).mac);
  });
  const auto bare = [&] { return run_tasks(tasks); };
  const auto times = measure({envelope, payload, verified, bare}, seconds);

  fmt::print("decode_bench: {} messages of {}\n", count, input->name);
  print("envelope", times[0], count);
  print("envelope and payload", times[1], count);
  if (tasks.signatures.empty() && tasks.macs.empty()) {
    fmt::print("  no keys beside these messages: cryptography is not measured\n");
    return 0;
  }
  print("envelope, payload, MAC and signature", times[2], count);
  print("the same cryptography, bare", times[3], count);
  fmt::print("  cryptographic operations: {} signature verifications, {} key derivations with MAC\n",
             tasks.signatures.size(), tasks.macs.size());
  fmt::print("  ratio: verified decoding takes {:.3f} of its cryptography\n", times[2] / times[3]);
  return 0;
}

}  // namespace
}  // namespace enocheck

int main(int argc, char** argv) {
  setenv("ENOCHECK_SOURCE_DIR", ENOCHECK_DEFAULT_SOURCE_DIR, 0);  // NOLINT(concurrency-mt-unsafe): one thread
  const double seconds = argc > 1 ? std::strtod(argv[1], nullptr) : 1.0;
  if (!(seconds > 0)) {
    fmt::print(stderr, "usage: decode_bench [SECONDS]\n");
    return 2;
  }
  return enocheck::run(seconds);
}
