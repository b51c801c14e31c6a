#include "report/message_diff.h"

#include <algorithm>
#include <regex>
#include <sstream>

#include <fmt/format.h>

#include "core/hex.h"
#include "report/decoding.h"
#include "report/evidence.h"
#include "report/link_kind.h"

namespace enocheck::report {
namespace {

using Lines = std::vector<std::string>;

void add_lines(std::string_view text, Lines& lines) {
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) { lines.push_back(std::move(line)); }
  }
}

/// Takes out everything from `open` to `close`, both included, wherever it stands.
void take_out(std::string& text, std::string_view open, std::string_view close) {
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    const auto end = text.find(close, at);
    if (end == std::string::npos) { return; }
    text.erase(at, end + close.size() - at);
  }
}

/// The elements of a document a line each. What it carries is shown decoded, what signs it not at all.
void add_document(std::string text, Lines& lines) {
  take_out(text, "<ds:Signature ", "</ds:Signature>");
  take_out(text, "<ds:Signature>", "</ds:Signature>");
  take_out(text, "<sr:GBCSPayload>", "</sr:GBCSPayload>");
  for (auto at = text.find("><"); at != std::string::npos; at = text.find("><", at + 2)) {
    if (text.compare(at + 1, 2, "</") != 0) { text.replace(at, 2, ">\n<"); }
  }
  add_lines(text, lines);
}

void add_decoded(const engine::Exchange& exchange, LinkKind kind, Lines& lines) {
  Decoding decoding(std::nullopt);
  if (kind == LinkKind::Document) {
    decoding.add_document("", exchange.octets);
  } else {
    decoding.add_message("", exchange.octets);
  }
  decoding.describe();
  for (const auto& report : decoding.reports()) {
    // A document that carries no message is whole already.
    if (kind == LinkKind::Message || report.message) { add_lines(to_text(report, nullptr), lines); }
  }
}

/// The same for what differs from run to run.
std::string masked(const std::string& line) {
  static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)");
  static const std::regex request_counter(R"((([0-9A-Fa-f]{2}-){7}[0-9A-Fa-f]{2}):\d+(?![-0-9A-Fa-f]))");
  static const std::regex counter(R"(^(\s*[a-z ]*counter\s+)\d+)");
  static const std::regex invoke_id("invoke id [0-9A-Fa-f]+");
  static const std::regex protection(R"(^(\s*(signature|mac)\s).*)");
  auto text = std::regex_replace(line, time, "(time)");
  text = std::regex_replace(text, request_counter, "$1:(counter)");
  text = std::regex_replace(text, counter, "$1(counter)");
  text = std::regex_replace(text, invoke_id, "invoke id");
  return std::regex_replace(text, protection, "$1");
}

Lines masked(const Lines& lines) {
  Lines out;
  for (const auto& line : lines) { out.push_back(masked(line)); }
  return out;
}

/// What both have in common, in order, as long as can be; the rest on its side.
std::vector<DiffLine> diff(const Lines& a, const Lines& b) {
  const auto left = masked(a);
  const auto right = masked(b);
  // common[i][j]: how many lines a[i..] and b[j..] have in common.
  std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (auto i = a.size(); i-- > 0;) {
    for (auto j = b.size(); j-- > 0;) {
      common[i][j] =
          left[i] == right[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<DiffLine> out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && left[i] == right[j]) {
      out.push_back({' ', b[j]});
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[j++]});
    }
  }
  return out;
}

/// More lines than anybody reads, and the table of a diff grows with their square.
constexpr std::size_t kMostLines = 1000;

}  // namespace

Lines lines_of(const engine::Exchange& exchange) {
  Lines lines = {
      fmt::format("link {}{}", exchange.link,
                  exchange.device == Eui64{} ? "" : fmt::format(", device {}", to_string(exchange.device)))};
  const auto kind = kind_of_link(exchange.link);
  switch (kind) {
    case LinkKind::Document:
      add_document(std::string(text_of(exchange.octets)), lines);
      add_decoded(exchange, kind, lines);
      break;
    case LinkKind::Message: add_decoded(exchange, kind, lines); break;
    case LinkKind::Mmc: add_document(std::string(text_of(exchange.octets)), lines); break;
    case LinkKind::Text: add_lines(text_of(exchange.octets), lines); break;
    case LinkKind::Frame:
    case LinkKind::State:
    case LinkKind::Load: lines.push_back(encode_hex(exchange.octets)); break;
  }
  if (lines.size() > kMostLines) {
    lines.resize(kMostLines);
    lines.emplace_back("(more lines are in its file)");
  }
  return lines;
}

std::optional<MessageDiff> first_difference(const std::vector<engine::Exchange>& a,
                                            const std::vector<engine::Exchange>& b) {
  const auto has = [](const auto& exchanges, std::size_t index) { return index < exchanges.size(); };
  for (std::size_t index = 0; has(a, index) || has(b, index); ++index) {
    const auto left = has(a, index) ? lines_of(a[index]) : Lines{};
    const auto right = has(b, index) ? lines_of(b[index]) : Lines{};
    if (has(a, index) && has(b, index) && masked(left) == masked(right)) { continue; }
    return MessageDiff{has(a, index) ? evidence_name(index, a[index]) : "",
                       has(b, index) ? evidence_name(index, b[index]) : "", diff(left, right)};
  }
  return std::nullopt;
}

}  // namespace enocheck::report
