#pragma once

#include "net/http_message.h"
#include "server/sim_host.h"

namespace enocheck::server {

/// Answers a call of the DCC's web services `/api/v1/serviceS`, `serviceT` and `serviceD`: POST of one DUIS
/// document as `application/xml`. 404 for another path, 405 for another method, 415 for another type; 504
/// where a seeded fault loses request or answer. Source: DUIS brief 1.1, 1.2.
[[nodiscard]] net::HttpResponse answer_duis(SimHost& host, const net::HttpRequest& request);

}  // namespace enocheck::server
