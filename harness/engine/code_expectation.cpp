#include "engine/code_expectation.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace enocheck::engine {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) { words.emplace_back(text.substr(at, end - at)); }
    at = end + 1;
  }
  return words;
}

bool http_holds(const std::string& expected, const SeenAnswer& seen) {
  const auto status = fmt::format("{}", seen.http_status);
  return expected == status || (expected.ends_with("xx") && expected.front() == status.front());
}

/// Codes of the checks of users, roles, registrations and devices. Source: DUIS brief 6.1, 6.3.
constexpr std::array<std::string_view, 9> kAccessControlCodes = {"E1",  "E2",  "E3",  "E4", "E5",
                                                                 "E11", "E17", "E19", "E20"};
/// Choices of the profile that name codes of form, signature, duplicates and pre-commands.
constexpr std::array<std::string_view, 5> kRequestManagementKeys = {
    "code-signature", "code-header-mismatch", "code-content", "code-duplicate", "code-pre-command"};

bool is_request_management(const CaseContext& context, const std::string& code) {
  if (code == "E12" || code == "E13") { return true; }
  return std::any_of(kRequestManagementKeys.begin(), kRequestManagementKeys.end(), [&](std::string_view key) {
    return code == fmt::format("profile:{}", key) || context.profile().value_of(key) == code;
  });
}

}  // namespace

bool is_accepted(const SeenAnswer& seen, Stage stage) {
  switch (stage) {
    case Stage::Transform: return seen.code == "I0" && seen.has_pre_command;
    case Stage::Send: return seen.code == "I99";
    case Stage::NonDevice: return seen.code == "I0" || seen.code == "I99";
  }
  return false;
}

Result<bool> answer_holds(const CaseContext& context, const catalogue::ExpectAnswer& expected,
                          const SeenAnswer& seen, Stage stage) {
  if (!expected.http.empty()) { return http_holds(expected.http, seen); }
  if (expected.code.empty() || expected.code == "accepted") { return is_accepted(seen, stage); }
  if (expected.code == "any-error") { return seen.code.starts_with('E') && !seen.has_pre_command; }
  for (const auto& word : words_of(expected.code)) {
    const auto code = context.resolve(word);
    if (!code) { return tl::unexpected(code.error()); }
    // A refusal that brings a pre-command all the same is none.
    if (seen.code == *code && !(seen.has_pre_command && code->starts_with('E'))) { return true; }
  }
  return false;
}

std::string describe(const CaseContext& context, const catalogue::ExpectAnswer& expected, Stage stage) {
  if (!expected.http.empty()) { return "HTTP " + expected.http; }
  if (expected.code.empty() || expected.code == "accepted") {
    switch (stage) {
      case Stage::Transform: return "accepted: I0 with a pre-command";
      case Stage::Send: return "accepted: I99";
      case Stage::NonDevice: return "accepted: I0 or I99";
    }
  }
  const auto resolved = context.resolve(expected.code);
  return resolved && *resolved != expected.code ? fmt::format("{} ({})", *resolved, expected.code)
                                                : expected.code;
}

std::string describe(const SeenAnswer& seen) {
  if (seen.code.empty()) { return fmt::format("HTTP {} without a DUIS document", seen.http_status); }
  return seen.code + (seen.has_pre_command ? " with a pre-command" : "");
}

Hop hop_of_answer(const CaseContext& context, const catalogue::ExpectAnswer& expected,
                  const SeenAnswer& seen) {
  if (!expected.http.empty() || seen.http_status != 200) { return Hop::DspRequestManagement; }
  const bool expects_code =
      !expected.code.empty() && expected.code != "accepted" && expected.code != "any-error";
  // Accepted, but with the other of I0 and I99: no right was at stake.
  if (!expects_code && seen.code.starts_with('I')) { return Hop::DspRequestManagement; }
  const auto& telling = expects_code ? expected.code : seen.code;
  const auto is_access = std::find(kAccessControlCodes.begin(), kAccessControlCodes.end(), telling);
  if (is_access != kAccessControlCodes.end() || expected.code == "profile:code-use-case") {
    return Hop::DspAccessControl;
  }
  return is_request_management(context, telling) ? Hop::DspRequestManagement : Hop::DspAccessControl;
}

}  // namespace enocheck::engine
