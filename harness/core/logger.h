#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace enocheck {

enum class LogLevel { Debug, Info, Warning, Error };

/// Where log lines go. A line is a fixed sentence plus `key=value` pairs in specification terms; libraries
/// never print. Keys have no formatter, so they cannot be logged.
class Logger {
 public:
  Logger() = default;
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;
  virtual ~Logger() = default;
  virtual void write(LogLevel level, std::string_view line) = 0;

  template <class... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::Info, fmt::format(format, std::forward<Args>(args)...));
  }
  template <class... Args>
  void warning(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::Warning, fmt::format(format, std::forward<Args>(args)...));
  }
};

/// A text from outside as the value of a pair: in double quotes, on one line, whatever it holds.
[[nodiscard]] inline std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') { out += '\\'; }
    const auto octet = static_cast<unsigned char>(letter);
    out += octet < 0x20 || octet == 0x7F ? ' ' : letter;
  }
  return out + "\"";
}

class SilentLogger final : public Logger {
 public:
  void write(LogLevel /*level*/, std::string_view /*line*/) override {}
};

}  // namespace enocheck
