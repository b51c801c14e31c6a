#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "catalogue/requirement_set.h"
#include "command.h"
#include "core/files.h"
#include "engine/case_run.h"
#include "suite_setup.h"
#include "version.h"

namespace enocheck {
namespace {

struct Options {
  engine::Selection selection;
  std::string format = "text";
  std::filesystem::path freeze;
};

std::vector<std::string> names_of(const catalogue::Needs& needs) {
  std::vector<std::string> names;
  if (needs.duis) { names.emplace_back("duis"); }
  if (needs.device) { names.emplace_back("device"); }
  if (needs.charger) { names.emplace_back("charger"); }
  if (needs.clock) { names.emplace_back("clock"); }
  if (needs.parse) { names.emplace_back("parse"); }
  if (needs.tls) { names.emplace_back("tls"); }
  return names;
}

std::string level_of(const catalogue::Testcase& testcase) {
  return testcase.level == catalogue::Level::Required ? "required" : "recommended";
}

nlohmann::ordered_json to_json(const catalogue::Testcase& testcase, bool contested) {
  return {{"id", testcase.id},
          {"title", testcase.title},
          {"purpose", testcase.purpose},
          {"area", testcase.area()},
          {"requirements", testcase.requirements},
          {"tags", testcase.tags},
          {"needs", names_of(testcase.needs)},
          {"level", level_of(testcase)},
          {"contested", contested},
          {"world", testcase.world},
          {"catches", testcase.catches},
          {"file", testcase.file}};
}

void print(const std::vector<catalogue::Testcase>& cases, const catalogue::Requirements& requirements,
           const Options& options) {
  if (options.format == "json") {
    nlohmann::ordered_json all = {{"schema_version", 1}, {"cases", nlohmann::ordered_json::array()}};
    for (const auto& testcase : cases) {
      all["cases"].push_back(to_json(testcase, engine::is_contested(testcase, requirements)));
    }
    fmt::print("{}\n", all.dump(1));
    return;
  }
  for (const auto& testcase : cases) {
    fmt::print("{}  [{}]  {}{}\n", testcase.id, fmt::join(testcase.requirements, " "), testcase.title,
               engine::is_contested(testcase, requirements) ? "  (contested)" : "");
    fmt::print("    needs {}; level {}{}{}\n", fmt::join(names_of(testcase.needs), " "), level_of(testcase),
               testcase.tags.empty() ? "" : "; tags ", fmt::join(testcase.tags, " "));
  }
  fmt::print("{} cases\n", cases.size());
}

void list(const Options& options, CommandContext& context) {
  const auto loader = catalogue::Loader::open(context.data_dir);
  if (!loader) { return report_error(context, loader.error()); }
  auto cases = loader->testcases();
  if (!cases) { return report_error(context, cases.error()); }
  const auto requirements = loader->requirements();
  if (!requirements) { return report_error(context, requirements.error()); }
  const auto chosen = engine::selected(*std::move(cases), options.selection, {});
  if (chosen.empty()) {
    note("nothing was selected");
    context.exit_code = ExitCode::Nothing;
  }
  if (options.freeze.empty()) { return print(chosen, *requirements, options); }
  const auto written = write_file(options.freeze, bytes_of(catalogue::to_requirement_set(chosen, kVersion)));
  if (!written) { return report_error(context, written.error()); }
  note(fmt::format("{}: {} cases of suite {}", options.freeze.string(), chosen.size(), kVersion));
}

}  // namespace

void add_list_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("list", "List cases: id, title, area, requirements, tags, needs");
  command->footer("Example: enocheck list --requirement FW-1 --format json");
  auto options = std::make_shared<Options>();
  add_selection_options(*command, options->selection);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--freeze", options->freeze,
                      "Write these cases as a requirement set, for `enocheck run --requirements FILE`");
  command->callback([options, &context] { list(*options, context); });
}

}  // namespace enocheck
