#include "sut/command_line.h"

#include <unistd.h>

#include <fmt/format.h>

namespace enocheck::sut {
namespace {

namespace fs = std::filesystem;

/// Goes through a command letter by letter.
class Splitter {
 public:
  Result<std::vector<std::string>> split(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char letter = text[at];
      if (quote_ == '\'') {
        in_single_quotes(letter);
      } else if (letter == '\\' && at + 1 < text.size() && escapes(text[at + 1])) {
        add(text[++at]);
      } else if (quote_ == '"') {
        in_double_quotes(letter);
      } else {
        unquoted(letter);
      }
    }
    if (quote_ != 0) { return failure(ErrorCode::BadValue, fmt::format("a quote {} is not closed", quote_)); }
    end_argument();
    if (arguments_.empty()) { return failure(ErrorCode::BadValue, "there is no command"); }
    return std::move(arguments_);
  }

 private:
  /// In double quotes a backslash is itself but before these.
  [[nodiscard]] bool escapes(char next) const {
    return quote_ == 0 || next == '"' || next == '\\' || next == '$' || next == '`';
  }
  void add(char letter) {
    argument_ += letter;
    is_begun_ = true;
  }
  void in_single_quotes(char letter) { letter == '\'' ? void(quote_ = 0) : add(letter); }
  void in_double_quotes(char letter) { letter == '"' ? void(quote_ = 0) : add(letter); }
  void unquoted(char letter) {
    if (letter == '\'' || letter == '"') {
      quote_ = letter;
      is_begun_ = true;  // '' is an argument
    } else if (letter == ' ' || letter == '\t' || letter == '\n') {
      end_argument();
    } else {
      add(letter);
    }
  }
  void end_argument() {
    if (is_begun_) { arguments_.push_back(std::move(argument_)); }
    argument_.clear();
    is_begun_ = false;
  }

  std::vector<std::string> arguments_;
  std::string argument_;
  bool is_begun_ = false;
  char quote_ = 0;
};

bool is_program(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
}

}  // namespace

Result<std::vector<std::string>> split_command(std::string_view text) { return Splitter().split(text); }

Result<fs::path> find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) {
    if (is_program(name)) { return fs::path(name); }
    return failure(ErrorCode::BadValue, name + " is no file that may be executed");
  }
  while (!path.empty()) {
    const auto colon = path.find(':');
    const auto file = fs::path(path.substr(0, colon)) / name;
    if (is_program(file)) { return file; }
    path = colon == std::string_view::npos ? std::string_view() : path.substr(colon + 1);
  }
  return failure(ErrorCode::BadValue, name + " is not in PATH");
}

}  // namespace enocheck::sut
