#include "report/evidence.h"

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "engine/manual_step.h"

namespace enocheck::report {
namespace {

bool is_mmc(const engine::Exchange& exchange) { return exchange.link == "parser-to-user"; }

bool is_said(const engine::Exchange& exchange) {
  return exchange.link == engine::kToOperator || exchange.link == engine::kFromOperator;
}

bool is_document(const engine::Exchange& exchange) {
  return exchange.link == "user-to-dsp" || exchange.link == "dsp-to-user" ||
         exchange.link == "request-to-parser" || is_mmc(exchange) || is_said(exchange);
}

/// What a reader finds inside; `enocheck decode` takes documents and GBCS messages.
std::string_view ending_of(const engine::Exchange& exchange) {
  if (is_mmc(exchange)) { return "mmc"; }
  if (is_said(exchange)) { return "txt"; }
  if (is_document(exchange)) { return "xml"; }
  if (exchange.link == "esme-to-hcalcs" || exchange.link == "hcalcs-to-esme") { return "zse"; }
  if (exchange.link == "load-to-feeder") { return "load"; }
  return exchange.link == "switch-to-load" ? "state" : "hex";
}

}  // namespace

std::string evidence_name(std::size_t index, const engine::Exchange& exchange) {
  return fmt::format("{:04}-{}.{}", index + 1, exchange.link, ending_of(exchange));
}

Status write_evidence(const std::filesystem::path& folder, const std::vector<engine::Exchange>& exchanges) {
  if (exchanges.empty()) { return {}; }
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())); }
  for (std::size_t index = 0; index < exchanges.size(); ++index) {
    const auto& exchange = exchanges[index];
    const auto file = folder / evidence_name(index, exchange);
    if (is_document(exchange)) {
      if (auto done = write_file(file, exchange.octets); !done) { return done; }
      continue;
    }
    const auto text = fmt::format("# {} {} {}\n{}\n", to_iso8601(exchange.at), exchange.link,
                                  to_string(exchange.device), encode_hex(exchange.octets));
    if (auto done = write_file(file, bytes_of(text)); !done) { return done; }
  }
  return {};
}

}  // namespace enocheck::report
