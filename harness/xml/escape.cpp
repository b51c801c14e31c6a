#include "xml/escape.h"

namespace enocheck::xml {
namespace {

void append_escaped(std::string& out, std::string_view text, std::string_view special) {
  while (true) {
    const auto stop = text.find_first_of(special);
    out += text.substr(0, stop);
    if (stop == std::string_view::npos) { return; }
    switch (text[stop]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#x9;"; break;
      case '\n': out += "&#xA;"; break;
      default: out += "&#xD;"; break;
    }
    text.remove_prefix(stop + 1);
  }
}

}  // namespace

void append_text(std::string& out, std::string_view text) { append_escaped(out, text, "&<>\r"); }

void append_attribute_value(std::string& out, std::string_view value) {
  append_escaped(out, value, "&<\"\t\n\r");
}

}  // namespace enocheck::xml
