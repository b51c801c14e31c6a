#include <algorithm>
#include <memory>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/loader.h"
#include "catalogue/scaffold.h"
#include "command.h"
#include "core/files.h"
#include "sim/defects/registry.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string path;
  std::string world = "street";
  std::vector<std::string> requirements;
  std::vector<std::string> defects;
};

Status check_names(const Options& options, const catalogue::Loader& loader) {
  const auto requirements = loader.requirements();
  if (!requirements) { return tl::unexpected(requirements.error()); }
  for (const auto& id : options.requirements) {
    if (requirements->find(id) != nullptr) { continue; }
    return failure(ErrorCode::BadValue,
                   fmt::format("--requirement {}: testcases/requirements.xml has no such requirement", id));
  }
  for (const auto& id : options.defects) {
    if (sim::find_defect(id) != nullptr) { continue; }
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect {}: `enocheck defects list` has no such defect", id));
  }
  return {};
}

/// Makes the file, with its folder; never over one that is there.
Status write_new(const fs::path& file, const std::string& text) {
  std::error_code failed;
  if (fs::exists(file, failed)) {
    return failure(ErrorCode::BadValue, file.string() + ": is there already; choose another name");
  }
  fs::create_directories(file.parent_path(), failed);
  if (failed) {
    return failure(ErrorCode::Io,
                   fmt::format("{}: {}; copy the data to a folder of your own and name it with --data",
                               file.parent_path().string(), failed.message()));
  }
  const auto written = write_file(file, bytes_of(text));
  if (!written) {
    return failure(written.error(), "copy the data to a folder of your own and name it with --data");
  }
  return {};
}

Status make_testcase(const Options& options, const CommandContext& context) {
  if (auto path = catalogue::check_case_path(options.path); !path) { return path; }
  const auto loader = catalogue::Loader::open(context.data_dir);
  if (!loader) { return tl::unexpected(loader.error()); }
  if (auto known = check_names(options, *loader); !known) { return known; }
  const auto world = loader->world(options.world);
  if (!world) { return tl::unexpected(world.error()); }
  const auto text = catalogue::scaffold_testcase({options.requirements, options.defects, &*world});
  const auto file = context.data_dir / "testcases" / (options.path + ".xml");
  if (auto written = write_new(file, text); !written) { return written; }
  fmt::print("{}\nto fill in:\n", file.string());
  std::istringstream lines(text);
  std::string line;
  const auto marked = catalogue::lines_to_fill(text);
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (std::find(marked.begin(), marked.end(), number) == marked.end()) { continue; }
    fmt::print("  line {}: {}\n", number, line.substr(line.find_first_not_of(' ')));
  }
  fmt::print("then the steps, and: enocheck check; enocheck run --filter '{}*'\n", options.path);
  return {};
}

}  // namespace

void add_new_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("new", "Start something of your own: a test case");
  command->require_subcommand(1);
  auto* const testcase =
      command->add_subcommand("testcase", "A case file to fill in, where cases are looked for");
  testcase->footer(
      "Example: enocheck new testcase control/opens_at_once --requirement CTL-3\n"
      "Until it is filled in, `enocheck check` names what is missing, by file and line, and nothing runs.\n"
      "docs/writing_a_testcase.md, testcases/README.md\n"
      "Exit code: 0 written, 2 a name that is none, or a file that is there or cannot be written.");
  auto options = std::make_shared<Options>();
  testcase
      ->add_option("path", options->path, "AREA/STEM: testcases/AREA/STEM.xml is made, and its id is that")
      ->required();
  testcase
      ->add_option("--requirement", options->requirements,
                   "What it judges: ids of testcases/requirements.xml")
      ->required();
  testcase->add_option("--defect", options->defects,
                       "What must make it fail: names of `enocheck defects list`");
  testcase->add_option("--world", options->world, "The world that it begins in, of testcases/worlds")
      ->capture_default_str();
  testcase->callback([options, &context] {
    const auto made = make_testcase(*options, context);
    if (!made) { report_error(context, made.error()); }
  });
}

}  // namespace enocheck
