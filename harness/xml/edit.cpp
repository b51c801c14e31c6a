#include "xml/edit.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace enocheck::xml {
namespace {

constexpr unsigned kKeepAll = pugi::parse_full | pugi::parse_ws_pcdata;

struct Place {
  pugi::xml_node element;
  std::string attribute;  ///< empty: the element itself
};

Status load(pugi::xml_document& document, std::string_view text) {
  const auto parsed = document.load_buffer(text.data(), text.size(), kKeepAll, pugi::encoding_utf8);
  if (!parsed) {
    return failure(ErrorCode::Schema, parsed.description(), static_cast<std::size_t>(parsed.offset));
  }
  return {};
}

std::string save(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Result<Place> find(const pugi::xml_document& document, std::string_view path) {
  Place place{document.document_element(), {}};
  for (auto rest = path; !rest.empty();) {
    const auto end = std::min(rest.find('/'), rest.size());
    const auto name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name.starts_with('@')) {
      place.attribute = name.substr(1);
      break;
    }
    place.element = place.element.find_child([&](pugi::xml_node child) {
      return child.type() == pugi::node_element && without_prefix(child.name()) == name;
    });
    if (!place.element) {
      return failure(ErrorCode::BadValue, fmt::format("{}: there is no {}", path, name));
    }
  }
  return place;
}

/// Loads, finds, lets `change` do its work, and writes again.
template <class Change>
Result<std::string> changed(std::string_view text, std::string_view path, const Change& change) {
  pugi::xml_document document;
  const auto loaded = load(document, text);
  if (!loaded) { return tl::unexpected(loaded.error()); }
  const auto place = find(document, path);
  if (!place) { return tl::unexpected(place.error()); }
  if (!change(*place)) { return failure(ErrorCode::BadValue, fmt::format("{}: cannot be changed so", path)); }
  return save(document);
}

void take_off_prefixes(pugi::xml_node node) {
  if (node.type() == pugi::node_element) { node.set_name(std::string(without_prefix(node.name())).c_str()); }
  for (auto child : node.children()) { take_off_prefixes(child); }
}

}  // namespace

Result<std::string> set_at(std::string_view document, std::string_view path, std::string_view value) {
  const std::string text(value);
  return changed(document, path, [&](Place place) {
    if (place.attribute.empty()) { return place.element.text().set(text.c_str()); }
    auto attribute = place.element.attribute(place.attribute.c_str());
    if (!attribute) { attribute = place.element.append_attribute(place.attribute.c_str()); }
    return attribute.set_value(text.c_str());
  });
}

Result<std::string> remove_at(std::string_view document, std::string_view path) {
  return changed(document, path, [&](Place place) {
    if (!place.attribute.empty()) { return place.element.remove_attribute(place.attribute.c_str()); }
    return place.element.parent().remove_child(place.element);
  });
}

Result<std::string> add_under(std::string_view document, std::string_view path, std::string_view xml) {
  return changed(document, path, [&](Place place) {
    return static_cast<bool>(place.element.append_buffer(
        xml.data(), xml.size(), kKeepAll | pugi::parse_fragment, pugi::encoding_utf8));
  });
}

Result<std::string> double_last_child(std::string_view document) {
  return changed(document, "", [](Place place) {
    const auto last = place.element.last_child();
    return static_cast<bool>(place.element.append_copy(last));
  });
}

Result<std::string> value_of(std::string_view document, const std::string& xpath) {
  pugi::xml_document tree;
  const auto loaded = load(tree, document);
  if (!loaded) { return tl::unexpected(loaded.error()); }
  take_off_prefixes(tree);
  try {
    const pugi::xpath_query query(xpath.c_str());
    if (query.return_type() != pugi::xpath_type_node_set) { return query.evaluate_string(tree); }
    const auto first = query.evaluate_node(tree);
    if (!first) { return failure(ErrorCode::BadValue, xpath + ": there is nothing of the kind"); }
    return first.attribute() ? std::string(first.attribute().value())
                             : std::string(first.node().text().get());
  } catch (const pugi::xpath_exception& error) {
    return failure(ErrorCode::BadValue, fmt::format("{}: {}", xpath, error.what()));
  }
}

}  // namespace enocheck::xml
