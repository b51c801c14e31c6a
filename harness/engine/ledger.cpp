#include "engine/ledger.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "engine/case_context.h"

namespace enocheck::engine {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// How long after an order's end a load may still be off because of it: what it takes on the way.
constexpr auto kOnTheWay = minutes(2);

bool is_network_operator(const catalogue::World& world, std::string_view name) {
  const auto* user = world.find_user(name);
  return user != nullptr && std::find(user->roles.begin(), user->roles.end(), "ED") != user->roles.end();
}

/// A 7.6 of a network operator that the DSP accepted.
struct Order {
  Eui64 device;
  unsigned index = 1;
  std::string user;
  Instant from;
  Instant to;
};

std::vector<Order> orders_of(const CaseContext& context) {
  std::vector<Order> orders;
  for (const auto& message : context.messages()) {
    const auto* body = std::get_if<duis::DeactivateAuxiliaryLoad>(&message->request.body);
    if (body == nullptr || !message->accepted || !is_network_operator(context.world(), message->user)) {
      continue;
    }
    orders.push_back({message->target(), body->index, message->user, message->sent_at,
                      message->sent_at + minutes(body->duration) + kOnTheWay});
  }
  return orders;
}

/// What one load draws, and the curtailment that runs there.
struct LoadWatch {
  const catalogue::WorldMeter* meter = nullptr;
  unsigned index = 1;
  unsigned nominal = 0;
  unsigned watts = 0;
  Instant since;
  std::optional<Curtailment> running;

  /// Takes what it drew until `now` into the account.
  void account(Instant now) {
    if (running && nominal > 0 && watts < nominal) {
      running->equivalent += (now - since) * (nominal - watts) / nominal;
    }
    since = now;
  }
};

class Watcher {
 public:
  explicit Watcher(const CaseContext& context) : orders_(orders_of(context)) {
    for (const auto& meter : context.world().meters) {
      for (unsigned index = 1; index <= meter.switches.size(); ++index) {
        const auto& one = meter.switches.at(index - 1);
        if (one.load == "none") { continue; }
        watches_[{meter.esme, index}] = {
            &meter,      index, one.watts, one.watts_when(one.calendar_closed), context.world().start,
            std::nullopt};
      }
    }
  }
  [[nodiscard]] bool has_orders() const { return !orders_.empty(); }

  void take(const Exchange& exchange) {
    ByteReader in(exchange.octets);
    const auto index = in.u8();
    const auto watts = in.u32();
    const auto watch = watches_.find({exchange.device, index});
    if (!in.finish(index) || watch == watches_.end()) { return; }
    draws(watch->second, watts, exchange.at);
  }
  [[nodiscard]] std::vector<Curtailment> finish(Instant now) {
    for (auto& [key, watch] : watches_) {
      watch.account(now);
      close(watch, now);
    }
    std::sort(ledger_.begin(), ledger_.end(), [](const Curtailment& a, const Curtailment& b) {
      return std::pair(a.from, a.device) < std::pair(b.from, b.device);
    });
    return std::move(ledger_);
  }

 private:
  void draws(LoadWatch& watch, unsigned watts, Instant now) {
    watch.account(now);
    watch.watts = watts;
    if (watts >= watch.nominal) { return close(watch, now); }
    if (watch.running) { return; }
    const auto order = std::find_if(orders_.rbegin(), orders_.rend(), [&](const Order& one) {
      return one.device == watch.meter->esme && one.index == watch.index && one.from <= now && now < one.to;
    });
    if (order == orders_.rend()) { return; }
    watch.running =
        Curtailment{watch.meter->import_mpan, watch.meter->esme, watch.index, order->user, now, now, {}};
  }
  void close(LoadWatch& watch, Instant now) {
    if (!watch.running) { return; }
    watch.running->to = now;
    ledger_.push_back(*std::move(watch.running));
    watch.running.reset();
  }

  std::vector<Order> orders_;
  std::map<std::pair<Eui64, unsigned>, LoadWatch> watches_;
  std::vector<Curtailment> ledger_;
};

long long in_minutes(Duration span) { return std::chrono::round<minutes>(span).count(); }

}  // namespace

Duration Curtailment::within(Instant start, Instant end) const {
  return std::max(Duration{}, std::min(to, end) - std::max(from, start));
}

Duration Curtailment::equivalent_within(Instant start, Instant end) const {
  const auto whole = to - from;
  return whole == Duration{} ? Duration{}
                             : Duration(equivalent.count() * within(start, end).count() / whole.count());
}

LedgerSum sum_up(const std::vector<Curtailment>& ledger, const Eui64& device, unsigned index, Instant start,
                 Instant end) {
  LedgerSum sum;
  for (const auto& one : ledger) {
    const auto part = one.within(start, end);
    if (one.device != device || (index != 0 && one.index != index) || part == Duration{}) { continue; }
    ++sum.count;
    sum.time += part;
    sum.equivalent += one.equivalent_within(start, end);
  }
  return sum;
}

std::vector<Curtailment> curtailments_of(CaseContext& context) {
  Watcher watcher(context);
  if (!watcher.has_orders()) { return {}; }
  for (const auto& exchange : context.exchanges()) {
    if (exchange.link == "load-to-feeder") { watcher.take(exchange); }
  }
  return watcher.finish(context.sut().now());
}

void observe_limits(CaseContext& context, std::string_view user, std::string_view meter, unsigned index,
                    Duration duration) {
  const auto* at = context.world().find_meter(meter);
  if (at == nullptr || index < 1 || index > at->switches.size() ||
      !is_network_operator(context.world(), user)) {
    return;
  }
  const auto& one = at->switches.at(index - 1);
  if (one.watts == 0) { return; }
  const auto ledger = curtailments_of(context);
  const auto now = context.sut().now();
  const auto planned = duration * (one.watts - one.watts_when(false)) / one.watts;
  struct Limit {
    const char* name;
    Duration window;
    Duration most;
  };
  const std::array<Limit, 2> limits = {{{"NF11", hours(24), context.profile().curtailment_limit_day},
                                        {"NF12", hours(24 * 30), context.profile().curtailment_limit_month}}};
  for (const auto& [name, window, most] : limits) {
    const auto used = sum_up(ledger, at->esme, index, now + duration - window, now).equivalent;
    if (used + planned <= most) { continue; }
    context.observe(
        fmt::format("{}: 7.6 for {} min to switch {} of MPAN {} would bring its curtailment to the "
                    "equivalent of {} min in "
                    "{} h, of {} min",
                    name, in_minutes(duration), index, at->import_mpan, in_minutes(used + planned),
                    std::chrono::duration_cast<hours>(window).count(), in_minutes(most)));
  }
}

}  // namespace enocheck::engine
