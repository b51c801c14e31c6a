#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace enocheck::catalogue {

/// A failure that is known, and tolerated until its review date.
struct Toleration {
  std::string testcase;          ///< an id, or a pattern with `*` and `?` that stands for all it matches
  std::string verdict = "fail";  ///< or "inconc"
  std::string hop;               ///< "esme"; empty: any
  std::string pinned;            ///< a part of the failure's text
  std::string reason;
  std::string owner;
  std::string clause;
  std::string review;    ///< "2027-03-31": the last day
  std::size_t line = 0;  ///< of the document; 0: not yet in one
};

/// The known failures of one system under test.
struct Baseline {
  std::string file;  ///< as it was opened, for messages
  std::string sut;
  std::vector<Toleration> entries;
};

/// Errors: Io; Schema with file and line: also for an entry that is there twice.
[[nodiscard]] Result<Baseline> load_baseline(const std::filesystem::path& file,
                                             const std::filesystem::path& data_dir);
/// The document with these entries after its own; what a person wrote around them stays. An empty document
/// becomes a new one for `sut`. Errors: Schema if it has no end.
[[nodiscard]] Result<std::string> with_entries(std::string_view document, std::string_view sut,
                                               const std::vector<Toleration>& entries);
/// Is it a day of the calendar, as "2027-03-31"?
[[nodiscard]] bool is_day(std::string_view text);

}  // namespace enocheck::catalogue
