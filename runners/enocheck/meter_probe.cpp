#include "meter_probe.h"

#include <random>

#include <fmt/format.h>

#include "engine/steps_apart.h"
#include "target.h"

namespace enocheck {
namespace {

std::string eui_of(const catalogue::World& world, const std::string& user) {
  const auto* const found = world.find_user(user);
  return found == nullptr ? "none" : to_string(found->eui);
}

/// What a tester looks at when the meter says nothing, or something that is not protected as it has to be.
std::string mend(const RunOptions& options, const catalogue::World& world,
                 const catalogue::WorldMeter& meter) {
  const auto esme = to_string(meter.esme);
  const auto keys = options.keystore.empty() ? fmt::format("the test keys of --seed {}", options.seed)
                                             : "--keystore " + options.keystore;
  return fmt::format(
      "{} may not be its keys: they have to be those of the supplier {}, network operator {} and access "
      "control "
      "broker {} in its trust anchor cells, with the meter's certificates ({}-ds.pem, {}-ka.pem); or {} of "
      "world "
      "{} is another meter (--meter, --world)",
      keys, eui_of(world, meter.supplier), eui_of(world, meter.network_operator),
      to_string(catalogue::kAccessControlBroker), esme, esme, meter.name, world.id);
}

Finding read(const RunOptions& options, const engine::Surroundings& surroundings,
             const catalogue::World& world, const catalogue::WorldMeter& meter) {
  Finding finding{fmt::format("{} reads {}'s firmware version (11.2)", meter.supplier, meter.name), false,
                  false, "its answer is as it has to be"};
  if (const auto loaded = surroundings.sut->load(world); !loaded) {
    finding.detail = loaded.error().detail;
    return finding;
  }
  const auto stop =
      engine::run_apart(surroundings, world, engine::done(engine::sent_by_supplier(meter, "11.2")));
  finding.is_there = !stop;
  if (stop) { finding.detail = engine::in_words(*stop); }
  if (stop && stop->verdict == engine::Verdict::Fail) {
    finding.detail += "; " + mend(options, world, meter);
    finding.is_needed = true;
  }
  return finding;
}

}  // namespace

Result<std::optional<Finding>> probe_meter(const RunOptions& options, const std::filesystem::path& data_dir,
                                           const LoadedSuite& suite) {
  const auto world = suite.worlds.find(options.world);
  if (!options.target.starts_with("esme=") || !options.control.empty() || world == suite.worlds.end()) {
    return std::nullopt;
  }
  const auto* const meter =
      options.meter.empty() ? &world->second.meters.front() : world->second.find_meter(options.meter);
  if (meter == nullptr) { return std::nullopt; }  // which the target says itself
  const SystemClock clock;
  SilentLogger log;
  SeededEntropy entropy(std::random_device{}());
  auto keys = load_keys(options.keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto bench =
      EmbeddedBench::create(data_dir, suite, options.seed, log,
                            {.besides = &world->second, .signs_repeatably = false, .keys = *std::move(keys)});
  if (!bench) { return tl::unexpected(bench.error()); }
  const auto surroundings = aim(options, **bench, {clock, entropy, {}, log, data_dir, suite.profile.name});
  if (!surroundings) { return tl::unexpected(surroundings.error()); }
  if (auto reached = (*surroundings)->sut->reach(); !reached) { return tl::unexpected(reached.error()); }
  if ((*surroundings)->sut->observes().fresh_counters) { return std::nullopt; }
  return read(options, **surroundings, world->second, *meter);
}

Status try_meter(const RunOptions& options, const std::filesystem::path& data_dir, const LoadedSuite& suite) {
  if (!options.target.starts_with("esme=tcp:")) { return {}; }
  const auto found = probe_meter(options, data_dir, suite);
  if (!found) { return tl::unexpected(found.error()); }
  if (!*found || (*found)->is_there || !(*found)->is_needed) { return {}; }
  return failure(ErrorCode::Timeout,
                 fmt::format("the meter cannot be judged: {}: {}", (*found)->what, (*found)->detail));
}

}  // namespace enocheck
