#pragma once

// As much of JSON Schema as our own schemas use: enough to hold the JSON that users read against its
// contract.

#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/files.h"

namespace enocheck {

class JsonSchema {
 public:
  explicit JsonSchema(const std::filesystem::path& file)
      : root_(nlohmann::json::parse(read_text(file).value_or("null"))) {}

  /// What does not fit, each with its place; empty if all does.
  [[nodiscard]] std::vector<std::string> faults(const nlohmann::json& document) const {
    std::vector<std::string> found;
    if (!root_.is_object()) { return {"the schema cannot be read"}; }
    check(document, root_, "$", found);
    return found;
  }

 private:
  using Json = nlohmann::json;
  using Faults = std::vector<std::string>;

  static bool has_type(const Json& value, const std::string& type) {
    if (type == "object") { return value.is_object(); }
    if (type == "array") { return value.is_array(); }
    if (type == "string") { return value.is_string(); }
    if (type == "integer") { return value.is_number_integer(); }
    if (type == "number") { return value.is_number(); }
    if (type == "boolean") { return value.is_boolean(); }
    return type == "null" && value.is_null();
  }
  static bool has_one_of(const Json& value, const Json& types) {
    if (types.is_string()) { return has_type(value, types.get<std::string>()); }
    for (const auto& type : types) {
      if (has_type(value, type.get<std::string>())) { return true; }
    }
    return false;
  }

  void check(const Json& value, const Json& rules, const std::string& at, Faults& found) const {
    if (rules.contains("$ref")) {
      const auto pointer = rules["$ref"].get<std::string>().substr(1);
      return check(value, root_.at(Json::json_pointer(pointer)), at, found);
    }
    if (rules.contains("type") && !has_one_of(value, rules["type"])) { found.push_back(at + ": type"); }
    if (rules.contains("const") && value != rules["const"]) { found.push_back(at + ": const"); }
    if (rules.contains("enum") &&
        std::find(rules["enum"].begin(), rules["enum"].end(), value) == rules["enum"].end()) {
      found.push_back(at + ": enum");
    }
    if (rules.contains("minimum") && value.is_number() && value < rules["minimum"]) {
      found.push_back(at + ": minimum");
    }
    if (rules.contains("pattern") && value.is_string() &&
        !std::regex_search(value.get<std::string>(), std::regex(rules["pattern"].get<std::string>()))) {
      found.push_back(at + ": pattern");
    }
    if (value.is_object()) { check_members(value, rules, at, found); }
    if (value.is_array() && rules.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(value[i], rules["items"], at + "[" + std::to_string(i) + "]", found);
      }
    }
  }

  void check_members(const Json& value, const Json& rules, const std::string& at, Faults& found) const {
    for (const auto& name : rules.value("required", Json::array())) {
      if (!value.contains(name)) { found.push_back(at + ": lacks " + name.get<std::string>()); }
    }
    const auto properties = rules.value("properties", Json::object());
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        check(member, properties[name], at + "." + name, found);
      } else if (rules.value("additionalProperties", Json(true)) == Json(false)) {
        found.push_back(at + ": has " + name);
      }
    }
  }

  Json root_;
};

}  // namespace enocheck
