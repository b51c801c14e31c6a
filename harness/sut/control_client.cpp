#include "sut/control_client.h"

#include <array>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/hex.h"

namespace enocheck::sut {
namespace {

using nlohmann::json;

constexpr auto kPatience = std::chrono::minutes(2);
constexpr auto kUrlSafe = "0123456789-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.~";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char one : text) {
    if (std::string_view(kUrlSafe).find(one) != std::string_view::npos) {
      result += one;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(one));
    }
  }
  return result;
}

/// The error that the simulator answered.
tl::unexpected<Error> refusal(const net::HttpResponse& response) {
  constexpr std::array kCodes = {ErrorCode::BadValue, ErrorCode::Unsupported, ErrorCode::Timeout,
                                 ErrorCode::Schema, ErrorCode::MissingKey};
  const auto content = json::parse(response.body, nullptr, false);
  const auto error = content.is_object() ? content.value("error", json::object()) : json::object();
  const auto name = error.value("code", std::string());
  for (const auto code : kCodes) {
    if (name == name_of(code)) { return failure(code, "the simulator: " + error.value("detail", name)); }
  }
  return failure(ErrorCode::Io, fmt::format("the control interface answered with HTTP {}", response.status));
}

}  // namespace

struct ControlClient::Reader {
  ControlClient& client;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): lives for one call

  template <class T, class Read>
  Result<T> read(const Result<net::HttpResponse>& response, Read&& reading) {
    if (!response) { return tl::unexpected(response.error()); }
    if (response->status != 200) { return refusal(*response); }
    try {
      const auto content = json::parse(response->body);
      if (content.contains("now")) {
        const auto now = parse_iso8601(content.at("now").get<std::string>());
        if (!now) { return tl::unexpected(now.error()); }
        client.now_ = *now;
        client.total_ = content.at("total").get<std::size_t>();
        client.frames_from_it_ = content.value("frames", std::uint64_t{0});
      }
      return reading(content);
    } catch (const json::exception& error) {
      return failure(ErrorCode::Io, fmt::format("the control interface answered nonsense: {}", error.what()));
    }
  }
  template <class T, class Read>
  Result<T> get(const std::string& path, Read&& reading) {
    return read<T>(client.http_->get("/control/v1/" + path, kPatience), reading);
  }
  Status post(std::string_view name, json call) {
    if (client.frames_to_it_) { call["frames"] = *client.frames_to_it_; }
    const auto done = read<bool>(
        client.http_->post(fmt::format("/control/v1/{}", name), "application/json", call.dump(), kPatience),
        [](const json& /*content*/) { return true; });
    if (!done) { return tl::unexpected(done.error()); }
    return {};
  }
};

Result<std::unique_ptr<ControlClient>> ControlClient::create(const net::Url& server,
                                                             const std::optional<net::TlsFiles>& tls) {
  auto http = net::HttpClient::create(server, tls);
  if (!http) { return tl::unexpected(http.error()); }
  return std::unique_ptr<ControlClient>(new ControlClient(*std::move(http)));
}

Result<ControlClient::State> ControlClient::state() {
  return Reader{*this}.get<State>("state", [](const json& content) {
    State state{content.at("profile").get<std::string>(), content.at("suite").get<std::string>(), {}};
    if (content.contains("meter")) { state.meter = content.at("meter").get<std::string>(); }
    return state;
  });
}

Result<ControlClient::State> ControlClient::state_of(const std::string& profile, const std::string& suite) {
  auto found = state();
  if (!found) { return found; }
  if (found->profile != profile) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("the simulator plays profile {}, this run judges by {}: start it with --profile {}",
                    found->profile, profile, profile));
  }
  if (found->suite != suite) {
    return failure(ErrorCode::BadValue,
                   "the simulator has other worlds or another seed than this run: start both from "
                   "the same data folder and with the same --seed");
  }
  return found;
}

Status ControlClient::respond_to(const net::Url& address) {
  return Reader{*this}.post("respond-to", {{"url", net::to_string(address)}});
}

Status ControlClient::load(const std::string& world, bool virtual_time, const std::string& defect) {
  exchanges_.clear();
  frames_to_it_.reset();
  return Reader{*this}.post(
      "world", {{"world", world}, {"time", virtual_time ? "virtual" : "real"}, {"defect", defect}});
}

Status ControlClient::advance(Duration by) { return Reader{*this}.post("advance", {{"ms", by.count()}}); }

Status ControlClient::await_delivery(Duration patience) {
  return Reader{*this}.post("await", {{"ms", patience.count()}});
}

Status ControlClient::await_exchange(std::string_view link, Duration patience) {
  return Reader{*this}.post("await", {{"ms", patience.count()}, {"link", link}});
}

Result<ControlClient::SwitchState> ControlClient::look_at_switch(const Eui64& esme, unsigned index) {
  return Reader{*this}.get<SwitchState>(
      fmt::format("switch?esme={}&index={}", to_string(esme), index), [](const json& content) {
        return SwitchState{content.at("closed").get<bool>(), content.at("watts").get<unsigned>()};
      });
}

Result<engine::FeederState> ControlClient::feeder(std::string_view name) {
  return Reader{*this}.get<engine::FeederState>("feeder?name=" + escaped(name), [](const json& content) {
    return engine::FeederState{content.at("watts").get<unsigned>(), content.at("blown").get<bool>()};
  });
}

Status ControlClient::press_boost(const Eui64& esme) {
  return Reader{*this}.post("boost", {{"esme", to_string(esme)}});
}

Status ControlClient::set_power(const Eui64& device, bool on) {
  return Reader{*this}.post("power", {{"device", to_string(device)}, {"on", on}});
}

Status ControlClient::deliver(const Eui64& device, ByteView octets) {
  return Reader{*this}.post("deliver", {{"device", to_string(device)}, {"hex", encode_hex(octets)}});
}

Status ControlClient::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                bool drop) {
  return Reader{*this}.post("intercept", {{"link", link}, {"flipped_bits", flipped_bits}, {"drop", drop}});
}

Status ControlClient::fetch_exchanges() {
  do {
    const auto fetched = Reader{*this}.get<bool>(
        fmt::format("exchanges?from={}", exchanges_.size()), [&](const json& content) -> Result<bool> {
          for (const auto& one : content.at("exchanges")) {
            const auto at = parse_iso8601(one.at("at").get<std::string>());
            const auto device = Eui64::parse(one.at("device").get<std::string>());
            auto octets = decode_hex(one.at("hex").get<std::string>());
            if (!at || !device || !octets) {
              return failure(ErrorCode::Io, "the control interface told nonsense");
            }
            exchanges_.push_back({*at, one.at("link").get<std::string>(), *device, *std::move(octets)});
          }
          return true;
        });
    if (!fetched) { return tl::unexpected(fetched.error()); }
  } while (has_more_exchanges());
  return {};
}

}  // namespace enocheck::sut
