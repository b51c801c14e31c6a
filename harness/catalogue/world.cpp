#include "catalogue/world.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/fingerprint.h"

namespace enocheck::catalogue {
namespace {

template <class T>
auto find_named(T& all, std::string_view name) {
  return std::find_if(all.begin(), all.end(), [name](const auto& one) { return one.name == name; });
}

/// Puts `one` in the place of the one of its name, or at the end.
template <class T>
void replace_or_add(std::vector<T>& all, T one) {
  const auto found = find_named(all, one.name);
  if (found == all.end()) {
    all.push_back(std::move(one));
  } else {
    *found = std::move(one);
  }
}

WorldUser read_user(const Element& element) {
  return {element.required("name"), element.eui("eui").value_or(Eui64{}), element.words("roles"),
          element.boolean("suspended").value_or(false)};
}

void read_load(const Element& element, WorldSwitch& one) {
  one.load = element.one_of("load", {"charger", "smart-charger", "other"}, "none");
  const auto watts = element.integer("watts");
  const auto reduced = element.integer("reduced-watts");
  if (watts.has_value() != (one.load != "none")) { element.fail("load and watts go together"); }
  if (reduced.has_value() != (one.load == "smart-charger")) {
    element.fail("reduced-watts goes with load=\"smart-charger\", and only there");
  }
  one.watts = static_cast<unsigned>(watts.value_or(0));
  one.reduced_watts = static_cast<unsigned>(reduced.value_or(0));
  one.reacts_in = element.span("reacts-in").value_or(Duration{});
}

/// What an HCALCS's attribute says, or `generated` gives for a home of a feeder.
using HcalcsOf = std::function<Eui64(std::int64_t index)>;

void read_switch(const Element& element, WorldMeter& meter, const HcalcsOf& generated = {}) {
  const auto index = element.integer("index").value_or(0);
  if (index < 1 || index > 5) {
    element.fail("index has to be 1 to 5");
    return;
  }
  auto& one = meter.switches.at(static_cast<std::size_t>(index) - 1);
  if (one.kind != "none") { element.fail(fmt::format("switch {} is there already", index)); }
  one.kind = element.one_of("kind", {"alcs", "hcalcs"}, "");
  const auto hcalcs = element.eui("hcalcs");
  if (hcalcs.has_value() != (one.kind == "hcalcs" && !generated)) {
    element.fail("hcalcs goes with kind=\"hcalcs\", and only there; a feeder makes them itself");
  }
  one.hcalcs = hcalcs.value_or(Eui64{});
  const auto han_status = element.one_of("han-status", {"unknown", "pending", "whitelisted", "joined"}, "");
  const auto listed = element.boolean("on-device-log");
  const auto band = element.one_of("band", {"2.4GHz", "sub-GHz"}, "");
  if ((!han_status.empty() || !band.empty() || listed) && one.kind != "hcalcs") {
    element.fail("han-status, band and on-device-log go with kind=\"hcalcs\", and only there");
  }
  if (!band.empty()) { one.band = band; }
  if (!han_status.empty()) { one.han_status = han_status; }
  one.is_on_device_log = listed.value_or(true);
  if (generated && one.kind == "hcalcs") { one.hcalcs = generated(index); }
  one.label = element.text("label");
  one.calendar_closed = element.one_of("calendar", {"open", "closed"}, "closed") == "closed";
  one.boost = element.boolean("boost").value_or(false);
  read_load(element, one);
}

WorldWan read_wan(const Element& element) {
  const auto percent = [&](const char* attribute) {
    const auto value = element.integer(attribute).value_or(0);
    if (value < 0 || value > 100) { element.fail(fmt::format("{} has to be 0 to 100", attribute)); }
    return static_cast<unsigned>(value);
  };
  WorldWan wan;
  wan.kind = element.one_of("kind", {"north", "central", "south", "4g"}, "");
  wan.lost_percent = percent("lost-percent");
  wan.duplicated_percent = percent("duplicated-percent");
  wan.overtaken_percent = percent("overtaken-percent");
  for (const auto& outage : element.children("outage")) {
    wan.outages.push_back({outage.span("from").value_or(Duration{}), outage.span("to").value_or(Duration{})});
    if (wan.outages.back().from >= wan.outages.back().to) { outage.fail("an outage ends after it began"); }
  }
  return wan;
}

WorldMeter read_meter(const Element& element) {
  WorldMeter meter;
  meter.name = element.required("name");
  meter.esme = element.eui("esme").value_or(Eui64{});
  meter.hub = element.eui("hub").value_or(Eui64{});
  meter.has_dual_band_hub = element.one_of("hub-bands", {"single", "dual"}, "single") == "dual";
  meter.import_mpan = element.required("import-mpan");
  meter.gbcs_version = element.required("gbcs-version");
  meter.inventory_gbcs_version = element.text("inventory-gbcs-version", meter.gbcs_version);
  meter.firmware_version = element.required("firmware-version");
  meter.inventory_firmware_version = element.text("inventory-firmware-version", meter.firmware_version);
  meter.random_number = static_cast<unsigned>(element.integer("random-number").value_or(1));
  meter.smets_version = element.text("smets-version", "SMETS2");
  meter.device_status = element.text("device-status", "Commissioned");
  meter.has_boost_button = element.boolean("boost-button").value_or(true);
  meter.device_latency = element.span("device-latency");
  meter.event_ids = element.one_of("event-ids", {"2000", "1970"}, "2000");
  meter.supplier = element.required("supplier");
  meter.network_operator = element.text("network-operator");
  if (const auto wan = element.child("wan")) { meter.wan = read_wan(*wan); }
  for (const auto& child : element.children("switch")) { read_switch(child, meter); }
  return meter;
}

WorldProduct read_product(const Element& element) {
  return {element.required("firmware-version"), element.required("gbcs-version"),
          element.hex("hash").value_or(Bytes()), element.boolean("active").value_or(true)};
}

/// The homes of a feeder are meters with EUIs and MPANs counted from the feeder's: ESME +16, +32, …, its hub
/// one more, the HCALCS of switch n four and n more.
WorldMeter make_home(const Element& element, std::uint64_t number) {
  const auto eui = element.eui("eui").value_or(Eui64{}).value() + 16 * number;
  WorldMeter home;
  home.name = fmt::format("{}_{}", element.required("name"), number);
  home.esme = Eui64{eui};
  home.hub = Eui64{eui + 1};
  home.import_mpan =
      fmt::format("{:013}", static_cast<std::uint64_t>(element.integer("mpan").value_or(0)) + number);
  home.gbcs_version = element.required("gbcs-version");
  home.inventory_gbcs_version = home.gbcs_version;
  home.firmware_version = element.required("firmware-version");
  home.smets_version = "SMETS2";
  home.device_status = "Commissioned";
  home.supplier = element.required("supplier");
  home.network_operator = element.required("network-operator");
  if (const auto wan = element.child("wan")) { home.wan = read_wan(*wan); }
  const auto hcalcs = [eui](std::int64_t index) {
    return Eui64{eui + 4 + static_cast<std::uint64_t>(index)};
  };
  for (const auto& child : element.children("switch")) { read_switch(child, home, hcalcs); }
  return home;
}

void read_feeder(const Element& element, World& world) {
  const auto watts = [&](const char* attribute) {
    return static_cast<unsigned>(std::max<std::int64_t>(0, element.integer(attribute).value_or(0)));
  };
  WorldFeeder feeder{element.required("name"),
                     {},
                     watts("base-watts"),
                     watts("fuse-watts"),
                     element.span("fuse-holds").value_or(Duration{})};
  for (std::uint64_t number = 1; number <= watts("homes"); ++number) {
    auto home = make_home(element, number);
    world.registrations.push_back(
        {home.import_mpan, "ED", home.network_operator, std::nullopt, std::nullopt});
    world.registrations.push_back({home.import_mpan, "IS", home.supplier, std::nullopt, std::nullopt});
    feeder.homes.push_back(home.name);
    world.meters.push_back(std::move(home));
  }
  world.feeders.push_back(std::move(feeder));
}

WorldRegistration read_registration(const Element& element) {
  return {element.required("mpan"), element.required("role"), element.required("user"),
          element.instant("from"), element.instant("to")};
}

WorldThreshold read_threshold(const Element& element) {
  return {element.required("user"), element.text("srv"),
          static_cast<unsigned>(element.integer("limit").value_or(0)),
          element.span("window").value_or(Duration::zero())};
}

/// The first thing that does not hold together, or nothing.
std::optional<std::string> inconsistency(const World& world) {
  std::set<Eui64> euis;
  std::set<std::string> mpans;
  for (const auto& user : world.users) {
    if (!euis.insert(user.eui).second) { return fmt::format("EUI {} is used twice", to_string(user.eui)); }
  }
  for (const auto& meter : world.meters) {
    std::vector<Eui64> devices = {meter.esme, meter.hub};
    for (const auto& one : meter.switches) {
      if (one.kind == "hcalcs") { devices.push_back(one.hcalcs); }
    }
    for (const auto& device : devices) {
      if (!euis.insert(device).second) { return fmt::format("EUI {} is used twice", to_string(device)); }
    }
    if (!mpans.insert(meter.import_mpan).second) {
      return fmt::format("MPAN {} is used twice", meter.import_mpan);
    }
    for (const auto& name : {meter.supplier, meter.network_operator}) {
      if (!name.empty() && world.find_user(name) == nullptr) {
        return fmt::format("there is no user {}", name);
      }
    }
  }
  for (const auto& registration : world.registrations) {
    if (world.find_user(registration.user) == nullptr) {
      return fmt::format("a registration is of {}, who is no user", registration.user);
    }
    if (!mpans.contains(registration.mpan)) {
      return fmt::format("a registration is for {}, which is no meter's MPAN", registration.mpan);
    }
  }
  for (const auto& threshold : world.thresholds) {
    if (world.find_user(threshold.user) == nullptr) {
      return fmt::format("a threshold is of {}, who is no user", threshold.user);
    }
  }
  return std::nullopt;
}

}  // namespace

const WorldMeter* World::find_meter(std::string_view name) const {
  const auto found = find_named(meters, name);
  return found == meters.end() ? nullptr : &*found;
}

const WorldFeeder* World::find_feeder(std::string_view name) const {
  const auto found = find_named(feeders, name);
  return found == feeders.end() ? nullptr : &*found;
}

const WorldUser* World::find_user(std::string_view name) const {
  const auto found = find_named(users, name);
  return found == users.end() ? nullptr : &*found;
}

Result<std::vector<Eui64>> meters_on_bench(const World& world, std::string_view name) {
  std::vector<Eui64> found;
  for (const auto& meter : world.meters) {
    if (name.empty() || meter.name == name) { found.push_back(meter.esme); }
  }
  if (!found.empty()) { return found; }
  return failure(ErrorCode::Unsupported, fmt::format("the bench has {}, which is not in world {}",
                                                     name.empty() ? "a meter" : name, world.id));
}

Result<World> parse_world(std::string id, std::string file, std::string text,
                          const std::function<Result<World>(std::string_view)>& base) {
  const auto source = Source::parse(file, std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  World world;
  if (const auto extends = root.maybe("extends")) {
    auto under = base(*extends);
    if (!under) { return failure(under.error(), fmt::format("{} extends {}", file, *extends)); }
    world = *std::move(under);
  }
  world.id = std::move(id);
  world.fingerprint += fingerprint(plain_text((*source)->root()));
  world.title = root.required("title");
  const auto start = root.instant("start");
  if (start) { world.start = *start; }
  if (world.start == Instant{}) { root.fail("the world needs a start"); }
  for (const auto& child : root.children("user")) { replace_or_add(world.users, read_user(child)); }
  for (const auto& child : root.children("meter")) { replace_or_add(world.meters, read_meter(child)); }
  for (const auto& child : root.children("product")) { world.products.push_back(read_product(child)); }
  for (const auto& child : root.children("feeder")) { read_feeder(child, world); }
  for (const auto& child : root.children("registration")) {
    world.registrations.push_back(read_registration(child));
  }
  for (const auto& child : root.children("threshold")) { world.thresholds.push_back(read_threshold(child)); }
  if (const auto wrong = inconsistency(world)) { root.fail(*wrong); }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(world));
}

Result<Eui64> find_party(const World& world, std::string_view name) {
  if (name == "DCC") { return kAccessControlBroker; }
  if (const auto* user = world.find_user(name)) { return user->eui; }
  const auto slash = name.find('/');
  if (const auto* meter = world.find_meter(name.substr(0, slash))) {
    if (slash == std::string_view::npos) { return meter->esme; }
    const auto part = name.substr(slash + 1);
    if (part == "hub") { return meter->hub; }
    if (part.starts_with("hcalcs") && part.size() == 7 && part[6] >= '1' && part[6] <= '5') {
      const auto& one = meter->switches.at(static_cast<std::size_t>(part[6] - '1'));
      if (one.kind == "hcalcs") { return one.hcalcs; }
    }
    return failure(ErrorCode::BadValue,
                   fmt::format("meter {} of world {} has no {}", meter->name, world.id, part));
  }
  if (auto eui = Eui64::parse(name)) { return *eui; }
  return failure(ErrorCode::BadValue,
                 fmt::format("world {} has no user or meter {}, and it is no EUI", world.id, name));
}

}  // namespace enocheck::catalogue
