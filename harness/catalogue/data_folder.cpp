#include "catalogue/data_folder.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

bool holds_data(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "testcases", ignored) && fs::is_directory(folder / "schemas", ignored);
}

}  // namespace

fs::path data_folder_of(const fs::path& program) {
  const auto prefix = program.parent_path().parent_path();
  for (const auto& base : {prefix, prefix.parent_path()}) {  // PREFIX/bin, PREFIX/libexec/enocheck
    if (holds_data(base / "share" / "enocheck")) { return base / "share" / "enocheck"; }
  }
  for (auto folder = program.parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) {
    if (holds_data(folder)) { return folder; }
  }
  return fs::current_path();
}

fs::path own_data_folder() {
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::current_path() : data_folder_of(program);
}

}  // namespace enocheck::catalogue
