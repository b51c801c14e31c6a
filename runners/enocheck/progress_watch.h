#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "report/console.h"
#include "report/run_folder.h"

namespace enocheck {

/// Shows on a terminal how far worker processes are, by what they write into their journals. The workers
/// print what did not pass themselves.
class ProgressWatch {
 public:
  ProgressWatch(const report::RunFolder& folder, std::size_t workers, std::size_t total,
                const report::ConsoleStyle& style);
  ProgressWatch(const ProgressWatch&) = delete;
  ProgressWatch& operator=(const ProgressWatch&) = delete;
  ~ProgressWatch() { clear(); }

  /// Reads what is new and draws, if the last time is a while ago.
  void look();
  /// Takes the line away, for somebody else to print.
  void clear();

 private:
  struct Journal {
    std::filesystem::path file;
    std::uintmax_t read = 0;  ///< octets
  };
  void read(Journal& journal);

  std::vector<Journal> journals_;
  report::ProgressBar bar_;
  bool is_on_;
  bool is_shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace enocheck
