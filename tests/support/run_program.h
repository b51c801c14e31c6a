#pragma once

// For tests that run programs as their users do.

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/files.h"

namespace enocheck {

/// Where the project's sources are: ctest says it, else the working folder.
inline std::filesystem::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return source == nullptr ? std::filesystem::current_path() : std::filesystem::path(source);
}

struct Outcome {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

/// A folder for one test's files, gone with it.
class Workplace {
 public:
  Workplace() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("enocheck_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Writes a file; gives its path.
  std::string write(const std::string& name, std::string_view content) const {
    EXPECT_TRUE(write_file(folder_ / name, bytes_of(content)).has_value()) << name;
    return (folder_ / name).string();
  }

  /// Runs a program with arguments that hold no quotes. Standard input is empty.
  [[nodiscard]] Outcome run(const std::string& program, const std::vector<std::string>& arguments) const {
    auto command = "'" + program + "'";
    for (const auto& argument : arguments) { command += " '" + argument + "'"; }
    const auto errors = folder_ / "stderr";
    Outcome outcome;
    FILE* const pipe = popen((command + " 2>'" + errors.string() + "' </dev/null").c_str(), "r");
    if (pipe == nullptr) { return outcome; }
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
      outcome.output.append(buffer, got);
    }
    const int status = pclose(pipe);
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    outcome.errors = read_text(errors).value_or("");
    return outcome;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace enocheck
