#include "report/html_page.h"

#include <fmt/format.h>

#include "core/hex.h"
#include "crypto/digest.h"

namespace enocheck::report {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}table{border-collapse:collapse;margin:1.5rem 0;display:block;overflow-x:auto}caption{"
    "text-align:left;font-weight:600;padding:.5rem 0}th,td{border:1px solid #767676;padding:.2rem .6rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}thead "
    "th{background:#f0f0f0}.pass{color:#0b5a1e}"
    ".fail,.error,.gone{color:#8c0000;font-weight:600}.inconc,.skip{color:#6b4e00}pre{overflow-x:auto;"
    "background:#f6f6f6;padding:.5rem;border:1px solid #ccc}del{background:#ffe0e0;text-decoration:none}"
    "ins{background:#dff5df;text-decoration:none}svg{max-width:100%;height:auto}svg text{font:12px "
    "system-ui,sans-serif}";

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += letter;
    }
  }
  return out;
}

std::string html_table(std::string_view caption, const std::vector<std::string>& titles,
                       const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) { return ""; }
  auto html = fmt::format("<table><caption>{}</caption>\n<thead><tr>", html_text(caption));
  for (const auto& title : titles) { html += fmt::format("<th scope=\"col\">{}</th>", html_text(title)); }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", row[i]) : fmt::format("<td>{}</td>", row[i]);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string html_page(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "base-uri 'none'; form-action 'none'\"><title>{}</title><style>{}</style></head>\n<body><main>\n"
      "<h1>{}</h1>\n{}</main></body></html>\n",
      encode_base64(crypto::sha256(bytes_of(kStyle))), html_text(title), kStyle, html_text(title), body);
}

}  // namespace enocheck::report
