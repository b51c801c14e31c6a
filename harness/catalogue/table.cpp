#include "catalogue/table.h"

#include <fmt/format.h>

namespace enocheck::catalogue {
namespace {

constexpr std::size_t kMostRows = 10'000;

Columns read_defaults(pugi::xml_node table, std::set<std::string, std::less<>>& names, Reading& reading) {
  Columns defaults;
  for (const auto column : table.children("column")) {
    const std::string name = column.attribute("name").value();
    if (!names.insert(name).second) { reading.fail(column, fmt::format("column {} is there already", name)); }
    if (column.attribute("default")) { defaults[name] = column.attribute("default").value(); }
  }
  return defaults;
}

Row read_row(pugi::xml_node row, const Columns& defaults, const std::set<std::string, std::less<>>& own,
             Reading& reading) {
  Row read{row.attribute("id").value(), defaults};
  if (read.id.empty()) { reading.fail(row, "the row has no id"); }
  for (const auto attribute : row.attributes()) {
    const std::string name = attribute.name();
    if (name == "id") { continue; }
    if (!own.contains(name)) { reading.fail(row, fmt::format("the table has no column {}", name)); }
    read.columns[name] = attribute.value();
  }
  for (const auto& name : own) {
    if (!read.columns.contains(name)) {
      reading.fail(row, fmt::format("the row has no {}, and the column no default", name));
    }
  }
  return read;
}

/// Every row so far with every row of one more table.
std::vector<Row> cross(const std::vector<Row>& left, const std::vector<Row>& right) {
  std::vector<Row> all;
  all.reserve(left.size() * right.size());
  for (const auto& a : left) {
    for (const auto& b : right) {
      Row both{a.id.empty() ? b.id : a.id + "_" + b.id, a.columns};
      both.columns.insert(b.columns.begin(), b.columns.end());
      all.push_back(std::move(both));
    }
  }
  return all;
}

}  // namespace

Result<std::vector<Row>> expand_tables(const Source& source, pugi::xml_node testcase) {
  Reading reading(source);
  std::vector<Row> rows = {Row{}};
  std::set<std::string, std::less<>> all_names;
  for (const auto table : testcase.children("table")) {
    auto names = all_names;
    const auto defaults = read_defaults(table, names, reading);
    std::set<std::string, std::less<>> own;
    for (const auto& name : names) {
      if (!all_names.contains(name)) { own.insert(name); }
    }
    all_names = names;
    std::vector<Row> of_table;
    for (const auto row : table.children("row")) {
      of_table.push_back(read_row(row, defaults, own, reading));
    }
    if (rows.size() * of_table.size() > kMostRows) {
      reading.fail(table, fmt::format("the tables make more than {} cases", kMostRows));
      break;
    }
    rows = cross(rows, of_table);
  }
  std::set<std::string> ids;
  for (const auto& row : rows) {
    if (!ids.insert(row.id).second) {
      reading.fail(testcase, fmt::format("two rows have the id {}", row.id));
    }
  }
  return reading.finish(std::move(rows));
}

}  // namespace enocheck::catalogue
