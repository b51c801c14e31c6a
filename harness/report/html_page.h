#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace enocheck::report {

/// Text as it stands in a page: nothing in it is an element.
[[nodiscard]] std::string html_text(std::string_view text);
/// A table; cells are HTML already. The first cell of a row names the row. Empty without rows.
[[nodiscard]] std::string html_table(std::string_view caption, const std::vector<std::string>& titles,
                                     const std::vector<std::vector<std::string>>& rows);
/// A page that needs nothing else and runs no script; `body` is HTML.
[[nodiscard]] std::string html_page(std::string_view title, std::string_view body);

}  // namespace enocheck::report
