#include "completion.h"

#include <array>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enocheck {
namespace {

using Takes = OptionDescription::Takes;

/// For both shells: in single quotes, which nothing but a single quote ends.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) { out += letter == '\'' ? std::string("'\\''") : std::string(1, letter); }
  return out + "'";
}

/// What is offered where an option's value stands; "" for one that takes none.
std::string offer(const OptionDescription& option) {
  switch (option.takes) {
    case Takes::Nothing: return "";
    case Takes::Choice: return fmt::format("{}", fmt::join(option.choices, " "));
    case Takes::File:
    case Takes::Text: return "@file";
    case Takes::Folder: return "@folder";
    case Takes::Number: return "@nothing";
  }
  return "";
}

/// Calls `visit` with every command, those above first.
void for_each(const CommandDescription& command,
              const std::function<void(const CommandDescription&)>& visit) {
  visit(command);
  for (const auto& below : command.commands) { for_each(below, visit); }
}

std::string path_of(const CommandDescription& command) {
  return fmt::format("{}", fmt::join(command.path, " "));
}

/// `NAME PATH`: a shell function that answers for each command with the lines that `lines_of` gives.
std::string function(std::string_view name, const CommandDescription& program, std::string_view subject,
                     const std::function<std::string(const CommandDescription&)>& lines_of) {
  auto script = fmt::format("{}() {{\n  case {} in\n", name, subject);
  for_each(program, [&](const CommandDescription& command) { script += lines_of(command); });
  return script + "  esac\n}\n";
}

/// `_enocheck_values PATH OPTION`: what an option takes. The program's own options hold for every command.
std::string values_function(const CommandDescription& program) {
  auto script = function("_enocheck_values", program, "\"$1 $2\"", [](const CommandDescription& command) {
    std::string lines;
    for (const auto& option : command.options) {
      const auto offered = offer(option);
      for (const auto& name : option.names) {
        if (offered.empty()) { continue; }
        const auto pattern = command.path.empty() ? "*" + quoted(" " + name)
                                                  : quoted(fmt::format("{} {}", path_of(command), name));
        lines += fmt::format("    {}) echo {} ;;\n", pattern, quoted(offered));
      }
    }
    return lines;
  });
  return script;
}

constexpr std::string_view kBash = R"shell(
# The command that these words have come to.
_enocheck_path() {
  local path='' word before=''
  for word in "$@"; do
    if [[ -z $(_enocheck_values "$path" "$before") && " $(_enocheck_commands "$path") " == *" $word "* ]]; then
      path="${path:+$path }$word"
    fi
    before=$word
  done
  echo "$path"
}

# offer WORDS: those that begin as the word at the cursor does.
_enocheck_offer() { mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen "$@" -- "$current"); }
_enocheck_offer_files() {
  compopt -o filenames 2>/dev/null
  _enocheck_offer "$@"
}

_enocheck() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} path values commands
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  path=$(_enocheck_path "${COMP_WORDS[@]:1:COMP_CWORD - 1}")
  values=$(_enocheck_values "$path" "$before")
  commands=$(_enocheck_commands "$path")
  COMPREPLY=()
  case $values in
    @nothing) ;;
    @folder) _enocheck_offer_files -d ;;
    @file) _enocheck_offer_files -f ;;
    ?*) _enocheck_offer -W "$values" ;;
    *)
      if [[ $current == -* ]]; then
        _enocheck_offer -W "$(_enocheck_options "$path") $(_enocheck_options '')"
      elif [[ -n $commands ]]; then
        _enocheck_offer -W "$commands"
      else
        _enocheck_offer -W "$(_enocheck_arguments "$path")"
        _enocheck_offer_files -f
      fi ;;
  esac
}
complete -F _enocheck enocheck
)shell";

constexpr std::string_view kZsh = R"shell(
_enocheck() {
  local now='' word before='' values
  local -a entries names
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ -z $(_enocheck_values "$now" "$before") ]]; then
      entries=(${(f)"$(_enocheck_commands "$now")"})
      names=(${entries%%:*})
      (( ${names[(Ie)$word]} )) && now="${now:+$now }$word"
    fi
    before=$word
  done
  if [[ $words[CURRENT] == --*=* ]]; then
    before=${words[CURRENT]%%=*}
    compset -P '*='
  fi
  values=$(_enocheck_values "$now" "$before")
  case $values in
    @nothing) ;;
    @folder) _files -/ ;;
    @file) _files ;;
    ?*)
      entries=(${=values})
      _describe value entries ;;
    *)
      if [[ $words[CURRENT] == -* ]]; then
        entries=(${(f)"$(_enocheck_options "$now"; [[ -n $now ]] && _enocheck_options '')"})
        _describe option entries
        return
      fi
      entries=(${(f)"$(_enocheck_commands "$now"; _enocheck_arguments "$now")"})
      (( $#entries )) && _describe argument entries
      [[ -n $(_enocheck_commands "$now") ]] || _files ;;
  esac
}
if [[ $funcstack[1] == _enocheck ]]; then _enocheck "$@"; else compdef _enocheck enocheck; fi
)shell";

/// Calls `add` with each thing of a command that is offered, and what it is for.
using Add = std::function<void(std::string_view name, std::string_view help)>;

void add_commands(const CommandDescription& command, const Add& add) {
  for (const auto& below : command.commands) { add(below.path.back(), below.description); }
}

void add_options(const CommandDescription& command, const Add& add) {
  for (const auto& option : command.options) {
    for (const auto& name : option.names) { add(name, option.help); }
  }
}

void add_arguments(const CommandDescription& command, const Add& add) {
  for (const auto& option : command.options) {
    if (!option.names.empty()) { continue; }
    for (const auto& choice : option.choices) { add(choice, option.help); }
  }
}

using AddAll = void (*)(const CommandDescription&, const Add&);
constexpr std::array<std::pair<std::string_view, AddAll>, 3> kFunctions = {
    {{"_enocheck_commands", add_commands},
     {"_enocheck_options", add_options},
     {"_enocheck_arguments", add_arguments}}};

}  // namespace

std::string bash_completion(const CommandDescription& program) {
  std::string script = "# Completion of enocheck for bash: source <(enocheck completion bash)\n";
  for (const auto& [name, add_all] : kFunctions) {
    script += function(name, program, "\"$1\"", [add = add_all](const CommandDescription& command) {
      std::string words;
      add(command, [&](std::string_view word, std::string_view /*help*/) {
        words += fmt::format("{}{}", words.empty() ? "" : " ", word);
      });
      return fmt::format("    {}) echo {} ;;\n", quoted(path_of(command)), quoted(words));
    });
  }
  return script + values_function(program) + std::string(kBash);
}

std::string zsh_completion(const CommandDescription& program) {
  std::string script =
      "#compdef enocheck\n# Completion of enocheck for zsh: source <(enocheck completion zsh)\n";
  for (const auto& [name, add_all] : kFunctions) {
    script += function(name, program, "\"$1\"", [add = add_all](const CommandDescription& command) {
      std::string words;
      add(command, [&](std::string_view word, std::string_view help) {
        words += " " + quoted(fmt::format("{}:{}", word, help));
      });
      return words.empty() ? std::string()
                           : fmt::format("    {}) print -rl --{} ;;\n", quoted(path_of(command)), words);
    });
  }
  return script + values_function(program) + std::string(kZsh);
}

}  // namespace enocheck
