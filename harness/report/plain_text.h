#pragma once

#include <string>
#include <string_view>

namespace enocheck::report {

/// Text that XML 1.0, JSON and a terminal take as it is, whatever a target sent: UTF-8, control characters
/// other than tab and line feed as blanks, a run of octets that are no UTF-8 as one U+FFFD.
[[nodiscard]] std::string plain_text(std::string_view text);
/// The same with tabs and line feeds as blanks too.
[[nodiscard]] std::string one_line(std::string_view text);
/// At most about `limit` octets of it, cut between characters, with "…" where something was cut.
[[nodiscard]] std::string cut_to(std::string text, std::size_t limit);

}  // namespace enocheck::report
