#include "docs/fenced_blocks.h"

#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "core/files.h"

namespace enocheck {
namespace {

const std::set<std::string> kNotRun = {"text",   "xml", "json",   "toml", "yaml",
                                       "groovy", "sql", "python", "cpp",  "html"};

/// What every script begins with: an error ends it and names the document's line; servers end with it.
constexpr const char* kPreamble = R"(set -euo pipefail
servers=()
stop_servers() { for one in "${servers[@]}"; do kill "$one" 2>/dev/null && wait "$one" 2>/dev/null || true; done; servers=(); }
trap stop_servers EXIT
trap 'printf "%s: exit code %s\n" "$at" "$?" >&2' ERR
# serve COMMAND...: started, and waited for until it says that it is ready.
serve() {
  local out ready
  exec {out}< <(exec "$@")
  servers+=("$!")
  while read -r ready <&"$out"; do [[ $ready == *'"ready":true'* ]] && return 0; done
  echo "$at: the server ended" >&2
  return 1
}
# exits N COMMAND: has to end with that code.
exits() {
  local code=0
  eval "$2" || code=$?
  [[ $code == "$1" ]] || { printf '%s: exit code %s, not %s\n' "$at" "$code" "$1" >&2; return 1; }
}
)";

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char letter : text) { out += letter == '\'' ? std::string("'\\''") : std::string(1, letter); }
  return out + "'";
}

void add_commands(const std::string& name, const FencedBlock& block, std::string& script) {
  static const std::regex exits(R"(^(.*\S)\s+# exits (\d+)\s*$)");
  bool goes_on = false;      // after a line that ends in a backslash
  bool is_here_doc = false;  // up to a line EOF
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    const auto& line = block.lines[i];
    std::smatch match;
    if (goes_on || is_here_doc || line.empty()) {
      script += line + "\n";
    } else {
      script += fmt::format("at={}\n", quoted(fmt::format("{}:{}", name, block.line + i)));
      script += std::regex_match(line, match, exits)
                    ? fmt::format("exits {} {}\n", match[2].str(), quoted(match[1].str()))
                    : line + "\n";
    }
    is_here_doc = is_here_doc ? line != "EOF" : line.find("<<'EOF'") != std::string::npos;
    goes_on = !is_here_doc && line.ends_with('\\');
  }
}

void add_servers(const std::string& name, const FencedBlock& block, std::string& script) {
  script += "stop_servers\n";
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    script +=
        fmt::format("at={}\nserve {}\n", quoted(fmt::format("{}:{}", name, block.line + i)), block.lines[i]);
  }
}

}  // namespace

Result<std::vector<FencedBlock>> fenced_blocks(const std::filesystem::path& file) {
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  std::vector<FencedBlock> blocks;
  bool is_open = false;
  std::istringstream in(*text);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.rfind("```", 0) != 0) {
      if (is_open) { blocks.back().lines.push_back(line); }
      continue;
    }
    is_open = !is_open;
    if (!is_open) { continue; }
    FencedBlock block;
    block.line = number + 1;
    const auto blank = line.find(' ');
    block.language = line.substr(3, blank == std::string::npos ? blank : blank - 3);
    block.note = blank == std::string::npos ? "" : line.substr(blank + 1);
    blocks.push_back(std::move(block));
  }
  if (is_open) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}:{}: this block does not end", file.string(), blocks.back().line - 1));
  }
  return blocks;
}

Result<std::vector<std::string>> commands_outside_blocks(const std::filesystem::path& file) {
  static const std::regex command(R"(^\s{4,}(\$ )?(enocheck|runners/|cmake|ctest|build/|tests/)\S*( .*)?$)");
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  std::vector<std::string> found;
  bool is_open = false;
  std::size_t number = 0;
  std::istringstream in(*text);
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.rfind("```", 0) == 0) { is_open = !is_open; }
    if (!is_open && std::regex_match(line, command)) {
      found.push_back(fmt::format("{}:{}: {}", file.string(), number, line));
    }
  }
  return found;
}

Script script_of(const std::string& name, const std::vector<FencedBlock>& blocks, bool with_slow) {
  constexpr std::string_view kByHand = "by-hand: ";
  Script script;
  std::string commands;
  for (const auto& block : blocks) {
    const auto place = fmt::format("{}:{}", name, block.line);
    if (block.language != "sh") {
      if (!kNotRun.contains(block.language)) {
        script.faults.push_back(
            fmt::format("{}: ```{}: say sh for commands, which are run, or text", place, block.language));
      }
    } else if (block.note.rfind(kByHand, 0) == 0 && block.note.size() > kByHand.size()) {
      script.left.push_back(fmt::format("{}: {}", place, block.note.substr(kByHand.size())));
    } else if (block.note == "slow" && !with_slow) {
      script.left.push_back(fmt::format("{}: slow; `runners/selftest --full` runs it", place));
    } else if (block.note == "server") {
      add_servers(name, block, commands);
    } else if (block.note.empty() || block.note == "slow") {
      add_commands(name, block, commands);
    } else {
      script.faults.push_back(
          fmt::format("{}: ```sh {}: neither slow, server nor by-hand: WHY", place, block.note));
    }
  }
  if (!commands.empty()) { script.text = kPreamble + commands; }
  return script;
}

}  // namespace enocheck
