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

template <class Fits>
std::vector<std::size_t> matching(const std::vector<Exchange>& exchanges, std::string_view link,
                                  std::size_t first, const Fits& holds) {
  std::vector<std::size_t> found;
  for (const auto index : on_link(exchanges, link, first)) {
    const auto message = gbcs::decode_message(exchanges[index].octets);
    if (message && holds(message->header)) { found.push_back(index); }
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

std::vector<std::size_t> on_link(const std::vector<Exchange>& exchanges, std::string_view link,
                                 std::size_t first) {
  std::vector<std::size_t> found;
  for (auto index = first; index < exchanges.size(); ++index) {
    if (exchanges[index].link == link) { found.push_back(index); }
  }
  return found;
}

std::vector<std::size_t> commands_on(const std::vector<Exchange>& exchanges, std::string_view link,
                                     const SentMessage& message) {
  return matching(exchanges, link, message.first_exchange, [&](const gbcs::GroupingHeader& header) {
    return is_command_of(message.request_id(), header);
  });
}

std::vector<std::size_t> responses_on(const std::vector<Exchange>& exchanges, std::string_view link,
                                      const SentMessage& message) {
  return matching(exchanges, link, message.first_exchange, [&](const gbcs::GroupingHeader& header) {
    return is_response_to(message.request_id(), header);
  });
}

std::optional<std::size_t> furthest_command(const std::vector<Exchange>& exchanges,
                                            const SentMessage& message) {
  constexpr std::array kBackwards = {kHubToDevice, kWanToHub, kDspToWan};
  for (const auto link : kBackwards) {
    const auto found = commands_on(exchanges, link, message);
    if (!found.empty()) { return found.front(); }
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
