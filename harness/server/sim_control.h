#pragma once

#include <string>

#include "net/http_message.h"
#include "server/esme_server.h"
#include "server/sim_host.h"

namespace enocheck::server {

/// What the control interface works on.
struct ControlParts {
  SimHost& host;
  DeliveryQueue& deliveries;
  std::string profile;         ///< its name: a harness with another one would judge by other rules
  std::string suite;           ///< digest of the worlds: a harness with others would ask about other devices
  EsmeServer* esme = nullptr;  ///< where the meters are served by frames
};

/// Answers a call of the control interface: JSON in, JSON out (docs/control.md). What goes wrong comes as
/// 400, 404 or 409 with `{"error":{"code":…,"detail":…}}`. In virtual time a call returns after all that it
/// caused was offered to the user.
[[nodiscard]] net::HttpResponse answer_control(const ControlParts& parts, const net::HttpRequest& request);

}  // namespace enocheck::server
