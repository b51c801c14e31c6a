#pragma once

#include <string>
#include <string_view>

namespace enocheck::xml {

/// Appends `text` as character data, written as canonical XML writes it: & < > and carriage return escaped.
void append_text(std::string& out, std::string_view text);
/// Appends `value` as it stands between double quotes: & < " tab, newline, carriage return escaped.
void append_attribute_value(std::string& out, std::string_view value);

}  // namespace enocheck::xml
