#include "man_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enocheck {
namespace {

using Takes = OptionDescription::Takes;

/// Text that roff prints as it is: its own signs are escaped, and no line begins with one.
std::string plain(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const bool begins_line = out.empty() || out.back() == '\n';
    if (begins_line && (letter == '.' || letter == '\'')) { out += "\\&"; }
    if (letter == '\\') {
      out += "\\e";
    } else if (letter == '-') {
      out += "\\-";
    } else {
      out += letter;
    }
  }
  return out;
}

std::string value_name(const OptionDescription& option) {
  switch (option.takes) {
    case Takes::Nothing: return "";
    case Takes::Choice: return fmt::format("{}", fmt::join(option.choices, "|"));
    case Takes::File: return "FILE";
    case Takes::Folder: return "FOLDER";
    case Takes::Text: return "TEXT";
    case Takes::Number: return "N";
  }
  return "";
}

std::string title_of(const OptionDescription& option) {
  if (option.names.empty()) { return fmt::format("\\fI{}\\fR", plain(option.positional)); }
  std::string title;
  for (const auto& name : option.names) {
    title += fmt::format("{}\\fB{}\\fR", title.empty() ? "" : ", ", plain(name));
  }
  const auto value = value_name(option);
  return value.empty() ? title : fmt::format("{} \\fI{}\\fR", title, plain(value));
}

std::string paragraph(const OptionDescription& option) {
  auto text = fmt::format(".TP\n{}\n{}", title_of(option), plain(option.help));
  if (!option.default_value.empty()) { text += fmt::format(" (default: {})", plain(option.default_value)); }
  if (!option.environment.empty()) { text += fmt::format(" (environment: {})", plain(option.environment)); }
  return text + "\n";
}

std::string options_of(const CommandDescription& command) {
  std::string text;
  for (const auto& option : command.options) { text += paragraph(option); }
  return text;
}

/// Examples and exit codes stand as --help has them.
std::string verbatim(std::string_view text) {
  return text.empty() ? "" : fmt::format(".nf\n{}\n.fi\n", plain(text));
}

std::string synopsis(const CommandDescription& command) {
  auto line = fmt::format(".B enocheck{}{}\n[\\fIOPTIONS\\fR]", command.path.empty() ? "" : " ",
                          plain(fmt::format("{}", fmt::join(command.path, " "))));
  if (!command.commands.empty()) { line += " \\fICOMMAND\\fR"; }
  for (const auto& option : command.options) {
    if (!option.names.empty()) { continue; }
    const auto name = fmt::format("\\fI{}\\fR", plain(option.positional));
    line += option.is_required ? " " + name : fmt::format(" [{}]", name);
    if (option.repeats) { line += "..."; }
  }
  return line + "\n";
}

/// On one line: a man page's NAME has no more.
std::string on_one_line(std::string text) {
  for (auto& letter : text) {
    if (letter == '\n') { letter = ' '; }
  }
  return text;
}

std::string commands_of(const CommandDescription& command) {
  std::string text;
  for (const auto& below : command.commands) {
    if (command.path.empty()) {
      text += fmt::format(".TP\n\\fB{}\\fR(1)\n{}\n", plain(man_page_name(below)), plain(below.description));
    } else {
      text += fmt::format(".SS {}\n{}\n.PP\n{}{}{}", plain(below.path.back()), plain(below.description),
                          synopsis(below), options_of(below), verbatim(below.footer));
    }
  }
  return text.empty() ? "" : ".SH COMMANDS\n" + text;
}

}  // namespace

std::string man_page_name(const CommandDescription& command) {
  return fmt::format("enocheck{}{}", command.path.empty() ? "" : "-", fmt::join(command.path, "-"));
}

std::string man_page(const CommandDescription& command, const CommandDescription& program,
                     std::string_view version) {
  const auto name = man_page_name(command);
  auto page = fmt::format(".TH {} 1 \"\" \"enocheck {}\" \"User Commands\"\n", plain(name), plain(version));
  page += fmt::format(".SH NAME\n{} \\- {}\n", plain(name), plain(on_one_line(command.description)));
  page += ".SH SYNOPSIS\n" + synopsis(command);
  page += commands_of(command);
  page += ".SH OPTIONS\n" + options_of(command);
  if (!command.path.empty()) {
    page += ".PP\nOf every command:\n" + options_of(program);
    if (!command.footer.empty()) { page += ".SH EXAMPLES AND EXIT STATUS\n" + verbatim(command.footer); }
  }
  page += ".SH FILES\n.TP\n/usr/share/enocheck\ntest cases, vectors and schemas of an installed enocheck\n";
  page += ".TP\n/usr/share/doc/enocheck\nthe handbook; begin with first_hour.md\n";
  if (!command.path.empty()) { page += ".SH SEE ALSO\n\\fBenocheck\\fR(1)\n"; }
  return page;
}

}  // namespace enocheck
