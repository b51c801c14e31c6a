#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/case_context.h"
#include "gbcs/message.h"

namespace enocheck::engine {

/// The links that a command takes to the device, and its response takes back, in order.
inline constexpr std::string_view kDspToWan = "dsp-to-wan";
inline constexpr std::string_view kWanToHub = "wan-to-hub";
inline constexpr std::string_view kHubToDevice = "hub-to-device";
inline constexpr std::string_view kDeviceToHub = "device-to-hub";
inline constexpr std::string_view kHubToWan = "hub-to-wan";
inline constexpr std::string_view kWanToDsp = "wan-to-dsp";
inline constexpr std::string_view kWanNoticeToDsp = "wan-notice-to-dsp";
inline constexpr std::string_view kDspToUser = "dsp-to-user";
inline constexpr std::string_view kEsmeToHcalcs = "esme-to-hcalcs";
inline constexpr std::string_view kHcalcsToEsme = "hcalcs-to-esme";

/// Is this GBCS message the command that a request became, or the response to it? The user's counter is in
/// the header, or with the supplementary remote party.
[[nodiscard]] bool is_command_of(const duis::RequestId& request, const gbcs::GroupingHeader& header);
[[nodiscard]] bool is_response_to(const duis::RequestId& request, const gbcs::GroupingHeader& header);

/// What was seen of a case's messages. Octets that the case itself handed to a device are left out: they are
/// nobody's doing but the harness's.
class Trace {
 public:
  explicit Trace(const CaseContext& context) : context_(&context) {}

  [[nodiscard]] const Exchange& at(std::size_t index) const { return context_->exchanges()[index]; }
  /// Indices of the exchanges on a link, from `first` on, in order.
  [[nodiscard]] std::vector<std::size_t> on_link(std::string_view link, std::size_t first) const;
  /// … of those that are the command of `message`.
  [[nodiscard]] std::vector<std::size_t> commands_on(std::string_view link, const SentMessage& message) const;
  /// … of those that are a response to `message`.
  [[nodiscard]] std::vector<std::size_t> responses_on(std::string_view link,
                                                      const SentMessage& message) const;
  /// The command of `message` as it got furthest towards the device; nothing if it was seen nowhere.
  [[nodiscard]] std::optional<std::size_t> furthest_command(const SentMessage& message) const;

 private:
  const CaseContext* context_;
};

}  // namespace enocheck::engine
