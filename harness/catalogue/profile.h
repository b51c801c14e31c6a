#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "core/strong.h"

namespace enocheck::catalogue {

/// Every choice that the sources leave open, for the system at hand: `testcases/profiles/NAME.xml`.
struct Profile {
  std::string name;
  std::string title;
  bool change_in_force = true;
  std::string eno_variants_from;
  MessageCode ecs47_eno;
  MessageCode ecs62_eno;
  MessageCode ecs61c_eno;
  bool requirement_3 = true;
  MessageCode cs03a1_eno;
  MessageCode cs03a2_eno;
  MessageCode cs04ac_eno;
  bool boost_read_by_urp = true;
  std::string controllers_from;  ///< GBCS version
  bool eno_controller_state = false;
  MessageCode ecs47a_eno;
  bool device_refuses_eno_close = false;
  bool eno_may_label = false;
  std::string false_flag = "write-opposite";  ///< or "refuse"
  std::string code_use_case;
  std::string code_signature;
  std::string code_header_mismatch;
  std::string code_content;
  std::string code_duplicate;
  std::string code_quarantine;
  std::string code_pre_command;
  std::string code_firmware_image;
  std::string code_device_known;
  std::string code_device_unknown;
  std::string code_device_status;
  bool offset_shifts_calendar = true;
  bool inventory_learns_from_activation = true;
  bool inventory_learns_from_read = true;
  bool sign_acknowledgements = true;
  std::string alert_on_unsupported_from;
  Duration boost_period{};
  unsigned label_limit = 22;
  std::vector<std::string> charger_labels;   ///< words with which a charger's label begins
  std::vector<std::string> standard_labels;  ///< … with which any standard label begins
  Duration response_time{};                  ///< NF13
  Duration response_time_target{};           ///< NF13's target
  Duration curtailment_limit_day{};          ///< NF11: equivalent in 24 h
  Duration curtailment_limit_month{};        ///< NF12: equivalent in 30 days
  Duration wan_latency{};
  Duration han_latency{};
  Duration sub_ghz_latency{};
  Duration sub_ghz_pause{};
  Duration device_latency{};
  unsigned wan_tries = 3;
  Duration wan_retry_interval{};
  Duration response_limit{};

  /// Every choice by its key, as the file has it: what cases name with `profile:KEY` and `applies`.
  std::map<std::string, std::string, std::less<>> values;
  [[nodiscard]] std::optional<std::string> value_of(std::string_view key) const;
};

/// What a profile file says, before the profile that it extends is put under it.
struct ProfileText {
  std::string file;
  std::string name;
  std::string title;
  std::string extends;  ///< empty if it extends none
  std::map<std::string, std::string, std::less<>> values;
};
/// Errors: Schema with file and line.
[[nodiscard]] Result<ProfileText> parse_profile(std::string name, std::string file, std::string text);
/// Errors: Schema with the key that is missing, unknown or no such value.
[[nodiscard]] Result<Profile> make_profile(const ProfileText& text, const Profile* base);

}  // namespace enocheck::catalogue
