#include "net/addresses.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <future>
#include <memory>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "core/owned.h"

namespace enocheck::net {
namespace {

using Addresses = Result<std::vector<std::string>>;
using OwnedAddresses = std::unique_ptr<addrinfo, Freed<freeaddrinfo>>;

bool is_numeric(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return inet_pton(AF_INET, host.c_str(), octets.data()) == 1 || host.find(':') != std::string::npos;
}

Addresses resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  const OwnedAddresses all(found);
  if (failed != 0) {
    return failure(ErrorCode::Io,
                   fmt::format("no address is known for host {}: {}", host, gai_strerror(failed)));
  }
  std::vector<std::string> addresses;
  for (const auto* each = all.get(); each != nullptr; each = each->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) ==
        0) {
      addresses.emplace_back(text.data());
    }
  }
  if (addresses.empty()) {
    return failure(ErrorCode::Io, fmt::format("no address is known for host {}", host));
  }
  return addresses;
}

}  // namespace

Result<std::vector<std::string>> addresses_of(const std::string& host, Deadline deadline) {
  if (is_numeric(host)) { return std::vector<std::string>{host}; }
  std::promise<Addresses> promise;
  auto answer = promise.get_future();
  try {
    std::thread([host, promise = std::move(promise)]() mutable {
      promise.set_value(resolve(host));
    }).detach();
  } catch (const std::system_error& refused) {
    return failure(ErrorCode::Io, fmt::format("cannot look up host {}: {}", host, refused.what()));
  }
  if (answer.wait_until(deadline) != std::future_status::ready) {
    return failure(ErrorCode::Timeout, fmt::format("no address came in time for host {}", host));
  }
  return answer.get();
}

}  // namespace enocheck::net
