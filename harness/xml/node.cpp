#include "xml/node.h"

#include <libxml/tree.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "xml/escape.h"
#include "xml/handles.h"

namespace enocheck::xml {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

class CompactWriter {
 public:
  CompactWriter(std::string_view known, std::string_view prefix) : known_(known), prefix_(prefix) {}

  /// `around` is the default namespace in the text written so far; Limits bound the depth.
  void element(const xmlNode* element, std::string_view around) {
    const auto space = namespace_of(element);
    const auto name = space == known_ ? fmt::format("{}:{}", prefix_, local_name(element))
                                      : std::string(local_name(element));
    out_ += '<' + name;
    if (space != known_ && space != around) {
      attribute("xmlns", space);
      around = space;
    }
    for (const auto* each = element->properties; each != nullptr; each = each->next) {
      if (each->ns == nullptr) { attribute(text_of(each->name), text_of_node(each->children)); }
    }
    if (element->children == nullptr) {
      out_ += "/>";
      return;
    }
    out_ += '>';
    content(element, around);
    out_ += "</" + name + '>';
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void attribute(std::string_view name, std::string_view value) {
    out_ += fmt::format(" {}=\"", name);
    append_attribute_value(out_, value);
    out_ += '"';
  }

  void content(const xmlNode* parent, std::string_view around) {
    const bool holds_elements =
        xmlFirstElementChild(const_cast<xmlNode*>(parent)) != nullptr;  // NOLINT: C API
    for (const auto* child = parent->children; child != nullptr; child = child->next) {
      if (is_element(child)) {
        element(child, around);
      } else if (is_text(child) && !(holds_elements && trimmed(text_of_node(child)).empty())) {
        append_text(out_, text_of_node(child));
      }
    }
  }

  std::string_view known_;
  std::string_view prefix_;
  std::string out_;
};

}  // namespace

const _xmlNode* root_of(const Document& document) { return xmlDocGetRootElement(document.native()); }

std::string_view local_name(const _xmlNode* element) {
  return element == nullptr ? std::string_view{} : text_of(element->name);
}

std::string_view namespace_of(const _xmlNode* element) {
  return element == nullptr || element->ns == nullptr ? std::string_view{} : text_of(element->ns->href);
}

bool is_element(const _xmlNode* node) { return node != nullptr && node->type == XML_ELEMENT_NODE; }

bool is_text(const _xmlNode* node) {
  return node != nullptr && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE);
}

std::string_view text_of_node(const _xmlNode* text) {
  return text == nullptr ? std::string_view{} : text_of(text->content);
}

std::string text_inside(const _xmlNode* element) {
  std::string text;
  for (const auto* child = element == nullptr ? nullptr : element->children; child != nullptr;
       child = child->next) {
    if (is_text(child)) { text += text_of_node(child); }
  }
  return text;
}

std::optional<std::string_view> attribute_of(const _xmlNode* element, std::string_view name) {
  for (const auto* each = element->properties; each != nullptr; each = each->next) {
    if (each->ns == nullptr && text_of(each->name) == name) { return text_of_node(each->children); }
  }
  return std::nullopt;
}

std::string path_of(const _xmlNode* element) {
  std::vector<std::string_view> names;
  for (; is_element(element); element = element->parent) { names.push_back(local_name(element)); }
  std::reverse(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, "/"));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) { return {}; }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string compact_text(const _xmlNode* element, std::string_view known, std::string_view prefix) {
  CompactWriter writer(known, prefix);
  if (element != nullptr) { writer.element(element, {}); }
  return writer.take();
}

}  // namespace enocheck::xml
