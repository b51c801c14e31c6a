#pragma once

// For tests that compare what runs left.

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/files.h"

namespace enocheck {

/// What results.json says, without its times, and without what tells one run of the same from another.
inline nlohmann::json comparable_results(const std::filesystem::path& folder) {
  auto results = nlohmann::json::parse(read_text(folder / "results.json").value_or("null"), nullptr, false);
  if (!results.contains("run")) { return results; }
  for (const auto* const key : {"id", "started", "finished", "resumed", "invocation"}) {
    results["run"].erase(key);
  }
  for (auto& one : results["cases"]) { one.erase("wall_ms"); }
  return results;
}

/// All of a run's evidence, by path. Calls without the run's name and the digest, which is over that too.
inline std::map<std::string, std::string> comparable_evidence(const std::filesystem::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& file :
       files_below(folder / "evidence", "").value_or(std::vector<std::filesystem::path>{})) {
    auto text = read_text(file).value_or("");
    if (file.filename() == "calls.jsonl") {
      const auto name = folder.filename().string();
      if (const auto at = text.find(name); at != std::string::npos) { text.erase(at, name.size()); }
      text.erase(std::min(text.rfind("{\"sha256\":"), text.size()));
    }
    all.emplace(file.lexically_relative(folder).generic_string(), std::move(text));
  }
  all.emplace("evidence.pcapng", read_text(folder / "evidence.pcapng").value_or(""));
  return all;
}

/// How often the journals of a run tell that a case was finished, by its id.
inline std::map<std::string, std::size_t> times_finished(const std::filesystem::path& folder) {
  std::map<std::string, std::size_t> times;
  for (const auto& file :
       files_below(folder, ".journal.jsonl").value_or(std::vector<std::filesystem::path>{})) {
    const auto text = read_text(file).value_or("");
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto line = nlohmann::json::parse(text.substr(at, end - at), nullptr, false);
      if (line.contains("finished")) { ++times[line["finished"]["id"].get<std::string>()]; }
      at = end + 1;
    }
  }
  return times;
}

/// Lines of all journals of the run that `latest` in `out` names; 0 while there is none.
inline std::size_t journal_lines(const std::filesystem::path& out) {
  std::error_code ignored;
  std::size_t lines = 0;
  for (std::filesystem::directory_iterator entry(out / "latest", ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (!entry->path().filename().string().ends_with(".journal.jsonl")) { continue; }
    const auto text = read_text(entry->path()).value_or("");
    lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  return lines;
}

}  // namespace enocheck
