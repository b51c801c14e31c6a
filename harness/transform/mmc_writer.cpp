#include "transform/mmc_writer.h"

#include "xml/escape.h"

namespace enocheck::transform {
namespace {

/// Octets that XML cannot carry, or that are not ASCII, become U+FFFD: a device's rubbish stays readable.
std::string readable(std::string_view text) {
  std::string out;
  for (const char character : text) {
    if (character >= ' ' && character <= '~') {
      out += character;
    } else {
      out += "\xEF\xBF\xBD";
    }
  }
  return out;
}

}  // namespace

void MmcWriter::value(std::string_view name, std::string_view text, Attributes attributes) {
  element(name, attributes, [&] { xml::append_text(out_, readable(text)); });
}

void MmcWriter::open(std::string_view name, Attributes attributes, std::string_view end) {
  out_ += "<ra:";
  out_ += name;
  for (const auto& [key, value] : attributes) {
    out_ += ' ';
    out_ += key;
    out_ += "=\"";
    xml::append_attribute_value(out_, value);
    out_ += '"';
  }
  out_ += end;
}

void MmcWriter::close(std::string_view name, std::size_t started) {
  if (out_.size() == started) {
    out_.insert(started - 1, 1, '/');
    return;
  }
  out_ += "</ra:";
  out_ += name;
  out_ += '>';
}

}  // namespace enocheck::transform
