#include "engine/trace.h"

#include <array>

namespace enocheck::engine {
namespace {

/// Is the user's request id that of the message, with `user_side` as the header's own party for it?
bool fits(const duis::RequestId& request, const gbcs::GroupingHeader& header, const Eui64& user_side,
          const Eui64& device_side) {
  if (device_side != request.target) { return false; }
  if (user_side == request.originator) { return header.counter == request.counter; }
  const auto& supplementary = header.supplementary;
  return supplementary && supplementary->remote_party == request.originator &&
         supplementary->remote_party_counter == request.counter;
}

/// Those of `candidates` whose grouping header fits.
template <class Fits>
std::vector<std::size_t> matching(const Trace& trace, const std::vector<std::size_t>& candidates,
                                  const Fits& fits_it) {
  std::vector<std::size_t> found;
  for (const auto index : candidates) {
    const auto message = gbcs::decode_message(trace.at(index).octets);
    if (message && fits_it(message->header)) { found.push_back(index); }
  }
  return found;
}

}  // namespace

bool is_command_of(const duis::RequestId& request, const gbcs::GroupingHeader& header) {
  return header.cra == gbcs::CraFlag::Command && fits(request, header, header.originator, header.target);
}

bool is_response_to(const duis::RequestId& request, const gbcs::GroupingHeader& header) {
  return header.cra == gbcs::CraFlag::Response && fits(request, header, header.target, header.originator);
}

std::vector<std::size_t> Trace::on_link(std::string_view link, std::size_t first) const {
  std::vector<std::size_t> found;
  for (auto index = first; index < context_->exchanges().size(); ++index) {
    if (at(index).link == link && !context_->is_injected(index)) { found.push_back(index); }
  }
  return found;
}

std::vector<std::size_t> Trace::commands_on(std::string_view link, const SentMessage& message) const {
  return matching(*this, on_link(link, message.first_exchange), [&](const gbcs::GroupingHeader& header) {
    return is_command_of(message.request_id(), header);
  });
}

std::vector<std::size_t> Trace::responses_on(std::string_view link, const SentMessage& message) const {
  return matching(*this, on_link(link, message.first_exchange), [&](const gbcs::GroupingHeader& header) {
    return is_response_to(message.request_id(), header);
  });
}

std::optional<std::size_t> Trace::furthest_command(const SentMessage& message) const {
  constexpr std::array kBackwards = {kHubToDevice, kWanToHub, kDspToWan};
  for (const auto link : kBackwards) {
    const auto found = commands_on(link, message);
    if (!found.empty()) { return found.front(); }
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
