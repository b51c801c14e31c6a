#include "report/call_file.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/hex.h"
#include "report/evidence.h"
#include "report/link_kind.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

using Exchanges = std::vector<engine::Exchange>;

/// Short texts are quicker to read where they stand.
constexpr std::size_t kWorthAFile = 64;

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter <= '~'; });
}

ordered_json to_json(const std::string& text, const Exchanges& exchanges) {
  if (text.size() >= kWorthAFile) {
    for (std::size_t index = 0; index < exchanges.size(); ++index) {
      const auto& octets = exchanges[index].octets;
      if (octets.size() == text.size() && text_of(octets) == text) {
        return {{"file", evidence_name(index, exchanges[index])}};
      }
    }
  }
  if (is_plain(text)) { return text; }
  return {{"hex", encode_hex(bytes_of(text))}};
}

ordered_json to_json(const std::vector<std::string>& texts, const Exchanges& exchanges) {
  auto json = ordered_json::array();
  for (const auto& text : texts) { json.push_back(to_json(text, exchanges)); }
  return json;
}

ordered_json to_json(const engine::Exchange& exchange) {
  return {{"link", exchange.link}, {"device", to_string(exchange.device)}, {"at", to_iso8601(exchange.at)}};
}

ordered_json to_json(const engine::RecordedCall& call, const Exchanges& exchanges) {
  ordered_json json = {
      {"call", call.operation}, {"asked", to_json(call.asked, exchanges)}, {"at", to_iso8601(call.at)}};
  if (call.failed) {
    json["failed"] = {{"code", name_of(call.failed->code)}, {"detail", call.failed->detail}};
  } else {
    json["answered"] = to_json(call.answered, exchanges);
  }
  for (const auto& [reading, at] : call.later) { json["later"].push_back({reading, to_iso8601(at)}); }
  return json;
}

ordered_json to_json(const engine::CallRecord& record) {
  const auto& observes = record.observes;
  return {{"schema_version", kSchemaVersion},
          {"target", record.target},
          {"observes",
           {{"duis", observes.duis},
            {"device", observes.device},
            {"charger", observes.charger},
            {"clock", observes.clock},
            {"parse", observes.parse}}}};
}

ErrorCode code_named(std::string_view name) {
  constexpr std::array kAll = {ErrorCode::Truncated,  ErrorCode::TrailingBytes, ErrorCode::BadTag,
                               ErrorCode::BadValue,   ErrorCode::BadMac,        ErrorCode::BadSignature,
                               ErrorCode::MissingKey, ErrorCode::Unsupported,   ErrorCode::Schema,
                               ErrorCode::Hostile,    ErrorCode::Crypto,        ErrorCode::Io,
                               ErrorCode::Timeout,    ErrorCode::Internal};
  const auto* const found =
      std::find_if(kAll.begin(), kAll.end(), [&](ErrorCode code) { return name == name_of(code); });
  return found == kAll.end() ? ErrorCode::Internal : *found;
}

Instant instant_of(const ordered_json& json) {
  return parse_iso8601(json.get<std::string>()).value_or(Instant{});
}

/// Reads the lines of one case's file, and the evidence files that they name.
class StoredCaseReader {
 public:
  explicit StoredCaseReader(fs::path folder) : folder_(std::move(folder)) {}

  Status line(const ordered_json& json) {
    if (json.contains("schema_version")) {
      target(json);
      return {};
    }
    return call(json);
  }
  [[nodiscard]] StoredCase take() { return std::move(stored_); }

 private:
  void target(const ordered_json& json) {
    json.at("target").get_to(stored_.record.target);
    auto& observes = stored_.record.observes;
    const auto& flags = json.at("observes");
    flags.at("duis").get_to(observes.duis);
    flags.at("device").get_to(observes.device);
    flags.at("charger").get_to(observes.charger);
    flags.at("clock").get_to(observes.clock);
    flags.at("parse").get_to(observes.parse);
  }

  Status call(const ordered_json& json) {
    engine::RecordedCall call;
    json.at("call").get_to(call.operation);
    call.at = instant_of(json.at("at"));
    if (auto read = texts(json.at("asked"), call.asked); !read) { return read; }
    if (json.contains("failed")) {
      const auto& failed = json.at("failed");
      call.failed = Error{code_named(failed.at("code").get<std::string>()), failed.at("detail")};
    } else if (auto read = texts(json.at("answered"), call.answered); !read) {
      return read;
    }
    if (json.contains("later")) {
      for (const auto& one : json.at("later")) {
        call.later.emplace_back(one.at(0).get<std::size_t>(), instant_of(one.at(1)));
      }
    }
    if (json.contains("seen")) {
      for (const auto& one : json.at("seen")) {
        if (auto read = exchange(one); !read) { return read; }
      }
    }
    call.seen = stored_.exchanges.size();
    stored_.record.calls.push_back(std::move(call));
    return {};
  }

  Status texts(const ordered_json& json, std::vector<std::string>& out) const {
    for (const auto& one : json) {
      if (one.is_string()) {
        out.push_back(one);
        continue;
      }
      const bool is_hex = one.contains("hex");
      const auto octets = is_hex ? decode_hex(one.at("hex").get<std::string>())
                                 : read_evidence(folder_ / one.at("file").get<std::string>());
      if (!octets) { return tl::unexpected(octets.error()); }
      out.emplace_back(text_of(*octets));
    }
    return {};
  }

  Status exchange(const ordered_json& json) {
    engine::Exchange exchange;
    json.at("link").get_to(exchange.link);
    exchange.at = instant_of(json.at("at"));
    exchange.device = Eui64::parse(json.at("device").get<std::string>()).value_or(Eui64{});
    auto octets = read_evidence(folder_ / evidence_name(stored_.exchanges.size(), exchange));
    if (!octets) { return tl::unexpected(octets.error()); }
    exchange.octets = *std::move(octets);
    stored_.exchanges.push_back(std::move(exchange));
    return {};
  }

  fs::path folder_;
  StoredCase stored_;
};

}  // namespace

std::string to_call_lines(const engine::CallRecord& record, const Exchanges& exchanges) {
  auto lines = to_json(record).dump() + "\n";
  std::size_t told = 0;
  for (std::size_t index = 0; index < record.calls.size(); ++index) {
    const auto& call = record.calls[index];
    auto json = to_json(call, exchanges);
    // What came after the last call belongs to it as well.
    const auto until = index + 1 == record.calls.size() ? exchanges.size() : call.seen;
    for (; told < until; ++told) { json["seen"].push_back(to_json(exchanges[told])); }
    lines += json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  }
  return lines;
}

Result<StoredCase> read_stored_case(const fs::path& folder) {
  const auto file = folder / kCallFile;
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  StoredCaseReader reader(folder);
  std::size_t number = 0;
  for (std::size_t at = 0; at < text->size(); ++number) {
    const auto end = std::min(text->find('\n', at), text->size());
    try {
      const auto read = reader.line(ordered_json::parse(std::string_view(*text).substr(at, end - at)));
      if (!read) { return tl::unexpected(read.error()); }
    } catch (const nlohmann::json::exception& error) {
      return failure(ErrorCode::Schema, fmt::format("{}:{}: {}", file.string(), number + 1, error.what()));
    }
    at = end + 1;
  }
  return reader.take();
}

void CallSink::case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                             const std::vector<engine::Exchange>& exchanges) {
  if (!is_kept(kept_, result.verdict)) { return; }
  const auto folder = run_folder_ / "evidence" / testcase.id;
  std::error_code failed;
  fs::create_directories(folder, failed);
  const auto lines = to_call_lines(*record_, exchanges);
  auto written =
      failed ? Status(failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())))
             : write_file(folder / kCallFile, bytes_of(lines));
  if (status_ && !written) { status_ = std::move(written); }
}

}  // namespace enocheck::report
