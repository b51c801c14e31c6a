#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "catalogue/data_folder.h"
#include "catalogue/loader.h"
#include "core/hex.h"
#include "operations.h"
#include "sut/embedded_sut.h"

namespace enocheck::adapter {
namespace {

namespace fs = std::filesystem;
using sut::member;

/// What the meters are to be like.
struct Kit {
  std::string profile;
  std::uint64_t seed = 0;
  std::string keystore;  ///< empty: test keys alone

  friend bool operator==(const Kit&, const Kit&) = default;
};

/// Simulated meters, and what the adapter needs to make them.
class Meters {
 public:
  [[nodiscard]] static Result<std::shared_ptr<Meters>> create(const fs::path& data_dir,
                                                              MakeParts make_parts) {
    auto loader = catalogue::Loader::open(data_dir);
    if (!loader) { return tl::unexpected(loader.error()); }
    auto worlds = loader->worlds();
    if (!worlds) { return tl::unexpected(worlds.error()); }
    auto schema = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "duis_subset.xsd");
    if (!schema) { return tl::unexpected(schema.error()); }
    return std::shared_ptr<Meters>(
        new Meters(*std::move(loader), *std::move(worlds), *std::move(schema), std::move(make_parts)));
  }

  [[nodiscard]] Status reset(const std::string& world, const Kit& kit) {
    const auto found = worlds_.find(world);
    if (found == worlds_.end()) { return failure(ErrorCode::Unsupported, "there is no world " + world); }
    if (!simulated_ || kit != kit_) {
      if (auto made = make(kit); !made) { return made; }
    }
    looked_at_ = 0;
    return simulated_->load(found->second);
  }
  /// Null before a world is loaded.
  [[nodiscard]] engine::Sut* simulated() const { return simulated_.get(); }

  /// What the meters have sent since the last call.
  [[nodiscard]] std::vector<Fields> events() {
    std::vector<Fields> events;
    if (!simulated_) { return events; }
    const auto& all = simulated_->exchanges();
    for (; looked_at_ < all.size(); ++looked_at_) {
      const auto& one = all[looked_at_];
      if (one.link != kToHub) { continue; }
      events.push_back({{"event", std::string("sent")},
                        {"device", to_string(one.device)},
                        {"hex", encode_hex(one.octets)}});
    }
    return events;
  }

  static constexpr const char* kToHub = "device-to-hub";

 private:
  Meters(catalogue::Loader loader, std::map<std::string, catalogue::World> worlds,
         xml::SchemaValidator schema, MakeParts make_parts)
      : loader_(std::move(loader)),
        worlds_(std::move(worlds)),
        schema_(std::move(schema)),
        make_parts_(std::move(make_parts)) {}

  [[nodiscard]] Status make(const Kit& kit) {
    const auto profile = loader_.profile(kit.profile);
    if (!profile) { return tl::unexpected(profile.error()); }
    std::shared_ptr<const crypto::KeyStore> keys;
    if (!kit.keystore.empty()) {
      auto loaded = crypto::KeyStore::load(kit.keystore);
      if (!loaded) { return tl::unexpected(loaded.error()); }
      keys = std::make_shared<const crypto::KeyStore>(*std::move(loaded));
    }
    auto credentials = sut::Credentials::create(kit.seed, false, std::move(keys));
    if (!credentials) { return tl::unexpected(credentials.error()); }
    simulated_ = std::make_unique<sut::EmbeddedSut>(
        sut::EmbeddedParts{*profile, *std::move(credentials), make_parts_(), schema_, log_, kit.seed});
    kit_ = kit;
    return {};
  }

  catalogue::Loader loader_;
  std::map<std::string, catalogue::World> worlds_;
  xml::SchemaValidator schema_;
  MakeParts make_parts_;
  SilentLogger log_;
  Kit kit_;  ///< of those that there are now
  std::unique_ptr<sut::EmbeddedSut> simulated_;
  std::size_t looked_at_ = 0;
};

fs::path data_dir() {
  const char* const named = std::getenv("ENOCHECK_DATA_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return named != nullptr ? fs::path(named) : catalogue::own_data_folder();
}

/// The members of a call. Errors: BadValue for one that is not there.
template <class T>
Result<T> needed(const Fields& call, std::string_view name) {
  const auto* const value = member<T>(call, name);
  if (value == nullptr) { return failure(ErrorCode::BadValue, "the call has no " + std::string(name)); }
  return *value;
}

Result<Eui64> device_in(const Fields& call) {
  const auto text = needed<std::string>(call, "device");
  if (!text) { return tl::unexpected(text.error()); }
  return Eui64::parse(*text);
}

Fields answer_to(const Status& status) { return status ? done() : refused(status.error()); }

Fields reset(Meters& meters, const Fields& call) {
  const auto world = needed<std::string>(call, "world");
  if (!world) { return refused(world.error()); }
  const auto seed = needed<std::int64_t>(call, "seed");
  if (!seed) { return refused(seed.error()); }
  const auto profile = needed<std::string>(call, "profile");
  if (!profile) { return refused(profile.error()); }
  const auto* const keystore = member<std::string>(call, "keystore");
  return answer_to(meters.reset(
      *world, {*profile, static_cast<std::uint64_t>(*seed), keystore == nullptr ? "" : *keystore}));
}

Fields deliver(engine::Sut& meters, const Eui64& device, const Fields& call) {
  const auto hex = needed<std::string>(call, "hex");
  if (!hex) { return refused(hex.error()); }
  const auto octets = decode_hex(*hex);
  if (!octets) { return refused(octets.error()); }
  return answer_to(meters.deliver(device, *octets));
}

Fields set_power(engine::Sut& meters, const Eui64& device, const Fields& call) {
  const auto on = needed<bool>(call, "on");
  if (!on) { return refused(on.error()); }
  return answer_to(meters.set_power(device, *on));
}

Fields press_boost(engine::Sut& meters, const Eui64& device, const Fields& /*call*/) {
  return answer_to(meters.press_boost(device));
}

Fields look_at_switch(engine::Sut& meters, const Eui64& device, const Fields& call) {
  const auto index = needed<std::int64_t>(call, "index");
  if (!index) { return refused(index.error()); }
  const auto closed = meters.switch_is_closed(device, static_cast<unsigned>(*index));
  if (!closed) { return refused(closed.error()); }
  return {{"closed", *closed}};
}

Fields look_at_load(engine::Sut& meters, const Eui64& device, const Fields& call) {
  const auto index = needed<std::int64_t>(call, "index");
  if (!index) { return refused(index.error()); }
  const auto watts = meters.load_watts(device, static_cast<unsigned>(*index));
  if (!watts) { return refused(watts.error()); }
  return {{"watts", std::int64_t{*watts}}};
}

/// Time goes on until a meter has sent something, where that is asked for.
Fields advance(engine::Sut& meters, const Fields& call) {
  const auto span = needed<std::int64_t>(call, "ms");
  if (!span) { return refused(span.error()); }
  const auto* const until = member<std::string>(call, "until");
  const auto began = meters.now();
  const auto done = until != nullptr && *until == "sent"
                        ? meters.await_exchange(Meters::kToHub, Duration(*span))
                        : meters.advance(Duration(*span));
  if (!done) { return refused(done.error()); }
  return {{"done", true}, {"passed", std::int64_t{(meters.now() - began).count()}}};
}

using Use = Fields (*)(engine::Sut& meters, const Eui64& device, const Fields& call);

/// An operation on one device of the world at hand.
Operation on_device(const std::shared_ptr<Meters>& meters, Use use) {
  return [meters, use](const Fields& call) -> Fields {
    auto* const simulated = meters->simulated();
    if (simulated == nullptr) { return failed("no world: reset comes first"); }
    const auto device = device_in(call);
    return device ? use(*simulated, *device, call) : refused(device.error());
  };
}

}  // namespace

Result<Kind> esme_kind(MakeParts make_parts) {
  auto made = Meters::create(data_dir(), std::move(make_parts));
  if (!made) { return tl::unexpected(made.error()); }
  const auto& meters = *made;
  Kind kind;
  kind.operations = {{"reset", [meters](const Fields& call) { return reset(*meters, call); }},
                     {"deliver", on_device(meters, deliver)},
                     {"power", on_device(meters, set_power)},
                     {"press-boost", on_device(meters, press_boost)},
                     {"switch", on_device(meters, look_at_switch)},
                     {"load", on_device(meters, look_at_load)},
                     {"advance", [meters](const Fields& call) {
                        auto* const simulated = meters->simulated();
                        return simulated == nullptr ? failed("no world: reset comes first")
                                                    : advance(*simulated, call);
                      }}};
  kind.events = [meters] { return meters->events(); };
  return kind;
}

}  // namespace enocheck::adapter
