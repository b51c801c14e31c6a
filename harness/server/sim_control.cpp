#include "server/sim_control.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/hex.h"

namespace enocheck::server {
namespace {

using engine::Sut;
using nlohmann::json;

constexpr auto kDrainPatience = std::chrono::seconds(60);
constexpr auto kFramePatience = std::chrono::seconds(10);
constexpr std::size_t kMostExchanges = 2000;  // an answer

net::HttpResponse answer(int status, const json& content) {
  return {.status = status,
          .media_type = "application/json",
          .body = content.dump(-1, ' ', false, json::error_handler_t::replace),
          .headers = {}};
}

net::HttpResponse refuse(int status, const Error& error) {
  return answer(status, {{"error", {{"code", name_of(error.code)}, {"detail", error.detail}}}});
}

net::HttpResponse refuse(const Error& error) {
  return refuse(error.code == ErrorCode::Unsupported ? 409 : 400, error);
}

/// A call that only virtual time knows.
Status need_virtual_time(const SimHost& host) {
  if (host.mode() == TimeMode::Virtual) { return {}; }
  return failure(ErrorCode::Unsupported,
                 "simulated time goes by itself; load a world with \"time\":\"virtual\" to move it");
}

/// Lets `use` work on the target, and answers with what it gives and with the target's time.
template <class Use>
net::HttpResponse run(const ControlParts& parts, Use&& use) {
  auto result = parts.host.with_target([&](Sut& target) -> Result<json> {
    Result<json> content = use(target);
    if (content) {
      (*content)["now"] = to_iso8601(target.now());
      (*content)["total"] = parts.host.forgotten() + target.exchanges().size();
    }
    return content;
  });
  if (!result) { return refuse(result.error()); }
  if (parts.host.mode() == TimeMode::Virtual && !parts.deliveries.drain(kDrainPatience)) {
    return refuse(409, {ErrorCode::Timeout, "the user does not take its documents"});
  }
  if (parts.esme != nullptr) { (*result)["frames"] = parts.esme->sent(); }
  return answer(200, *result);
}

template <class Act>
net::HttpResponse act(const ControlParts& parts, Act&& action) {
  return run(parts, [&](Sut& target) -> Result<json> {
    const Status done = action(target);
    if (!done) { return tl::unexpected(done.error()); }
    return json::object();
  });
}

// What these throw is caught, as what nlohmann throws is, where all JSON is read.
Duration duration_in(const json& call) {
  constexpr std::uint64_t kYear = std::uint64_t{366} * 24 * 3600 * 1000;
  const auto& ms = call.at("ms");
  if (!ms.is_number_unsigned() || ms.get<std::uint64_t>() > kYear) {
    throw std::invalid_argument("ms has to be a whole number of milliseconds, a year at most");
  }
  return Duration(ms.get<std::uint64_t>());
}

Eui64 eui_of(const std::string& text) {
  const auto eui = Eui64::parse(text);
  if (!eui) { throw std::invalid_argument(eui.error().detail); }
  return *eui;
}

unsigned number_of(const std::string& text) {
  unsigned value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    throw std::invalid_argument("no number: " + text);
  }
  return value;
}

json json_of(const engine::Exchange& exchange) {
  return {{"at", to_iso8601(exchange.at)},
          {"link", exchange.link},
          {"device", to_string(exchange.device)},
          {"hex", encode_hex(exchange.octets)}};
}

net::HttpResponse state(const ControlParts& parts) {
  const auto address = parts.deliveries.address();
  json content = {{"schema_version", 1},
                  {"world", parts.host.world()},
                  {"time", parts.host.mode() == TimeMode::Real ? "real" : "virtual"},
                  {"profile", parts.profile},
                  {"suite", parts.suite},
                  {"respond_to", address ? json(net::to_string(*address)) : json(nullptr)}};
  if (parts.esme != nullptr) { content["meter"] = parts.esme->meter(); }
  return run(parts, [&](Sut& /*target*/) -> Result<json> { return content; });
}

net::HttpResponse load_world(const ControlParts& parts, const json& call) {
  const auto time = call.value("time", "real");
  if (time != "real" && time != "virtual") { throw std::invalid_argument("time is real or virtual"); }
  const auto mode = time == "real" ? TimeMode::Real : TimeMode::Virtual;
  const auto loaded =
      parts.host.load(call.at("world").get<std::string>(), mode, call.value("defect", std::string()));
  if (!loaded) { return refuse(loaded.error()); }
  return act(parts, [](Sut& /*target*/) { return Status{}; });
}

net::HttpResponse respond_to(const ControlParts& parts, const json& call) {
  std::optional<net::Url> address;
  if (!call.at("url").is_null()) {
    auto url = net::parse_url(call.at("url").get<std::string>());
    if (!url) { return refuse(url.error()); }
    address = *std::move(url);
  }
  if (auto set = parts.deliveries.respond_to(address); !set) { return refuse(set.error()); }
  return answer(200, json::object());
}

net::HttpResponse advance(const ControlParts& parts, const json& call) {
  if (auto allowed = need_virtual_time(parts.host); !allowed) { return refuse(allowed.error()); }
  return act(parts, [&](Sut& target) { return target.advance(duration_in(call)); });
}

net::HttpResponse await(const ControlParts& parts, const json& call) {
  if (auto allowed = need_virtual_time(parts.host); !allowed) { return refuse(allowed.error()); }
  if (!call.contains("link")) {
    return act(parts, [&](Sut& target) { return target.await_delivery(duration_in(call)); });
  }
  return act(parts, [&](Sut& target) {
    return target.await_exchange(call.at("link").get<std::string>(), duration_in(call));
  });
}

net::HttpResponse press_boost(const ControlParts& parts, const json& call) {
  return act(parts, [&](Sut& target) { return target.press_boost(eui_of(call.at("esme"))); });
}

net::HttpResponse set_power(const ControlParts& parts, const json& call) {
  return act(parts, [&](Sut& target) {
    return target.set_power(eui_of(call.at("device")), call.at("on").get<bool>());
  });
}

net::HttpResponse deliver(const ControlParts& parts, const json& call) {
  const auto octets = decode_hex(call.at("hex").get<std::string>());
  if (!octets) { return refuse(octets.error()); }
  return act(parts, [&](Sut& target) { return target.deliver(eui_of(call.at("device")), *octets); });
}

net::HttpResponse intercept(const ControlParts& parts, const json& call) {
  return act(parts, [&](Sut& target) {
    return target.intercept(call.at("link").get<std::string>(),
                            call.value("flipped_bits", std::vector<std::size_t>()),
                            call.value("drop", false));
  });
}

net::HttpResponse look_at_switch(const ControlParts& parts, const net::HttpRequest& request) {
  const auto esme = eui_of(request.query.at("esme"));
  const auto index = number_of(request.query.at("index"));
  return run(parts, [&](Sut& target) -> Result<json> {
    const auto closed = target.switch_is_closed(esme, index);
    if (!closed) { return tl::unexpected(closed.error()); }
    const auto watts = target.load_watts(esme, index);
    if (!watts) { return tl::unexpected(watts.error()); }
    return json{{"closed", *closed}, {"watts", *watts}};
  });
}

net::HttpResponse look_at_feeder(const ControlParts& parts, const net::HttpRequest& request) {
  return run(parts, [&](Sut& target) -> Result<json> {
    const auto feeder = target.feeder(request.query.at("name"));
    if (!feeder) { return tl::unexpected(feeder.error()); }
    return json{{"watts", feeder->watts}, {"blown", feeder->is_blown}};
  });
}

net::HttpResponse exchanges(const ControlParts& parts, const net::HttpRequest& request) {
  const auto from = static_cast<std::size_t>(number_of(request.query.at("from")));
  return run(parts, [&](Sut& target) -> Result<json> {
    const auto& all = target.exchanges();
    const auto forgotten = parts.host.forgotten();
    if (from < forgotten) {
      return failure(
          ErrorCode::Unsupported,
          fmt::format("the first {} exchanges are no longer kept: begin with from={}", forgotten, forgotten));
    }
    auto some = json::array();
    for (auto index = from - forgotten; index < all.size() && some.size() < kMostExchanges; ++index) {
      some.push_back(json_of(all[index]));
    }
    return json{{"exchanges", std::move(some)}};
  });
}

using Call = net::HttpResponse (*)(const ControlParts&, const json&);
const std::map<std::string_view, Call> kCalls = {
    {"world", load_world},  {"respond-to", respond_to}, {"advance", advance}, {"await", await},
    {"boost", press_boost}, {"power", set_power},       {"deliver", deliver}, {"intercept", intercept}};

using Look = net::HttpResponse (*)(const ControlParts&, const net::HttpRequest&);
const std::map<std::string_view, Look> kLooks = {
    {"state", [](const ControlParts& parts, const net::HttpRequest& /*request*/) { return state(parts); }},
    {"switch", look_at_switch},
    {"feeder", look_at_feeder},
    {"exchanges", exchanges}};

/// A call may say how many frames its client has sent so far: they come first, however long they travel.
net::HttpResponse answer_call(const ControlParts& parts, Call call, const json& content) {
  if (parts.esme != nullptr && content.contains("frames")) {
    const auto sent = content.at("frames").get<std::uint64_t>();
    if (auto taken = parts.esme->await_taken(sent, kFramePatience); !taken) { return refuse(taken.error()); }
  }
  return call(parts, content);
}

net::HttpResponse dispatch(const ControlParts& parts, const net::HttpRequest& request,
                           std::string_view name) {
  if (request.method == "GET") {
    const auto look = kLooks.find(name);
    if (look != kLooks.end()) { return look->second(parts, request); }
  }
  if (request.method == "POST") {
    const auto call = kCalls.find(name);
    if (call != kCalls.end()) { return answer_call(parts, call->second, json::parse(request.body)); }
  }
  return refuse(404, {ErrorCode::Unsupported, fmt::format("no {} {} here", request.method, request.path)});
}

}  // namespace

net::HttpResponse answer_control(const ControlParts& parts, const net::HttpRequest& request) {
  constexpr std::string_view kBase = "/control/v1/";
  const std::string_view path = request.path;
  const auto name = path.starts_with(kBase) ? path.substr(kBase.size()) : std::string_view();
  try {
    return dispatch(parts, request, name);
  } catch (const std::exception& error) {  // of nlohmann, std::map::at, and our own reading
    return refuse(400, {ErrorCode::BadValue, fmt::format("{}: {}", request.path, error.what())});
  }
}

}  // namespace enocheck::server
