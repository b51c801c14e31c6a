#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/bytes.h"

namespace enocheck::net {

/// A request as it came to a server.
struct HttpRequest {
  std::string method;                        ///< "POST"
  std::string path;                          ///< decoded, without the query: "/api/v1/serviceS"
  std::map<std::string, std::string> query;  ///< decoded
  std::string media_type;                    ///< lower case, without parameters: "application/xml"
  std::string body;
  Bytes client_certificate;  ///< DER, where TLS showed one
};

struct HttpResponse {
  int status = 200;
  std::string media_type;  ///< empty with an empty body
  std::string body;
  std::map<std::string, std::string> headers;  ///< besides length, type and connection
};

}  // namespace enocheck::net
