#include "target.h"

#include <array>
#include <cstdlib>
#include <random>

#include <fmt/format.h>

#include "sut/dsp_http_sut.h"
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

MadeTarget make_dsp(const RunOptions& options, std::string_view url, const TargetSurroundings& surroundings) {
  sut::DspEndpoints endpoints;
  auto duis = net::parse_url(url);
  if (!duis) { return failure(duis.error(), "--target"); }
  endpoints.duis = *std::move(duis);
  auto listen = net::parse_endpoint(options.listen);
  if (!listen) { return failure(listen.error(), "--listen"); }
  endpoints.listen = *std::move(listen);
  if (!options.respond_to.empty()) {
    auto respond_to = net::parse_url(options.respond_to);
    if (!respond_to) { return failure(respond_to.error(), "--respond-to"); }
    endpoints.respond_to = *std::move(respond_to);
  }
  if (!options.control.empty()) {
    auto control = net::parse_url(options.control);
    if (!control) { return failure(control.error(), "--control"); }
    endpoints.control = *std::move(control);
  }
  endpoints.tls = options.tls.files();
  endpoints.refused_certificates = options.tls_refused;
  auto suite = digest_of_worlds(surroundings.data_dir, options.seed, options.keystore);
  if (!suite) { return tl::unexpected(suite.error()); }
  const sut::DspRunOptions how{.virtual_time = !options.control.empty() && options.time != "real",
                               .waits = !options.plan.max_duration.empty(),
                               .world = options.world,
                               .defect = options.defect,
                               .profile = surroundings.profile,
                               .suite = *std::move(suite)};
  auto target = sut::DspHttpSut::create(std::move(endpoints), how, surroundings.clock, surroundings.log);
  if (!target) { return tl::unexpected(target.error()); }
  return *std::move(target);
}

/// The forms of `--target`: what it begins with, what the rest is, and who makes it.
struct Form {
  std::string_view beginning;
  std::string_view rest;
  MadeTarget (*make)(const RunOptions& options, std::string_view rest,
                     const TargetSurroundings& surroundings);
};
constexpr std::array<Form, 2> kForms = {{
    {"dsp=", "URL", make_dsp},
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
  if (options.target.starts_with("dsp=") && options.jobs > 1) {
    return failure(ErrorCode::BadValue, "--jobs: one DSP plays one world at a time; leave it at 1");
  }
  return with_target(options, data_dir, options.profile, [](engine::Sut& /*target*/) { return Status{}; });
}

Status try_target(const RunOptions& options, const fs::path& data_dir, const std::string& profile) {
  return with_target(options, data_dir, profile, [](engine::Sut& target) -> Status {
    const auto reached = target.reach();
    if (reached || reached.error().code == ErrorCode::BadValue) {
      return reached;
    }  // there, and set up wrongly
    return failure(ErrorCode::Timeout, "the target cannot be judged: " + reached.error().detail);
  });
}

Result<const engine::Surroundings*> aim(const RunOptions& options, EmbeddedBench& bench,
                                        const TargetSurroundings& surroundings) {
  if (const auto file = mmc_schema(options, surroundings.data_dir); !file.empty()) {
    auto schema = xml::SchemaValidator::load(file);
    if (!schema) { return tl::unexpected(schema.error()); }
    bench.set_mmc_schema(*std::move(schema));
  }
  auto target = make_target(options, surroundings);
  if (!target) { return tl::unexpected(target.error()); }
  if (*target == nullptr) { return &bench.against(sim::find_defect(options.defect)); }
  if (!(*target)->observes().fresh_counters) {
    const auto file = options.counters.empty() ? options.out / "counters.txt" : options.counters;
    bench.keep_counters(user::CounterBook(file, user::counter_by_clock(surroundings.clock)));
  }
  return &bench.aim_at(*std::move(target));
}

}  // namespace enocheck
