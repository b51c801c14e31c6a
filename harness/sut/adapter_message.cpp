#include "sut/adapter_message.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace enocheck::sut {
namespace {

using nlohmann::json;

constexpr std::size_t kShown = 80;

json to_json(const AdapterValue& value) {
  return std::visit(
      [](const auto& held) -> json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return nullptr;
        } else {
          return held;
        }
      },
      value);
}

AdapterValue from_json(const json& value) {
  if (value.is_boolean()) { return value.get<bool>(); }
  if (value.is_number_integer()) { return value.get<std::int64_t>(); }
  if (value.is_string()) { return value.get<std::string>(); }
  const auto is_text = [](const json& one) { return one.is_string(); };
  if (value.is_array() && std::all_of(value.begin(), value.end(), is_text)) {
    return value.get<std::vector<std::string>>();
  }
  return std::monostate{};
}

/// The beginning of a line as it can be shown: no control characters, no octets beyond ASCII.
std::string shown(std::string_view line) {
  std::string text(line.substr(0, kShown));
  std::replace_if(
      text.begin(), text.end(), [](unsigned char letter) { return letter < 0x20 || letter > 0x7E; }, '?');
  return line.size() > kShown ? text + "…" : text;
}

}  // namespace

std::string to_line(const AdapterFields& fields) {
  auto object = json::object();
  for (const auto& [name, value] : fields) { object[name] = to_json(value); }
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<AdapterFields> parse_line(std::string_view line) {
  const auto object = json::parse(line, nullptr, false);
  if (!object.is_object()) {
    return failure(ErrorCode::BadValue, fmt::format("no JSON object: \"{}\"", shown(line)));
  }
  AdapterFields fields;
  for (const auto& [name, value] : object.items()) { fields.emplace(name, from_json(value)); }
  return fields;
}

}  // namespace enocheck::sut
