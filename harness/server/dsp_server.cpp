#include "server/dsp_server.h"

#include <array>
#include <utility>

namespace enocheck::server {
namespace {

using engine::WebService;

constexpr std::array<std::pair<std::string_view, WebService>, 3> kServices = {
    {{"/api/v1/serviceS", WebService::Send},
     {"/api/v1/serviceT", WebService::Transform},
     {"/api/v1/serviceD", WebService::NonDevice}}};

std::optional<WebService> service_at(std::string_view path) {
  for (const auto& [known, service] : kServices) {
    if (path == known) { return service; }
  }
  return std::nullopt;
}

net::HttpResponse refuse(int status, std::map<std::string, std::string> headers = {}) {
  return {.status = status, .media_type = {}, .body = {}, .headers = std::move(headers)};
}

}  // namespace

net::HttpResponse answer_duis(SimHost& host, const net::HttpRequest& request) {
  const auto service = service_at(request.path);
  if (!service) { return refuse(404); }
  if (request.method != "POST") { return refuse(405, {{"Allow", "POST"}}); }
  if (request.media_type != "application/xml") { return refuse(415); }
  auto answer = host.with_target([&](engine::Sut& target) { return target.post(*service, request.body); });
  if (!answer) { return refuse(answer.error().code == ErrorCode::Timeout ? 504 : 503); }
  net::HttpResponse response{
      .status = answer->http_status, .media_type = {}, .body = std::move(answer->body), .headers = {}};
  if (!response.body.empty()) { response.media_type = "application/xml"; }
  return response;
}

}  // namespace enocheck::server
