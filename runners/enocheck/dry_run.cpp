#include "dry_run.h"

#include <map>
#include <random>
#include <set>

#include <fmt/format.h>

#include "duis/service_request.h"
#include "engine/case_run.h"
#include "interrupt.h"
#include "target.h"

namespace enocheck {
namespace {

/// What would be sent in all.
struct Plan {
  std::map<std::string, std::size_t> requests_by_user;
  std::set<Eui64> devices;
  std::size_t requests = 0;
  std::size_t cases = 0;
  std::size_t skipped = 0;
};

std::string name_of(const catalogue::World& world, const Eui64& eui) {
  for (const auto& user : world.users) {
    if (user.eui == eui) { return user.name; }
  }
  return to_string(eui);
}

/// A line for a document from a user.
std::string describe(const engine::Exchange& exchange, const catalogue::World& world, Plan& plan) {
  ++plan.requests;
  const auto request = duis::parse_request(text_of(exchange.octets));
  if (!request) {
    return fmt::format("  a document that is no DUIS request, {} octets\n", exchange.octets.size());
  }
  const auto& header = request->header;
  const auto user = name_of(world, header.request_id.originator);
  ++plan.requests_by_user[user];
  if (header.request_id.target != catalogue::kAccessControlBroker) {
    plan.devices.insert(header.request_id.target);
  }
  return fmt::format("  {:<8} {:<7} variant {}  to {}\n", user, header.service_reference_variant,
                     header.command_variant, to_string(header.request_id.target));
}

/// Why the case would not be run against the target, or nothing.
Result<std::optional<std::string>> reason_to_leave_out(const catalogue::Testcase& testcase,
                                                       const RunOptions& options,
                                                       const engine::Observes& observes,
                                                       const catalogue::Profile& profile) {
  auto reason = engine::reason_to_skip(testcase, observes, profile);
  const bool plays_one_world = !observes.fresh_counters;  // it remembers
  if (reason && !*reason && plays_one_world && testcase.world != options.world) {
    return fmt::format("plays in world {}; the target's is {}", testcase.world, options.world);
  }
  return reason;
}

}  // namespace

Status print_what_would_be_sent(const RunOptions& options, const CommandContext& context,
                                const LoadedSuite& suite) {
  const SystemClock clock;
  SilentLogger log;
  SeededEntropy entropy(std::random_device{}());
  auto keys = load_keys(options.keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto bench =
      EmbeddedBench::create(context.data_dir, suite, options.seed, log,
                            {.besides = nullptr, .signs_repeatably = false, .keys = *std::move(keys)});
  if (!bench) { return tl::unexpected(bench.error()); }
  const auto target = make_target(options, {clock, entropy, {}, log, context.data_dir, suite.profile.name});
  if (!target) { return tl::unexpected(target.error()); }
  const auto& surroundings = (*bench)->against(nullptr);
  const auto observes = *target == nullptr ? surroundings.sut->observes() : (*target)->observes();
  Plan plan;
  for (const auto& testcase : suite.cases) {
    if (was_interrupted()) { break; }
    const auto reason = reason_to_leave_out(testcase, options, observes, suite.profile);
    if (!reason) { return tl::unexpected(reason.error()); }
    plan.skipped += *reason ? 1U : 0U;
    plan.cases += *reason ? 0U : 1U;
    fmt::print("{}{}{}\n", testcase.id, *reason ? ": skip: " : "", reason->value_or(""));
    if (*reason) { continue; }
    static_cast<void>(engine::run_case(testcase, surroundings));
    const auto& world = suite.worlds.at(testcase.world);
    for (const auto& exchange : surroundings.sut->exchanges()) {
      if (exchange.link == "user-to-dsp") { fmt::print("{}", describe(exchange, world, plan)); }
    }
  }
  std::string users;
  for (const auto& [user, count] : plan.requests_by_user) { users += fmt::format(", {} as {}", count, user); }
  fmt::print("{} cases would send {} requests{}, to {} devices; {} cases are skipped. Nothing was sent.\n",
             plan.cases, plan.requests, users, plan.devices.size(), plan.skipped);
  return {};
}

}  // namespace enocheck
