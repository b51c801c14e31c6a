#include "trace.h"

#include <fmt/format.h>

#include "core/hex.h"
#include "engine/manual_step.h"
#include "engine/trace.h"
#include "report/decode_report.h"
#include "report/decoding.h"
#include "report/evidence.h"
#include "sut/tracing_sut.h"
#include "worker_run.h"

namespace enocheck {
namespace {

/// The links of the home, whose frames are neither GBCS nor DUIS.
bool is_of_the_home(const engine::Exchange& exchange) {
  const auto& link = exchange.link;
  return link == engine::kEsmeToHcalcs || link == engine::kHcalcsToEsme || link == "switch-to-load" ||
         link == "load-to-feeder";
}

/// Those that carry text.
bool is_text(const engine::Exchange& exchange) {
  return exchange.link == engine::kToOperator || exchange.link == engine::kFromOperator;
}

}  // namespace

std::unique_ptr<engine::Sut> with_trace(std::unique_ptr<engine::Sut> target, const crypto::KeyStore& keys) {
  const auto decoding = std::make_shared<report::Decoding>(keys);
  const auto shown = std::make_shared<std::size_t>(0);
  return std::make_unique<sut::TracingSut>(
      std::move(target), [decoding, shown](std::size_t index, const engine::Exchange& exchange) {
        auto name = fmt::format("{} {}", to_iso8601(exchange.at), report::evidence_name(index, exchange));
        if (exchange.device != Eui64{}) { name += " " + to_string(exchange.device); }
        if (is_text(exchange)) {
          return write_to_stdout(fmt::format("{}\n  {}\n\n", name, text_of(exchange.octets)));
        }
        if (is_of_the_home(exchange)) {
          return write_to_stdout(fmt::format("{}\n  {}\n\n", name, encode_hex(exchange.octets)));
        }
        decoding->add_content(name, exchange.octets);
        decoding->describe();
        const auto& all = decoding->reports();
        for (; *shown < all.size(); ++*shown) {
          write_to_stdout(to_text(all[*shown], decoding->keys()) + "\n");
        }
      });
}

}  // namespace enocheck
