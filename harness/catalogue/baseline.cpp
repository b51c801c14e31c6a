#include "catalogue/baseline.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"
#include "core/clock.h"
#include "xml/escape.h"

namespace enocheck::catalogue {
namespace {

constexpr std::string_view kEnd = "</baseline>";

bool is_same(const Toleration& a, const Toleration& b) {
  return a.testcase == b.testcase && a.verdict == b.verdict && a.hop == b.hop && a.pinned == b.pinned;
}

Toleration read_entry(const Element& element) {
  Toleration entry;
  entry.testcase = element.required("case");
  entry.verdict = element.text("verdict", "fail");
  entry.hop = element.text("hop");
  entry.pinned = collapse(element.verbatim("pinned"));
  entry.reason = element.verbatim("reason");
  entry.owner = element.verbatim("owner");
  entry.clause = element.verbatim("clause");
  entry.review = element.required("review");
  entry.line = element.line();
  return entry;
}

std::string text_of(const Toleration& entry) {
  std::string text = "  <tolerate";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) { return; }
    text += fmt::format(" {}=\"", name);
    xml::append_attribute_value(text, value);
    text += '"';
  };
  add("case", entry.testcase);
  add("verdict", entry.verdict == "fail" ? "" : entry.verdict);
  add("hop", entry.hop);
  add("pinned", entry.pinned);
  text += "\n           ";
  add("reason", entry.reason);
  add("owner", entry.owner);
  add("clause", entry.clause);
  add("review", entry.review);
  return text + "/>\n";
}

std::string new_document(std::string_view sut) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<baseline xmlns=\"urn:enocheck:baseline:1\" sut=\"";
  xml::append_attribute_value(text, sut);
  return text + "\">\n" + std::string(kEnd) + "\n";
}

}  // namespace

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         parse_iso8601(fmt::format("{}T00:00:00Z", text)).has_value();
}

Result<Baseline> load_baseline(const std::filesystem::path& file, const std::filesystem::path& data_dir) {
  const auto source = load_source(file, data_dir, "baseline.xsd");
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  Baseline baseline{(*source)->file(), root.required("sut"), {}};
  for (const auto& element : root.children("tolerate")) {
    auto entry = read_entry(element);
    const auto same = std::find_if(baseline.entries.begin(), baseline.entries.end(),
                                   [&](const auto& other) { return is_same(entry, other); });
    if (same != baseline.entries.end()) {
      element.fail(fmt::format("{} is tolerated for that already, in line {}", entry.testcase, same->line));
    }
    baseline.entries.push_back(std::move(entry));
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(baseline));
}

Result<std::string> with_entries(std::string_view document, std::string_view sut,
                                 const std::vector<Toleration>& entries) {
  auto text = document.empty() ? new_document(sut) : std::string(document);
  const auto end = text.rfind(kEnd);
  if (end == std::string::npos) {
    return failure(ErrorCode::Schema, fmt::format("it has no {}: write the element with its end tag", kEnd));
  }
  std::string added;
  for (const auto& entry : entries) { added += text_of(entry); }
  return text.insert(end, added);
}

}  // namespace enocheck::catalogue
