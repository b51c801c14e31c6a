#include "target.h"

#include <array>
#include <cstdlib>
#include <random>

#include <fmt/format.h>

#include "sut/adapter_meter_link.h"
#include "sut/dsp_http_sut.h"
#include "sut/frame_meter_link.h"
#include "sut/meter_sut.h"
#include "sut/parser_sut.h"
#include "user/counter_book.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

using MadeTarget = Result<std::unique_ptr<engine::Sut>>;

sut::AdapterOptions adapter_options(const RunOptions& options, std::string_view command,
                                    const TargetSurroundings& surroundings) {
  sut::AdapterOptions adapter;
  adapter.command = command;
  const char* const path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): one thread
  adapter.path = path == nullptr ? "" : path;
  adapter.patience = parse_duration(options.adapter_timeout).value_or(adapter.patience);
  adapter.errors_file = surroundings.errors_file;
  return adapter;
}

MadeTarget make_parser(const RunOptions& options, std::string_view command,
                       const TargetSurroundings& surroundings) {
  auto adapter = adapter_options(options, command, surroundings);
  adapter.kind = "pc";
  adapter.needed = {sut::kCorrelate};
  auto process = sut::AdapterProcess::create(std::move(adapter), surroundings.entropy);
  if (!process) { return tl::unexpected(process.error()); }
  return std::make_unique<sut::ParserSut>(*std::move(process), surroundings.clock);
}

/// Nothing where the target has no control interface.
Result<std::optional<net::Url>> control_of(const RunOptions& options) {
  if (options.control.empty()) { return std::nullopt; }
  auto control = net::parse_url(options.control);
  if (!control) { return failure(control.error(), "--control"); }
  return *std::move(control);
}
bool moves_time(const RunOptions& options) { return !options.control.empty() && options.time != "real"; }

MadeTarget make_dsp(const RunOptions& options, std::string_view url, const TargetSurroundings& surroundings) {
  sut::DspEndpoints endpoints;
  auto duis = net::parse_url(url);
  if (!duis) { return failure(duis.error(), "--target"); }
  endpoints.duis = *std::move(duis);
  endpoints.send = options.service_s;
  endpoints.transform = options.service_t;
  endpoints.non_device = options.service_d;
  auto listen = net::parse_endpoint(options.listen);
  if (!listen) { return failure(listen.error(), "--listen"); }
  endpoints.listen = *std::move(listen);
  if (!options.respond_to.empty()) {
    auto respond_to = net::parse_url(options.respond_to);
    if (!respond_to) { return failure(respond_to.error(), "--respond-to"); }
    endpoints.respond_to = *std::move(respond_to);
  }
  auto control = control_of(options);
  if (!control) { return tl::unexpected(control.error()); }
  endpoints.control = *std::move(control);
  endpoints.tls = options.tls.files();
  endpoints.refused_certificates = options.tls_refused;
  auto suite = digest_of_worlds(surroundings.data_dir, options.seed, options.keystore);
  if (!suite) { return tl::unexpected(suite.error()); }
  const sut::DspRunOptions how{.virtual_time = moves_time(options),
                               .waits = !options.plan.max_duration.empty(),
                               .world = options.world,
                               .defect = options.defect,
                               .profile = surroundings.profile,
                               .suite = *std::move(suite),
                               .rate = options.rate};
  auto target = sut::DspHttpSut::create(std::move(endpoints), how, surroundings.clock, surroundings.log);
  if (!target) { return tl::unexpected(target.error()); }
  return *std::move(target);
}

/// What the harness's side towards a meter is made of: the same keys as the bench's.
Result<sut::MeterParts> meter_parts(const RunOptions& options, const TargetSurroundings& surroundings) {
  auto suite = load_profile(surroundings.data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  auto keys = load_keys(options.keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  auto credentials = sut::Credentials::create(options.seed, false, *std::move(keys));
  if (!credentials) { return tl::unexpected(credentials.error()); }
  auto schema = load_duis_schema(surroundings.data_dir);
  if (!schema) { return tl::unexpected(schema.error()); }
  return sut::MeterParts{std::move(suite->profile),
                         *std::move(credentials),
                         *std::move(schema),
                         surroundings.log,
                         options.seed,
                         !options.plan.max_duration.empty()};
}

MadeTarget make_meter(const RunOptions& options, const TargetSurroundings& surroundings,
                      Result<std::unique_ptr<sut::MeterLink>> link) {
  if (!link) { return tl::unexpected(link.error()); }
  auto parts = meter_parts(options, surroundings);
  if (!parts) { return tl::unexpected(parts.error()); }
  return std::make_unique<sut::MeterSut>(*std::move(parts), *std::move(link));
}

MadeTarget make_frame_meter(const RunOptions& options, std::string_view endpoint,
                            const TargetSurroundings& surroundings) {
  sut::FrameMeterOptions how{.endpoint = {},
                             .control = {},
                             .virtual_time = moves_time(options),
                             .world = options.world,
                             .meter = options.meter,
                             .defect = options.defect,
                             .profile = surroundings.profile,
                             .suite = {}};
  auto where = net::parse_endpoint(endpoint);
  if (!where) { return failure(where.error(), "--target"); }
  how.endpoint = *std::move(where);
  auto control = control_of(options);
  if (!control) { return tl::unexpected(control.error()); }
  how.control = *std::move(control);
  if (!how.control && (how.world.empty() || how.meter.empty())) {
    return failure(ErrorCode::BadValue,
                   "esme=tcp: say with --world and --meter which meter it is; `enocheck sim esme` tells it "
                   "by --control");
  }
  auto suite = digest_of_worlds(surroundings.data_dir, options.seed, options.keystore);
  if (!suite) { return tl::unexpected(suite.error()); }
  how.suite = *std::move(suite);
  return make_meter(options, surroundings, sut::FrameMeterLink::create(std::move(how), surroundings.clock));
}

MadeTarget make_adapter_meter(const RunOptions& options, std::string_view command,
                              const TargetSurroundings& surroundings) {
  auto adapter = adapter_options(options, command, surroundings);
  adapter.kind = "esme";
  adapter.needed = {sut::kDeliver};
  auto process = sut::AdapterProcess::create(std::move(adapter), surroundings.entropy);
  if (!process) { return tl::unexpected(process.error()); }
  return make_meter(options, surroundings,
                    std::make_unique<sut::AdapterMeterLink>(
                        sut::AdapterMeterOptions{std::string(command), options.world, options.meter,
                                                 options.profile, options.seed, options.keystore},
                        *std::move(process), surroundings.clock));
}

/// The forms of `--target`: what it begins with, what the rest is, and who makes it.
struct Form {
  std::string_view beginning;
  std::string_view rest;
  MadeTarget (*make)(const RunOptions& options, std::string_view rest,
                     const TargetSurroundings& surroundings);
};
constexpr std::array<Form, 4> kForms = {{
    {"dsp=", "URL", make_dsp},
    {"esme=tcp://", "HOST:PORT", make_frame_meter},
    {"esme=exec:", "COMMAND", make_adapter_meter},
    {"pc=exec:", "COMMAND", make_parser},
}};

/// For a target that is looked at and not run against.
template <class Use>
auto with_target(const RunOptions& options, const fs::path& data_dir, const std::string& profile,
                 const Use& use) -> Status {
  const SystemClock clock;
  SilentLogger log;
  SeededEntropy entropy(std::random_device{}());
  const auto target = make_target(options, {clock, entropy, {}, log, data_dir, profile});
  if (!target) { return tl::unexpected(target.error()); }
  return *target == nullptr ? Status{} : use(**target);
}

/// The published MMC schema, where the user has it.
fs::path mmc_schema(const RunOptions& options, const fs::path& data_dir) {
  if (!options.mmc_schema.empty()) { return options.mmc_schema; }
  const auto usual = data_dir / "schemas" / "published" / "MMC Schema V5.4.xsd";
  std::error_code ignored;
  return fs::exists(usual, ignored) ? usual : fs::path();
}

}  // namespace

MadeTarget make_target(const RunOptions& options, const TargetSurroundings& surroundings) {
  const std::string_view target = options.target;
  if (target == "embedded") { return nullptr; }
  std::string known = "embedded";
  for (const auto& form : kForms) {
    if (target.starts_with(form.beginning)) {
      return form.make(options, target.substr(form.beginning.size()), surroundings);
    }
    known += fmt::format(", {}{}", form.beginning, form.rest);
  }
  return failure(ErrorCode::BadValue, fmt::format("--target {}: this build knows {}", target, known));
}

Status check_target(const RunOptions& options, const fs::path& data_dir) {
  if (!options.defect.empty() && options.target != "embedded" && options.control.empty()) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect breaks the simulators, not {}", options.target));
  }
  if (options.time == "virtual" && options.control.empty()) {
    return failure(ErrorCode::BadValue,
                   "--time virtual needs --control URL: nobody else's time can be moved");
  }
  if (!options.control.empty() && !options.target.starts_with("dsp=") &&
      !options.target.starts_with("esme=tcp:")) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--control: {} has no control interface; leave it out", options.target));
  }
  const bool is_one_endpoint = options.target.starts_with("dsp=") || options.target.starts_with("esme=");
  if (is_one_endpoint && options.jobs > 1) {
    return failure(ErrorCode::BadValue, "--jobs: one endpoint plays one world at a time; leave it at 1");
  }
  return with_target(options, data_dir, options.profile, [](engine::Sut& /*target*/) { return Status{}; });
}

Status try_target(const RunOptions& options, const fs::path& data_dir, const std::string& profile) {
  return with_target(options, data_dir, profile, [&](engine::Sut& target) -> Status {
    const auto reached = target.reach();
    if (reached || reached.error().code == ErrorCode::BadValue) {
      return reached;
    }  // there, and set up wrongly
    const auto mend = options.start.empty() ? "" : "; start it: " + options.start;
    return failure(ErrorCode::Timeout, "the target cannot be judged: " + reached.error().detail + mend);
  });
}

Status use_mmc_schema(const RunOptions& options, EmbeddedBench& bench, const fs::path& data_dir) {
  const auto file = mmc_schema(options, data_dir);
  if (file.empty()) { return {}; }
  auto schema = xml::SchemaValidator::load(file);
  if (!schema) { return tl::unexpected(schema.error()); }
  bench.set_mmc_schema(*std::move(schema));
  return {};
}

user::CounterBook counter_book(const RunOptions& options, const Clock& clock) {
  const auto first = options.first_counter.value_or(user::counter_by_clock(clock));
  if (!options.counters.empty()) { return {options.counters, first}; }
  std::error_code ignored;  // the book says what cannot be written
  fs::create_directories(options.out, ignored);
  return {options.out / "counters.txt", first};
}

Result<const engine::Surroundings*> aim(const RunOptions& options, EmbeddedBench& bench,
                                        const TargetSurroundings& surroundings) {
  auto target = make_target(options, surroundings);
  if (!target) { return tl::unexpected(target.error()); }
  if (*target == nullptr) { return &bench.against(sim::find_defect(options.defect)); }
  if (!(*target)->observes().fresh_counters) {
    bench.keep_counters(counter_book(options, surroundings.clock));
  }
  return &bench.aim_at(*std::move(target));
}

}  // namespace enocheck
