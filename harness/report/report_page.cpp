#include "report/report_page.h"

#include <map>

#include <fmt/format.h>

#include "core/hex.h"
#include "crypto/digest.h"
#include "report/page_assets.h"
#include "report/report_data.h"

namespace enocheck::report {
namespace {

/// Puts values in place of `{{name}}`; what a value holds is not looked at again.
std::string filled(std::string_view page, const std::map<std::string_view, std::string_view>& values) {
  std::string out;
  for (std::size_t at = 0;;) {
    const auto open = page.find("{{", at);
    const auto close = page.find("}}", open);
    out += page.substr(at, open - at);
    if (open == std::string_view::npos || close == std::string_view::npos) { return out; }
    out += values.at(page.substr(open + 2, close - open - 2));
    at = close + 2;
  }
}

std::string digest_source(std::string_view text) {
  return fmt::format("'sha256-{}'", encode_base64(crypto::sha256(bytes_of(text))));
}

std::string ladder_elements(const std::vector<EmbeddedLadder>& ladders) {
  std::string html;
  for (const auto& one : ladders) {
    html += fmt::format("<script type=\"application/json\" id=\"ladder-{}\">{}</script>\n", one.case_index,
                        one.json);
  }
  return html;
}

}  // namespace

std::string to_report_html(const ReportSource& source, const ReportBudget& budget) {
  const auto policy =
      fmt::format("default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
                  digest_source(page::kScript), digest_source(page::kStyle));
  const auto data = embedded(to_report_json(source));
  const auto ladders = ladder_elements(ladders_of(source, budget));
  return filled(page::kPage, {{"policy", policy},
                              {"style", page::kStyle},
                              {"data", data},
                              {"ladders", ladders},
                              {"script", page::kScript}});
}

}  // namespace enocheck::report
