#include "report/call_file.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/digest.h"
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

/// What a target lets the harness see, by name.
template <class Flags, class Use>
void for_each_flag(Flags& observes, const Use& use) {
  use("duis", observes.duis);
  use("device", observes.device);
  use("home", observes.home);
  use("by_hand", observes.by_hand);
  use("real_time", observes.real_time);
  use("charger", observes.charger);
  use("clock", observes.clock);
  use("parse", observes.parse);
  use("tls", observes.tls);
  use("fresh_counters", observes.fresh_counters);
}

ordered_json to_json(const CalledIn& where, const engine::CallRecord& record) {
  auto observes = ordered_json::object();
  for_each_flag(record.observes, [&](const char* name, bool flag) { observes[name] = flag; });
  auto counters = ordered_json::object();
  for (const auto& [user, first] : record.first_counters) { counters[to_string(user)] = first; }
  ordered_json line = {
      {"schema_version", kSchemaVersion},     {"run", where.run},        {"case", where.testcase},
      {"verdict", name_of(where.verdict)},    {"target", record.target}, {"observes", std::move(observes)},
      {"first_counters", std::move(counters)}};
  if (record.untouched) { line["untouched"] = *record.untouched; }
  return line;
}

/// The last line: without it the file was cut off, and with another one something was altered, in the file or
/// in the evidence beside it.
std::string seal_of(std::string_view lines, const Exchanges& exchanges) {
  auto all = copy_of(crypto::sha256(bytes_of(lines)));
  for (const auto& exchange : exchanges) {
    const auto digest = crypto::sha256(exchange.octets);
    all.insert(all.end(), digest.begin(), digest.end());
  }
  return ordered_json({{"sha256", encode_hex(crypto::sha256(all))}}).dump() + "\n";
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

/// A file of the case's own folder, and no other.
Result<Bytes> read_beside(const fs::path& folder, const std::string& name) {
  if (fs::path(name).filename() != name) {
    return failure(ErrorCode::Schema, fmt::format("{} is no file of {}", name, folder.string()));
  }
  return read_evidence(folder / name);
}

/// Reads the lines of one case's file, and the evidence files that they name.
class StoredCaseReader {
 public:
  explicit StoredCaseReader(fs::path folder) : folder_(std::move(folder)) {}

  Status line(const ordered_json& json) {
    return json.contains("schema_version") ? target(json) : call(json);
  }
  [[nodiscard]] const Exchanges& exchanges() const { return stored_.exchanges; }
  [[nodiscard]] StoredCase take() { return std::move(stored_); }

 private:
  Status target(const ordered_json& json) {
    if (const int version = json.at("schema_version"); version != kSchemaVersion) {
      return failure(
          ErrorCode::Schema,
          fmt::format("{} is of version {}, this enocheck reads {}: judge it with the enocheck that "
                      "wrote it, or a later one",
                      kCallFile, version, kSchemaVersion));
    }
    json.at("run").get_to(stored_.where.run);
    json.at("case").get_to(stored_.where.testcase);
    stored_.where.verdict =
        engine::parse_verdict(json.at("verdict").get<std::string>()).value_or(stored_.where.verdict);
    json.at("target").get_to(stored_.record.target);
    for_each_flag(stored_.record.observes,
                  [&](const char* name, bool& flag) { json.at("observes").at(name).get_to(flag); });
    if (json.contains("untouched")) { stored_.record.untouched = json.at("untouched"); }
    for (const auto& [user, first] : json.at("first_counters").items()) {
      const auto eui = Eui64::parse(user);
      if (!eui) { return tl::unexpected(eui.error()); }
      stored_.record.first_counters[*eui] = first.get<std::uint64_t>();
    }
    return {};
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
      const auto octets =
          is_hex ? decode_hex(one.at("hex").get<std::string>()) : read_beside(folder_, one.at("file"));
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
    auto octets = read_beside(folder_, evidence_name(stored_.exchanges.size(), exchange));
    if (!octets) { return tl::unexpected(octets.error()); }
    exchange.octets = *std::move(octets);
    stored_.exchanges.push_back(std::move(exchange));
    return {};
  }

  fs::path folder_;
  StoredCase stored_;
};

}  // namespace

std::string to_call_lines(const CalledIn& where, const engine::CallRecord& record,
                          const Exchanges& exchanges) {
  auto lines = to_json(where, record).dump() + "\n";
  std::size_t told = 0;
  for (std::size_t index = 0; index < record.calls.size(); ++index) {
    const auto& call = record.calls[index];
    auto json = to_json(call, exchanges);
    // What came after the last call belongs to it as well.
    const auto until =
        index + 1 == record.calls.size() ? exchanges.size() : std::min(call.seen, exchanges.size());
    for (; told < until; ++told) { json["seen"].push_back(to_json(exchanges[told])); }
    lines += json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  }
  return lines + seal_of(lines, exchanges);
}

Result<StoredCase> read_stored_case(const fs::path& folder) {
  const auto file = folder / kCallFile;
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  const auto seal = text->rfind("{\"sha256\":");
  if (seal == std::string::npos || !text->ends_with('\n')) {
    return failure(ErrorCode::Schema, file.string() + " is cut off: its last line is missing");
  }
  const auto lines = std::string_view(*text).substr(0, seal);
  StoredCaseReader reader(folder);
  std::size_t number = 1;
  for (std::size_t at = 0; at < lines.size(); ++number) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    try {
      const auto read = reader.line(ordered_json::parse(lines.substr(at, end - at)));
      if (!read) { return tl::unexpected(read.error()); }
    } catch (const nlohmann::json::exception& error) {
      return failure(ErrorCode::Schema, fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
    at = end + 1;
  }
  if (std::string_view(*text).substr(seal) != seal_of(lines, reader.exchanges())) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}, or a message beside it, was altered after the run", file.string()));
  }
  return reader.take();
}

void CallSink::case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                             const std::vector<engine::Exchange>& exchanges) {
  if (!is_kept(kept_, result.verdict)) { return; }
  const auto folder = run_folder_ / "evidence" / testcase.id;
  std::error_code failed;
  fs::create_directories(folder, failed);
  const auto lines =
      to_call_lines({run_folder_.filename().string(), testcase.id, result.verdict}, *record_, exchanges);
  auto written =
      failed ? Status(failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())))
             : write_file(folder / kCallFile, bytes_of(lines));
  if (status_ && !written) { status_ = std::move(written); }
}

}  // namespace enocheck::report
