#include "engine/steps_apart.h"

#include <fmt/format.h>

#include "engine/case_context.h"
#include "engine/steps.h"

namespace enocheck::engine {

catalogue::Send sent_by_supplier(const catalogue::WorldMeter& meter, const std::string& srv) {
  catalogue::Send request;
  request.as = meter.supplier;
  request.srv = request.body_of = request.id = srv;
  request.to = meter.name;
  return request;
}

std::vector<catalogue::Step> done(catalogue::Send request, std::vector<catalogue::ExpectedValue> values) {
  catalogue::ExpectResponse response;
  response.to = request.id;
  response.within = kPatienceApart;
  response.outcome = "success";
  response.values = std::move(values);
  return {{0, "send", std::move(request)}, {0, "expect-response", std::move(response)}};
}

std::optional<Stop> run_apart(const Surroundings& surroundings, const catalogue::World& world,
                              const std::vector<catalogue::Step>& steps) {
  const auto counters = first_counters(surroundings, world);
  if (!counters) { return at_fault(counters.error().detail); }
  CaseContext context(surroundings, world, *counters);
  for (const auto& step : steps) {
    if (auto stop = run_step(context, step)) { return stop; }
  }
  return std::nullopt;
}

std::string in_words(const Stop& stop) {
  if (stop.expected.empty() && stop.got.empty()) { return stop.reason; }
  return fmt::format("{}; expected {}, got {}", stop.reason, stop.expected, stop.got);
}

}  // namespace enocheck::engine
