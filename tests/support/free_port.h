#pragma once

// For tests whose two programs have to know a port before either of them listens there.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace enocheck {

/// "127.0.0.1:PORT" where nothing listens at the moment.
inline std::string free_endpoint() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &size) == 0;
  close(descriptor);
  return bound ? "127.0.0.1:" + std::to_string(ntohs(address.sin_port)) : std::string();
}

}  // namespace enocheck
