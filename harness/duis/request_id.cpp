#include <charconv>

#include <fmt/format.h>

#include "duis/service_request.h"

namespace enocheck::duis {
namespace {

constexpr std::size_t kEuiLength = 23;

/// Digits without sign or leading zero, at most 2^64 - 1.
std::optional<std::uint64_t> read_counter(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9' || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  std::uint64_t counter = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, counter);
  if (error != std::errc{} || stop != end) { return std::nullopt; }
  return counter;
}

}  // namespace

Result<RequestId> parse_request_id(std::string_view text) {
  const auto bad = [&](std::string_view what) {
    return failure(ErrorCode::BadValue, fmt::format("'{}' is no request id: {}", text.substr(0, 80), what));
  };
  if (text.size() < 2 * kEuiLength + 3 || text[kEuiLength] != ':' || text[2 * kEuiLength + 1] != ':') {
    return bad("expected originator:target:counter");
  }
  const auto originator = Eui64::parse(text.substr(0, kEuiLength));
  if (!originator) { return bad(originator.error().detail); }
  const auto target = Eui64::parse(text.substr(kEuiLength + 1, kEuiLength));
  if (!target) { return bad(target.error().detail); }
  const auto counter = read_counter(text.substr(2 * kEuiLength + 2));
  if (!counter) { return bad("the counter is 0 to 18446744073709551615 without leading zeros"); }
  return RequestId{*originator, *target, OriginatorCounter{*counter}};
}

std::string to_string(const RequestId& id) {
  return fmt::format("{}:{}:{}", to_string(id.originator), to_string(id.target), id.counter.value());
}

RequestId answer_to(const RequestId& id) { return {id.target, id.originator, id.counter}; }

}  // namespace enocheck::duis
