#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/case_context.h"
#include "engine/trace.h"

namespace enocheck::engine {

/// Where a message's way went wrong first.
struct Finding {
  Hop hop = Hop::Esme;
  std::string why;
  std::optional<std::size_t> proof;  ///< index of the exchange that shows it
};

/// Follows messages link by link and says where they first differ from what had to pass there. It uses what
/// was seen, the request, and the test keys; it knows nothing of how a party is built.
class HopFinder {
 public:
  explicit HopFinder(const CaseContext& context) : context_(&context), trace_(context) {}

  /// What is wrong with the command of an accepted message on its way from the DSP to the device, or nothing.
  [[nodiscard]] std::optional<Finding> command_fault(const SentMessage& message) const;
  /// What is wrong with the response on its way from the device to the user, or nothing.
  [[nodiscard]] std::optional<Finding> response_fault(const SentMessage& message) const;
  /// Who is to blame for a response that is missing, wrong, or not what was asked for.
  [[nodiscard]] Finding wrong_response(const SentMessage& message) const;
  /// … for a response that should not have come.
  [[nodiscard]] Finding unwanted_response(const SentMessage& message) const;
  /// … for a user who was told E20 or E21, or was not, other than `expected`.
  [[nodiscard]] Finding wrong_failure(const SentMessage& message, std::string_view expected) const;
  /// … for contacts that are not in the state that they should be in.
  [[nodiscard]] Finding wrong_switch(const catalogue::WorldMeter& meter, unsigned index,
                                     bool expected_closed) const;
  /// … for a load that draws what it should not, behind contacts that are as `is_closed` says.
  [[nodiscard]] Finding wrong_load(const catalogue::WorldMeter& meter, unsigned index, bool expects_power,
                                   bool is_closed) const;
  /// … for a message that reached a device and should not have.
  [[nodiscard]] Finding unwanted_at_device(std::size_t exchange) const;

 private:
  struct Hops;
  [[nodiscard]] std::optional<Finding> fault_leaving_dsp(const SentMessage& message,
                                                         std::size_t exchange) const;
  /// What was wrong with a command that the same device got before this message: a device shows what others
  /// made of it.
  /// An event that an HCALCS carried out, or should have, and did not report: then the log lacks it.
  [[nodiscard]] std::optional<Finding> unreported_event(const SentMessage& message) const;
  [[nodiscard]] std::optional<Finding> earlier_fault(const SentMessage& message) const;
  /// A command to the same device, after the request, that belongs to no request: perhaps the one that it
  /// should have become.
  [[nodiscard]] std::optional<std::size_t> unclaimed_command(const SentMessage& message) const;
  /// What the WAN gave back to the DSP that it had for this device.
  [[nodiscard]] std::optional<std::size_t> undelivered(const Eui64& device, std::size_t first) const;
  [[nodiscard]] std::optional<Finding> fault_on_links(std::size_t from, const Hops& first,
                                                      const Hops& second) const;
  [[nodiscard]] std::optional<Finding> fault_leaving_device(const SentMessage& message,
                                                            std::size_t exchange) const;
  [[nodiscard]] const std::vector<Exchange>& seen() const { return context_->exchanges(); }

  const CaseContext* context_;
  Trace trace_;
};

}  // namespace enocheck::engine
