#include "sut/embedded_world.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace enocheck::sut {
namespace {

template <class Kind, std::size_t Size>
Result<Kind> kind_named(std::string_view name,
                        const std::array<std::pair<std::string_view, Kind>, Size>& kinds) {
  const auto found = std::ranges::find(kinds, name, &std::pair<std::string_view, Kind>::first);
  if (found == kinds.end()) { return failure(ErrorCode::BadValue, "no such kind: " + std::string(name)); }
  return found->second;
}

constexpr std::array<std::pair<std::string_view, sim::SwitchKind>, 3> kSwitchKinds = {
    {{"none", sim::SwitchKind::None}, {"alcs", sim::SwitchKind::Alcs}, {"hcalcs", sim::SwitchKind::Hcalcs}}};
constexpr std::array<std::pair<std::string_view, sim::LoadKind>, 4> kLoadKinds = {
    {{"none", sim::LoadKind::None},
     {"charger", sim::LoadKind::SimpleCharger},
     {"smart-charger", sim::LoadKind::SmartCharger},
     {"other", sim::LoadKind::OtherLoad}}};

constexpr std::array<std::pair<std::string_view, sim::HanStatus>, 4> kHanStatuses = {
    {{"unknown", sim::HanStatus::Unknown},
     {"pending", sim::HanStatus::Pending},
     {"whitelisted", sim::HanStatus::Whitelisted},
     {"joined", sim::HanStatus::Joined}}};

Result<sim::SwitchSetup> to_setup(const catalogue::WorldSwitch& from) {
  const auto kind = kind_named(from.kind, kSwitchKinds);
  const auto load = kind_named(from.load, kLoadKinds);
  const auto han_status = kind_named(from.han_status, kHanStatuses);
  if (!han_status) { return tl::unexpected(han_status.error()); }
  if (!kind) { return tl::unexpected(kind.error()); }
  if (!load) { return tl::unexpected(load.error()); }
  return sim::SwitchSetup{.kind = *kind,
                          .hcalcs = from.hcalcs,
                          .han_status = *han_status,
                          .band = from.band == "sub-GHz" ? sim::Band::SubGhz : sim::Band::TwoPointFourGhz,
                          .is_on_device_log = from.is_on_device_log,
                          .label = from.label,
                          .calendar_closed = from.calendar_closed,
                          .boost = from.boost,
                          .load = *load,
                          .load_watts = from.watts,
                          .reduced_watts = from.reduced_watts,
                          .reacts_in = from.reacts_in};
}

constexpr std::array<std::pair<std::string_view, sim::WanKind>, 5> kWanKinds = {
    {{"", sim::WanKind::Fixed},
     {"north", sim::WanKind::LongRangeRadio},
     {"central", sim::WanKind::CellularCentral},
     {"south", sim::WanKind::CellularSouth},
     {"4g", sim::WanKind::Lte}}};

Result<sim::WanSetup> to_setup(const catalogue::WorldWan& from) {
  const auto kind = kind_named(from.kind, kWanKinds);
  if (!kind) { return tl::unexpected(kind.error()); }
  sim::WanSetup wan{.kind = *kind,
                    .lost_percent = from.lost_percent,
                    .duplicated_percent = from.duplicated_percent,
                    .overtaken_percent = from.overtaken_percent,
                    .outages = {}};
  for (const auto& outage : from.outages) { wan.outages.push_back({outage.from, outage.to}); }
  return wan;
}

/// The EUI of a user by name; no name, zero EUI: an empty trust anchor cell.
Result<Eui64> eui_of(const catalogue::World& world, std::string_view name) {
  if (name.empty()) { return Eui64{}; }
  const auto* const user = world.find_user(name);
  if (user == nullptr) { return failure(ErrorCode::BadValue, "no user " + std::string(name)); }
  return user->eui;
}

Result<sim::MeterSetup> to_setup(const catalogue::World& world, const catalogue::WorldMeter& from) {
  const auto supplier = eui_of(world, from.supplier);
  const auto network_operator = eui_of(world, from.network_operator);
  if (!supplier) { return failure(supplier.error(), from.name); }
  if (!network_operator) { return failure(network_operator.error(), from.name); }
  auto wan = to_setup(from.wan);
  if (!wan) { return failure(wan.error(), from.name); }
  sim::MeterSetup meter{.esme = from.esme,
                        .hub = from.hub,
                        .has_dual_band_hub = from.has_dual_band_hub,
                        .wan = *std::move(wan),
                        .import_mpan = from.import_mpan,
                        .gbcs_version = from.gbcs_version,
                        .inventory_gbcs_version = from.inventory_gbcs_version.empty()
                                                      ? from.gbcs_version
                                                      : from.inventory_gbcs_version,
                        .firmware_version = from.firmware_version,
                        .inventory_firmware_version = from.inventory_firmware_version,
                        .smets_version = from.smets_version,
                        .device_status = from.device_status,
                        .has_boost_button = from.has_boost_button,
                        .random_number = static_cast<std::uint16_t>(from.random_number),
                        .device_latency = from.device_latency,
                        .unix_event_ids = from.event_ids == "1970",
                        .supplier = *supplier,
                        .network_operator = *network_operator,
                        .switches = {}};
  for (std::size_t i = 0; i < from.switches.size(); ++i) {
    auto a_switch = to_setup(from.switches.at(i));
    if (!a_switch) { return failure(a_switch.error(), from.name); }
    meter.switches.at(i) = std::move(*a_switch);
  }
  return meter;
}

}  // namespace

Result<sim::Setup> to_setup(const catalogue::World& world) {
  sim::Setup setup{.start = world.start, .meters = {}, .products = {}, .users = {}, .registrations = {}};
  for (const auto& from : world.meters) {
    auto meter = to_setup(world, from);
    if (!meter) { return tl::unexpected(meter.error()); }
    setup.meters.push_back(std::move(*meter));
  }
  for (const auto& product : world.products) {
    setup.products.push_back(
        {product.firmware_version, product.gbcs_version, product.hash, product.is_active});
  }
  for (const auto& from : world.feeders) {
    sim::FeederSetup feeder{from.name, {}, from.base_watts, from.fuse_watts, from.fuse_holds};
    for (const auto& home : from.homes) { feeder.homes.push_back(world.find_meter(home)->esme); }
    setup.feeders.push_back(std::move(feeder));
  }
  for (const auto& user : world.users) { setup.users.push_back({user.eui, user.roles, user.suspended}); }
  for (const auto& from : world.registrations) {
    const auto user = eui_of(world, from.user);
    if (!user) { return failure(user.error(), "registration of " + from.mpan); }
    setup.registrations.push_back({from.mpan, from.role, *user, from.from, from.to});
  }
  for (const auto& from : world.thresholds) {
    const auto user = eui_of(world, from.user);
    if (!user) { return failure(user.error(), "threshold of " + from.user); }
    setup.thresholds.push_back({*user, from.srv, from.limit, from.window});
  }
  return setup;
}

sim::Policy to_policy(const catalogue::Profile& profile) {
  sim::Policy policy;
  policy.change_in_force = profile.change_in_force;
  policy.eno_variants_from = profile.eno_variants_from;
  policy.ecs47_eno = profile.ecs47_eno;
  policy.ecs62_eno = profile.ecs62_eno;
  policy.ecs61c_eno = profile.ecs61c_eno;
  policy.requirement_3 = profile.requirement_3;
  policy.cs03a1_eno = profile.cs03a1_eno;
  policy.cs03a2_eno = profile.cs03a2_eno;
  policy.cs04ac_eno = profile.cs04ac_eno;
  policy.boost_read_by_urp = profile.boost_read_by_urp;
  policy.controllers_from = profile.controllers_from;
  policy.eno_controller_state = profile.eno_controller_state;
  policy.ecs47a_eno = profile.ecs47a_eno;
  policy.device_refuses_eno_close = profile.device_refuses_eno_close;
  policy.eno_may_label = profile.eno_may_label;
  policy.refuse_false_flags = profile.false_flag == "refuse";
  policy.code_use_case = profile.code_use_case;
  policy.code_signature = profile.code_signature;
  policy.code_header_mismatch = profile.code_header_mismatch;
  policy.code_content = profile.code_content;
  policy.code_duplicate = profile.code_duplicate;
  policy.code_quarantine = profile.code_quarantine;
  policy.code_pre_command = profile.code_pre_command;
  policy.sign_acknowledgements = profile.sign_acknowledgements;
  policy.alert_on_unsupported_from = profile.alert_on_unsupported_from;
  policy.boost_period = profile.boost_period;
  policy.label_limit = profile.label_limit;
  policy.offset_shifts_calendar = profile.offset_shifts_calendar;
  policy.inventory_learns_from_activation = profile.inventory_learns_from_activation;
  policy.inventory_learns_from_read = profile.inventory_learns_from_read;
  policy.code_firmware_image = profile.code_firmware_image;
  policy.code_device_known = profile.code_device_known;
  policy.code_device_unknown = profile.code_device_unknown;
  policy.code_device_status = profile.code_device_status;
  policy.wan_latency = profile.wan_latency;
  policy.han_latency = profile.han_latency;
  policy.sub_ghz_latency = profile.sub_ghz_latency;
  policy.sub_ghz_pause = profile.sub_ghz_pause;
  policy.device_latency = profile.device_latency;
  policy.wan_tries = profile.wan_tries;
  policy.wan_retry_interval = profile.wan_retry_interval;
  policy.response_limit = profile.response_limit;
  return policy;
}

}  // namespace enocheck::sut
