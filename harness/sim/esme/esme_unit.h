#pragma once

#include <memory>

#include "core/result.h"
#include "sim/esme/esme.h"

namespace enocheck::sim {

/// A meter with its supply. Without power there is no Esme object; what is left of it is one value, as
/// octets.
class EsmeUnit {
 public:
  EsmeUnit(const Eui64& eui, DeviceKeys keys, Policy policy, std::unique_ptr<EsmeRules> rules,
           const Esme::Surroundings& surroundings);

  /// The first start, as installed. Errors: as Esme::start.
  [[nodiscard]] Status install(const EsmeState& state);
  /// Errors: BadValue if the octets that are left are no state.
  [[nodiscard]] Status set_power(bool on);
  [[nodiscard]] bool is_powered() const { return esme_ != nullptr; }
  void press_boost();

  [[nodiscard]] OctetSink& from_hub() { return from_hub_; }
  [[nodiscard]] OctetSink& from_han() { return from_han_; }
  /// The state that it has, or that is left of it.
  [[nodiscard]] Result<EsmeState> state() const;

 private:
  [[nodiscard]] Status start(EsmeState state);

  Eui64 eui_;
  DeviceKeys keys_;
  Policy policy_;
  std::unique_ptr<EsmeRules> rules_;
  Esme::Surroundings surroundings_;
  Bytes memory_;
  std::unique_ptr<Esme> esme_;
  Inlet from_hub_;
  Inlet from_han_;
};

}  // namespace enocheck::sim
