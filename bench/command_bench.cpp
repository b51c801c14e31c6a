// A critical 7.6 from the ENO, end to end on the embedded target, against the P-256 operations in it.
//
// What is timed: the user builds, signs and posts the request (command variant 4), checks the answer,
// correlates and signs the pre-command, posts it (5), checks the acknowledgement; DSP, WAN, hub, meter and
// HCALCS do their part; the user checks the response document and the device's signature in it. Nothing is
// left out and nothing but the parsed keys and the secrets agreed between two parties is kept from one
// command to the next.
//
// What it is measured against: the P-256 operations counted in those very commands, at the cost that OpenSSL
// has for each in a bare loop. Commands and bare loops take turns in small batches, so that a noisy machine
// disturbs both alike.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "catalogue/loader.h"
#include "gbcs/protection.h"
#include "p256_counter.h"
#include "sut/embedded_sut.h"
#include "transform/correlate.h"
#include "user/service_user.h"

namespace enocheck::bench {
namespace {

using engine::WebService;

/// The ENO of world `street` with its meter ESME1, and the target.
class Bench {
 public:
  static Result<std::unique_ptr<Bench>> create(const std::filesystem::path& source) {
    auto loader = catalogue::Loader::open(source);
    if (!loader) { return tl::unexpected(loader.error()); }
    auto worlds = loader->worlds();
    auto profile = loader->profile("secmp0046");
    auto schema = xml::SchemaValidator::load(source / "schemas/enocheck/duis_subset.xsd");
    auto credentials = sut::Credentials::create(1);
    if (!worlds) { return tl::unexpected(worlds.error()); }
    if (!profile) { return tl::unexpected(profile.error()); }
    if (!schema) { return tl::unexpected(schema.error()); }
    if (!credentials) { return tl::unexpected(credentials.error()); }
    auto keys = (*credentials)->of_harness(*worlds);
    if (!keys) { return tl::unexpected(keys.error()); }
    return std::unique_ptr<Bench>(new Bench(std::move(worlds->at("street")), std::move(*profile),
                                            std::move(*schema), std::move(*credentials), std::move(*keys)));
  }

  [[nodiscard]] Status load() { return target_->load(world_); }

  /// One command, from building the request to the checked response.
  [[nodiscard]] Status command() {
    const auto made = request();
    auto first = call(WebService::Transform, made);
    if (!first) { return tl::unexpected(first.error()); }
    const auto second = eno_.signed_pre_command(made, duis::gbcs_octets_of(*first), options_);
    if (!second) { return tl::unexpected(second.error()); }
    const auto acknowledged = call(WebService::Send, *second);
    if (!acknowledged) { return tl::unexpected(acknowledged.error()); }
    if (const auto waited = target_->await_delivery(std::chrono::minutes(2)); !waited) { return waited; }
    const auto documents = target_->take_deliveries();
    if (documents.size() != 1) { return failure(ErrorCode::Timeout, "no response"); }
    return check_response(made, documents.front());
  }

 private:
  Bench(catalogue::World world, catalogue::Profile profile, xml::SchemaValidator schema,
        std::shared_ptr<sut::Credentials> credentials, crypto::KeyStore keys)
      : world_(std::move(world)),
        profile_(std::move(profile)),
        schema_(std::move(schema)),
        keys_(std::move(keys)),
        target_(sut::make_embedded(profile_, std::move(credentials), schema_, log_)),
        eno_(world_.find_user("ENO")->eui, keys_, schema_, OriginatorCounter{1000}),
        esme_(world_.find_meter("ESME1")->esme) {
    options_.further_codes = {profile_.ecs47_eno};
  }

  [[nodiscard]] duis::ServiceRequest request() {
    duis::ServiceRequest made;
    made.header = {.request_id = {eno_.eui(), esme_, eno_.next_counter()},
                   .first_in_sequence = std::nullopt,
                   .preceding = std::nullopt,
                   .command_variant = 4,
                   .service_reference = "7.6",
                   .service_reference_variant = "7.6"};
    made.body = duis::DeactivateAuxiliaryLoad{2, 30};
    return made;
  }

  [[nodiscard]] Result<duis::ServiceResponse> call(WebService service, const duis::ServiceRequest& made) {
    const auto document = eno_.signed_document(made);
    if (!document) { return tl::unexpected(document.error()); }
    const auto answer = target_->post(service, *document);
    if (!answer) { return tl::unexpected(answer.error()); }
    auto received = eno_.receive(answer->body);
    if (!received) { return tl::unexpected(received.error()); }
    if (!received->response.response_code.starts_with('I')) {
      return failure(ErrorCode::BadValue, "answered " + received->response.response_code);
    }
    return std::move(received->response);
  }

  [[nodiscard]] Status check_response(const duis::ServiceRequest& made, std::string_view document) const {
    const auto received = eno_.receive(document);
    if (!received) { return tl::unexpected(received.error()); }
    const auto octets = duis::gbcs_octets_of(received->response);
    const auto mismatches = transform::correlate_response(made, octets, options_);
    if (!mismatches) { return tl::unexpected(mismatches.error()); }
    if (!mismatches->empty()) { return failure(ErrorCode::BadValue, mismatches->front().field); }
    const auto message = gbcs::decode_message(octets);
    const auto* const device = keys_.find(esme_, crypto::KeyUsage::DigitalSignature);
    if (!message || !gbcs::signature_is_valid(*message, device->certificate.public_key())) {
      return failure(ErrorCode::BadSignature, "the response is not the device's");
    }
    return {};
  }

  xml::Libraries libraries_;
  catalogue::World world_;
  catalogue::Profile profile_;
  xml::SchemaValidator schema_;
  crypto::KeyStore keys_;
  SilentLogger log_;
  std::unique_ptr<sut::EmbeddedSut> target_;
  user::ServiceUser eno_;
  Eui64 esme_;
  transform::CorrelationOptions options_;
};

struct Sample {
  double end_to_end_us = 0;
  double floor_us = 0;     ///< operations counted, each at the cost of a bare loop
  double in_place_us = 0;  ///< what the same operations took inside the commands
  P256Count count;
  [[nodiscard]] double ratio() const { return floor_us / end_to_end_us; }
};

/// What these operations cost at the least, in all.
double floor_of(const P256Count& count, const P256Cost& each) {
  return static_cast<double>(count.sign.count) * each.sign_us +
         static_cast<double>(count.verify.count) * each.verify_us +
         static_cast<double>(count.derive.count) * each.derive_us;
}

Result<Sample> measure(Bench& bench, unsigned commands) {
  if (const auto loaded = bench.load(); !loaded) { return tl::unexpected(loaded.error()); }
  if (const auto warmed = bench.command(); !warmed) { return tl::unexpected(warmed.error()); }
  const auto before = measure_p256(commands);
  reset_p256_count();
  const auto start = ThreadClock::now();
  for (unsigned i = 0; i < commands; ++i) {
    if (const auto done = bench.command(); !done) { return tl::unexpected(done.error()); }
  }
  const std::chrono::duration<double, std::micro> took = ThreadClock::now() - start;
  const auto count = p256_count();
  const auto after = measure_p256(commands);
  const std::chrono::duration<double, std::micro> in_place =
      count.sign.time + count.verify.time + count.derive.time;
  return Sample{.end_to_end_us = took.count() / commands,
                .floor_us = (floor_of(count, before) + floor_of(count, after)) / 2 / commands,
                .in_place_us = in_place.count() / commands,
                .count = count};
}

/// The sample in the middle by its ratio.
Sample median(std::vector<Sample> samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end(),
                   [](const auto& a, const auto& b) { return a.ratio() < b.ratio(); });
  return *middle;
}

int run(const std::filesystem::path& source, unsigned batches) {
  constexpr unsigned kCommands = 50;
  auto bench = Bench::create(source);
  if (!bench) {
    fmt::print(stderr, "command_bench: {}\n", bench.error().detail);
    return 2;
  }
  std::vector<Sample> samples;
  for (unsigned i = 0; i < batches; ++i) {
    const auto sample = measure(**bench, kCommands);
    if (!sample) {
      fmt::print(stderr, "command_bench: {}\n", sample.error().detail);
      return 2;
    }
    samples.push_back(*sample);
  }
  const auto middle = median(samples);
  const auto each = [](const Operations& operations) {
    return static_cast<double>(operations.count) / kCommands;
  };
  fmt::print(
      "critical 7.6 by the ENO, end to end, embedded target; {} batches of {} commands, median batch\n",
      batches, kCommands);
  fmt::print("  P-256 operations a command  sign {:.2f}  verify {:.2f}  derive {:.2f}\n",
             each(middle.count.sign), each(middle.count.verify), each(middle.count.derive));
  fmt::print("  floor (bare operations)     {:8.1f} us\n", middle.floor_us);
  fmt::print("  the same, in place          {:8.1f} us\n", middle.in_place_us);
  fmt::print("  end to end                  {:8.1f} us\n", middle.end_to_end_us);
  fmt::print("  ratio floor / end to end    {:8.2f}\n", middle.ratio());
  return 0;
}

}  // namespace
}  // namespace enocheck::bench

/// command_bench [SOURCE_DIR [BATCHES]]
int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv,
                                           argv + argc);  // NOLINT(*-pointer-arithmetic): main's contract
  const auto source = arguments.size() > 1 ? arguments[1] : std::string(ENOCHECK_DEFAULT_SOURCE_DIR);
  const auto batches = arguments.size() > 2 ? std::strtoul(arguments[2].c_str(), nullptr, 10) : 21UL;
  return enocheck::bench::run(source, std::max(1U, static_cast<unsigned>(batches)));
}
