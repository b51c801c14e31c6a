#include "duis/element_writer.h"

#include <iterator>

#include <fmt/format.h>

#include "duis/simple_types.h"
#include "xml/escape.h"

namespace enocheck::duis {

void ElementWriter::start(std::string_view name) {
  out_ += "<sr:";
  out_ += name;
}

void ElementWriter::attribute(std::string_view name, unsigned value) {
  fmt::format_to(std::back_inserter(out_), " {}=\"{}\"", name, value);
}

void ElementWriter::open_root(std::string_view name, std::string_view schema_version) {
  fmt::format_to(std::back_inserter(out_), "<sr:{} xmlns:sr=\"{}\" schemaVersion=\"", name, kDuisNamespace);
  xml::append_attribute_value(out_, schema_version);
  out_ += "\">";
}

void ElementWriter::open(std::string_view name) {
  start(name);
  out_ += '>';
}

void ElementWriter::open(std::string_view name, std::string_view attribute_name, unsigned value) {
  start(name);
  attribute(attribute_name, value);
  out_ += '>';
}

void ElementWriter::close(std::string_view name) {
  out_ += "</sr:";
  out_ += name;
  out_ += '>';
}

void ElementWriter::value(std::string_view name, std::string_view text) {
  open(name);
  xml::append_text(out_, text);
  close(name);
}

void ElementWriter::empty(std::string_view name) {
  start(name);
  out_ += "/>";
  is_canonical_ = false;
}

void ElementWriter::empty(std::string_view name, std::string_view attribute_name, unsigned value) {
  start(name);
  attribute(attribute_name, value);
  out_ += "/>";
  is_canonical_ = false;
}

void ElementWriter::raw(std::string_view xml) {
  out_ += xml;
  is_canonical_ = is_canonical_ && xml.empty();
}

}  // namespace enocheck::duis
