#include "target.h"

#include <array>
#include <cstdlib>
#include <random>

#include <fmt/format.h>

#include "sut/parser_sut.h"

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

/// The forms of `--target`: what it begins with, what the rest is, and who makes it.
struct Form {
  std::string_view beginning;
  std::string_view rest;
  MadeTarget (*make)(const RunOptions& options, std::string_view rest,
                     const TargetSurroundings& surroundings);
};
constexpr std::array<Form, 1> kForms = {{
    {"pc=exec:", "COMMAND", make_parser},
}};

/// For a target that is looked at and not run against.
template <class Use>
auto with_target(const RunOptions& options, const Use& use) -> Status {
  const SystemClock clock;
  SeededEntropy entropy(std::random_device{}());
  const auto target = make_target(options, {clock, entropy, {}});
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

Status check_target(const RunOptions& options) {
  if (!options.defect.empty() && options.target != "embedded") {
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect breaks the simulators, not {}", options.target));
  }
  return with_target(options, [](engine::Sut& /*target*/) { return Status{}; });
}

Status try_target(const RunOptions& options) {
  return with_target(options, [](engine::Sut& target) -> Status {
    const auto reached = target.reach();
    if (reached) { return {}; }
    return failure(ErrorCode::Timeout, "the target cannot be judged: " + reached.error().detail);
  });
}

Result<const engine::Surroundings*> aim(const RunOptions& options, const fs::path& data_dir,
                                        EmbeddedBench& bench, const TargetSurroundings& surroundings) {
  if (const auto file = mmc_schema(options, data_dir); !file.empty()) {
    auto schema = xml::SchemaValidator::load(file);
    if (!schema) { return tl::unexpected(schema.error()); }
    bench.set_mmc_schema(*std::move(schema));
  }
  auto target = make_target(options, surroundings);
  if (!target) { return tl::unexpected(target.error()); }
  if (*target == nullptr) { return &bench.against(sim::find_defect(options.defect)); }
  return &bench.aim_at(*std::move(target));
}

}  // namespace enocheck
