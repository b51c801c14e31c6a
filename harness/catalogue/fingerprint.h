#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "catalogue/element.h"

namespace enocheck::catalogue {

/// The element as text in one line, without comments and layout, and without its children of that name: two
/// documents that say the same have the same.
[[nodiscard]] std::string plain_text(pugi::xml_node element, std::string_view left_out = {});

/// Tells whether something is still what it was: the first 16 octets, in hex, of the SHA-256 of a text and
/// the values that go with it.
[[nodiscard]] std::string fingerprint(std::string_view text, const Columns& values = {});

}  // namespace enocheck::catalogue
