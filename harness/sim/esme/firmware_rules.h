#pragma once

#include "gbcs/firmware_activation.h"
#include "sim/esme/esme_state.h"

namespace enocheck::sim {

/// How a conformant ESME treats firmware: one decision a function. Source: GBCS brief 4.12.
class FirmwareRules {
 public:
  FirmwareRules() = default;
  FirmwareRules(const FirmwareRules&) = delete;
  FirmwareRules& operator=(const FirmwareRules&) = delete;
  virtual ~FirmwareRules() = default;

  /// Keeps an image that was distributed; nothing of it runs yet.
  virtual void keep_image(EsmeState& state, const FirmwareImage& image) const;
  /// Does it tell the supplier that it holds an image (8F72)?
  [[nodiscard]] virtual bool confirms_image() const { return true; }
  /// What activating the image of this hash comes to: there must be one, of exactly this hash.
  [[nodiscard]] virtual gbcs::FirmwareResult result_of_activation(const EsmeState& state,
                                                                  ByteView hash) const;
  /// The image becomes what runs: its firmware version and, with that, its GBCS version.
  virtual void activate(EsmeState& state) const;
  /// When an activation is to happen that came now.
  [[nodiscard]] virtual Instant time_of_activation(Instant asked, Instant /*now*/) const { return asked; }
  /// Does "never" take back an activation that waits?
  [[nodiscard]] virtual bool cancels_activation() const { return true; }
  /// Does it tell what became of a future-dated command (8F66, 8F67)?
  [[nodiscard]] virtual bool tells_outcome() const { return true; }
  /// The version that the response to CS06 names, and what ECS52 reads: the one that runs.
  [[nodiscard]] virtual std::string named_version(const EsmeState& state) const;
};

}  // namespace enocheck::sim
