#include "sut_option.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/sut_entry.h"

namespace enocheck {
namespace {

Status fill_in(CLI::App& command, const RunOptions& options, const std::string& name,
               const std::string& value) {
  auto* const option = command.get_option_no_throw("--" + name);
  if (option == nullptr) {
    return failure(ErrorCode::BadValue, fmt::format("{}: no option --{}", options.sut, name));
  }
  if (option->count() > 0) { return {}; }  // the command line wins
  try {
    option->add_result(value);
    option->run_callback();
  } catch (const CLI::Error& error) {
    return failure(ErrorCode::BadValue, fmt::format("{}: {}", options.sut, error.what()));
  }
  return {};
}

}  // namespace

void add_sut_option(CLI::App& command, RunOptions& options) {
  command.add_option(
      "--sut", options.sut,
      "Target and its options from runners/suts/NAME.xml, or from a file; what is said here besides "
      "wins");
}

Status apply_sut(CLI::App& command, RunOptions& options, const std::filesystem::path& data_dir) {
  if (options.sut.empty()) { return {}; }
  const auto entry = catalogue::load_sut(data_dir, options.sut);
  if (!entry) { return tl::unexpected(entry.error()); }
  options.start = entry->start;
  if (auto filled = fill_in(command, options, "target", entry->target); !filled) { return filled; }
  for (const auto& option : entry->options) {
    if (auto filled = fill_in(command, options, option.name, option.value); !filled) { return filled; }
  }
  return {};
}

}  // namespace enocheck
