#pragma once

// For tests that talk to a program, or send signals to it, while it runs.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace enocheck {

/// A program in a process group of its own, as a shell gives it. Killed at the end if it still runs.
class BackgroundProgram {
 public:
  /// `output` and `errors`: files that its standard output and error go to; empty: the test's own. `input`: a
  /// file, or a named pipe that the test has open already, that it reads.
  BackgroundProgram(const std::string& program, std::vector<std::string> arguments,
                    const std::filesystem::path& output = {}, const std::filesystem::path& errors = {},
                    const std::filesystem::path& input = {}) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> words;
    for (auto& word : arguments) { words.push_back(word.data()); }
    words.push_back(nullptr);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const auto open = [&](int descriptor, const std::filesystem::path& file) {
      if (file.empty()) { return; }
      posix_spawn_file_actions_addopen(&files, descriptor, file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    };
    if (!input.empty()) {
      posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
    }
    open(STDOUT_FILENO, output);
    open(STDERR_FILENO, errors);
    EXPECT_EQ(posix_spawnp(&process, program.c_str(), &files, &attributes, words.data(), environ), 0)
        << program;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  BackgroundProgram(const BackgroundProgram&) = delete;
  BackgroundProgram& operator=(const BackgroundProgram&) = delete;
  ~BackgroundProgram() {
    if (ended_) { return; }
    kill(process, SIGKILL);
    waitpid(process, nullptr, 0);
  }

  /// Waits until `holds`, or the process has ended; false if it ended first.
  bool until(const std::function<bool()>& holds) {
    while (!holds()) {
      if (waitpid(process, &status_, WNOHANG) == process) {
        ended_ = true;
        return false;
      }
      std::this_thread::yield();
    }
    return true;
  }
  int exit_code() {
    if (!ended_) { waitpid(process, &status_, 0); }
    ended_ = true;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
  }
  /// Ends it by a signal; its exit code, or -1 if the signal ended it.
  int end(int signal) {
    kill(process, signal);
    return exit_code();
  }

  pid_t process = 0;

 private:
  int status_ = 0;
  bool ended_ = false;
};

}  // namespace enocheck
