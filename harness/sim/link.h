#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"

namespace enocheck::sim {

/// Where something was seen on its way. The names are also those of the evidence files.
enum class Link {
  UserToDsp,  ///< DUIS request
  DspToUser,  ///< DUIS answer in the same call, or through Receive Response
  DspToWan,   ///< GBCS, device named
  WanToHub,
  HubToDevice,
  DeviceToHub,
  HubToWan,
  WanToDsp,
  EsmeToHcalcs,  ///< ZSE frame (not GBCS)
  HcalcsToEsme,
  SwitchToLoad,    ///< one octet: 1 power on, 0 power cut
  WanNoticeToDsp,  ///< a GBCS command that could not be delivered, given back
  LoadToFeeder,    ///< five octets: switch (1 to 5), watts that its load draws from now on
};
inline constexpr std::array kAllLinks = {
    Link::UserToDsp,    Link::DspToUser,      Link::DspToWan,    Link::WanToHub,     Link::HubToDevice,
    Link::DeviceToHub,  Link::HubToWan,       Link::WanToDsp,    Link::EsmeToHcalcs, Link::HcalcsToEsme,
    Link::SwitchToLoad, Link::WanNoticeToDsp, Link::LoadToFeeder};
/// "user-to-dsp", "dsp-to-wan", …: the names of evidence and of `engine::Sut::intercept`.
[[nodiscard]] std::string_view name_of(Link link);
[[nodiscard]] std::optional<Link> link_named(std::string_view name);

/// Towards the device, or from it.
enum class Direction { Down, Up };

/// Takes octets addressed to, or coming from, `device`. Parties know each other through this and nothing
/// else.
class OctetSink {
 public:
  OctetSink() = default;
  OctetSink(const OctetSink&) = delete;
  OctetSink& operator=(const OctetSink&) = delete;
  virtual ~OctetSink() = default;
  virtual void receive(const Eui64& device, ByteView octets) = 0;
};

/// A sink that hands on to a function: a party with several links has one inlet a link.
class Inlet final : public OctetSink {
 public:
  using Take = std::function<void(const Eui64& device, ByteView octets)>;
  explicit Inlet(Take take) : take_(std::move(take)) {}
  void receive(const Eui64& device, ByteView octets) override { take_(device, octets); }

 private:
  Take take_;
};

/// Sees all that passes; the target makes evidence of it.
class Tracer {
 public:
  Tracer() = default;
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;
  virtual ~Tracer() = default;
  virtual void seen(Instant at, Link link, const Eui64& device, ByteView octets) = 0;
};

}  // namespace enocheck::sim
