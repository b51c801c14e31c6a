#include "doctor_target.h"

#include <random>

#include <fmt/format.h>

#include "meter_probe.h"
#include "target.h"
#include "user/counter_book.h"
#include "user/service_user.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Clocks further apart than this make a DSP refuse requests, or a tester misread a log.
constexpr Duration kClockSlack = std::chrono::seconds(60);

/// What a read needs besides the target.
struct Reader {
  const catalogue::World& world;       // NOLINT(*-ref-data-members): lives for one call
  const Eui64& hub;                    // NOLINT(*-ref-data-members): of a meter that is there
  const crypto::KeyStore& keys;        // NOLINT(*-ref-data-members)
  const xml::SchemaValidator& schema;  // NOLINT(*-ref-data-members)
  const Clock& clock;                  // NOLINT(*-ref-data-members)
  std::uint64_t counter;
};

Finding check_reachable(engine::Sut& target, const RunOptions& options) {
  const auto reached = target.reach();
  const auto mend = options.start.empty() ? "" : "; start it: " + options.start;
  return {"the target answers", reached.has_value(), true,
          reached ? target.name() : reached.error().detail + mend};
}

Finding check_own_keys(const RunOptions& options, const Reader& reader, const catalogue::WorldUser& user) {
  const auto* const own =
      reader.keys.find(user.eui, crypto::RemotePartyRole::XmlSigning, crypto::KeyUsage::DigitalSignature);
  Finding finding{
      fmt::format("{} can sign requests", user.name), own != nullptr && own->private_key, true, {}};
  if (!finding.is_there) {
    finding.detail =
        fmt::format("no XML signing key of {} in --keystore {}", to_string(user.eui), options.keystore);
    return finding;
  }
  const auto until = own->certificate.not_after();
  finding.is_there = until > reader.clock.now();
  finding.detail =
      fmt::format("serial {}, {} {}{}", own->certificate.serial(),
                  finding.is_there ? "valid until" : "expired on", to_iso8601(until),
                  options.keystore.empty() ? "; test keys of --seed: only our simulators know them" : "");
  return finding;
}

duis::ServiceRequest inventory_read(const Reader& reader, const catalogue::WorldUser& user) {
  duis::ServiceRequest request;
  request.header.request_id = {user.eui, catalogue::kAccessControlBroker, OriginatorCounter{reader.counter}};
  request.header.command_variant = 8;
  request.header.service_reference = "8.2";
  request.header.service_reference_variant = "8.2";
  request.body = duis::OpaqueBody{
      "ReadInventory", fmt::format("<sr:ReadInventory><sr:DeviceID>{}</sr:DeviceID></sr:ReadInventory>",
                                   to_string(reader.hub))};
  return request;
}

Finding check_clock(const Reader& reader, Instant theirs, bool is_virtual) {
  const auto apart = std::chrono::abs(theirs - reader.clock.now());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(apart).count();
  return {"clocks agree", apart <= kClockSlack || is_virtual, true,
          is_virtual ? "the simulator's time is virtual" : fmt::format("{} s apart", seconds)};
}

/// A read of the inventory touches no device.
std::vector<Finding> check_read(engine::Sut& target, const Reader& reader, const catalogue::WorldUser& user,
                                bool is_virtual) {
  Finding read{fmt::format("{} reads the inventory (8.2)", user.name), false, true, {}};
  const user::ServiceUser reads(user.eui, reader.keys, reader.schema, OriginatorCounter{reader.counter});
  const auto document = reads.signed_document(inventory_read(reader, user));
  const auto answer = document ? target.post(engine::WebService::NonDevice, *document)
                               : Result<engine::Answer>(tl::unexpected(document.error()));
  if (!answer) {
    read.detail = answer.error().detail;
    return {read};
  }
  const auto received = reads.receive(answer->body);
  if (!received) {
    read.detail = fmt::format("HTTP {}: {}", answer->http_status, received.error().detail);
    return {read};
  }
  const auto& code = received->response.response_code;
  read.is_there = code == "I0";
  read.detail =
      read.is_there ? "I0, signed by the DSP" : fmt::format("{}: the DSP does not serve this user so", code);
  return {read, check_clock(reader, received->response.response_date_time, is_virtual)};
}

/// One that can be asked about: of a test bed's world only some are.
const catalogue::WorldMeter& meter_there(const TestbedOptions& options, const catalogue::World& world) {
  const auto* const bound =
      options.testbed ? world.find_meter(options.testbed->meters.front().name) : nullptr;
  return bound == nullptr ? world.meters.front() : *bound;
}

}  // namespace

Result<std::vector<Finding>> check_target_setup(const RunOptions& asked, const fs::path& data_dir) {
  auto options = asked;
  if (auto together = check_target(options, data_dir); !together) { return tl::unexpected(together.error()); }
  auto suite = load_suite(data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  if (auto bound = apply_equipment(options, data_dir, *suite); !bound) {
    return tl::unexpected(bound.error());
  }
  const SystemClock clock;
  SilentLogger log;
  SeededEntropy entropy(std::random_device{}());
  auto target = make_target(options, {clock, entropy, {}, log, data_dir, suite->profile.name});
  if (!target) { return tl::unexpected(target.error()); }
  std::vector<Finding> findings = {check_reachable(**target, options)};
  if (!options.target.starts_with("dsp=")) {
    target->reset();  // a gateway may take one connection at a time
    auto probed = findings.front().is_there ? probe_meter(options, data_dir, *suite)
                                            : Result<std::optional<Finding>>(std::nullopt);
    if (!probed) { return tl::unexpected(probed.error()); }
    if (*probed) { findings.push_back(**std::move(probed)); }
    return findings;
  }

  const auto world = suite->worlds.find(options.world.empty() ? "street" : options.world);
  if (world == suite->worlds.end()) {
    return failure(ErrorCode::BadValue, fmt::format("--world {}: there is no such world", options.world));
  }
  auto given = load_keys(options.keystore);
  if (!given) { return tl::unexpected(given.error()); }
  const auto credentials = sut::Credentials::create(options.seed, false, *std::move(given));
  if (!credentials) { return tl::unexpected(credentials.error()); }
  const auto keys = (*credentials)->of_harness(suite->worlds);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto schema = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "duis_subset.xsd");
  if (!schema) { return tl::unexpected(schema.error()); }
  const auto* const user = world->second.find_user("ENO");
  const auto& meter = meter_there(options.testbed, world->second);
  Reader reader{world->second, meter.hub, *keys, *schema, clock, user::counter_by_clock(clock)};
  findings.push_back(check_own_keys(options, reader, *user));
  if (findings.front().is_there && findings.back().is_there) {
    if (!(*target)->observes().fresh_counters) {
      const auto unused = counter_book(options, clock).reserve(user->eui, 1);
      if (!unused) { return tl::unexpected(unused.error()); }
      reader.counter = *unused;
    }
    auto read = check_read(**target, reader, *user, !options.control.empty() && options.time != "real");
    findings.insert(findings.end(), std::make_move_iterator(read.begin()),
                    std::make_move_iterator(read.end()));
  }
  return findings;
}

}  // namespace enocheck
