#include "catalogue/profile.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "catalogue/element.h"

namespace enocheck::catalogue {
namespace {

using Setter = std::function<bool(Profile&, const std::string&)>;

Setter text_of(std::string Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    profile.*field = value;
    return true;
  };
}

Setter boolean_of(bool Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    profile.*field = value == "true" || value == "1";
    return profile.*field || value == "false" || value == "0";
  };
}

Setter span_of(Duration Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    const auto span = parse_duration(value);
    if (span) { profile.*field = *span; }
    return span.has_value();
  };
}

/// Texts between semicolons.
Setter list_of(std::vector<std::string> Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    (profile.*field).clear();
    for (std::size_t at = 0; at <= value.size();) {
      const auto end = std::min(value.find(';', at), value.size());
      if (end == at) { return false; }
      (profile.*field).push_back(value.substr(at, end - at));
      at = end + 1;
    }
    return true;
  };
}

Setter code_of(MessageCode Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    std::uint16_t code = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), code, 16);
    profile.*field = MessageCode{code};
    return read.ec == std::errc() && read.ptr == value.data() + value.size();
  };
}

Setter count_of(unsigned Profile::*field) {
  return [field](Profile& profile, const std::string& value) {
    const auto read = std::from_chars(value.data(), value.data() + value.size(), profile.*field);
    return read.ec == std::errc() && profile.*field > 0;
  };
}

/// Every key that a profile has.
const std::map<std::string, Setter, std::less<>>& setters() {
  static const std::map<std::string, Setter, std::less<>> kSetters = {
      {"change-in-force", boolean_of(&Profile::change_in_force)},
      {"eno-variants-from", text_of(&Profile::eno_variants_from)},
      {"ecs47-eno", code_of(&Profile::ecs47_eno)},
      {"ecs62-eno", code_of(&Profile::ecs62_eno)},
      {"ecs61c-eno", code_of(&Profile::ecs61c_eno)},
      {"requirement-3", boolean_of(&Profile::requirement_3)},
      {"cs03a1-eno", code_of(&Profile::cs03a1_eno)},
      {"cs03a2-eno", code_of(&Profile::cs03a2_eno)},
      {"cs04ac-eno", code_of(&Profile::cs04ac_eno)},
      {"boost-read-by-urp", boolean_of(&Profile::boost_read_by_urp)},
      {"controllers-from", text_of(&Profile::controllers_from)},
      {"eno-controller-state", boolean_of(&Profile::eno_controller_state)},
      {"ecs47a-eno", code_of(&Profile::ecs47a_eno)},
      {"device-refuses-eno-close", boolean_of(&Profile::device_refuses_eno_close)},
      {"eno-may-label", boolean_of(&Profile::eno_may_label)},
      {"false-flag", text_of(&Profile::false_flag)},
      {"code-use-case", text_of(&Profile::code_use_case)},
      {"code-signature", text_of(&Profile::code_signature)},
      {"code-header-mismatch", text_of(&Profile::code_header_mismatch)},
      {"code-content", text_of(&Profile::code_content)},
      {"code-duplicate", text_of(&Profile::code_duplicate)},
      {"code-quarantine", text_of(&Profile::code_quarantine)},
      {"code-pre-command", text_of(&Profile::code_pre_command)},
      {"code-firmware-image", text_of(&Profile::code_firmware_image)},
      {"code-device-known", text_of(&Profile::code_device_known)},
      {"code-device-unknown", text_of(&Profile::code_device_unknown)},
      {"code-device-status", text_of(&Profile::code_device_status)},
      {"offset-shifts-calendar", boolean_of(&Profile::offset_shifts_calendar)},
      {"inventory-learns-from-activation", boolean_of(&Profile::inventory_learns_from_activation)},
      {"inventory-learns-from-read", boolean_of(&Profile::inventory_learns_from_read)},
      {"sign-acknowledgements", boolean_of(&Profile::sign_acknowledgements)},
      {"alert-on-unsupported-from", text_of(&Profile::alert_on_unsupported_from)},
      {"boost-period", span_of(&Profile::boost_period)},
      {"label-limit", count_of(&Profile::label_limit)},
      {"charger-labels", list_of(&Profile::charger_labels)},
      {"standard-labels", list_of(&Profile::standard_labels)},
      {"response-time", span_of(&Profile::response_time)},
      {"response-time-target", span_of(&Profile::response_time_target)},
      {"curtailment-limit-day", span_of(&Profile::curtailment_limit_day)},
      {"curtailment-limit-month", span_of(&Profile::curtailment_limit_month)},
      {"wan-latency", span_of(&Profile::wan_latency)},
      {"han-latency", span_of(&Profile::han_latency)},
      {"sub-ghz-latency", span_of(&Profile::sub_ghz_latency)},
      {"sub-ghz-pause", span_of(&Profile::sub_ghz_pause)},
      {"device-latency", span_of(&Profile::device_latency)},
      {"wan-tries", count_of(&Profile::wan_tries)},
      {"wan-retry-interval", span_of(&Profile::wan_retry_interval)},
      {"response-limit", span_of(&Profile::response_limit)},
  };
  return kSetters;
}

}  // namespace

std::optional<std::string> Profile::value_of(std::string_view key) const {
  const auto found = values.find(key);
  if (found == values.end()) { return std::nullopt; }
  return found->second;
}

Result<ProfileText> parse_profile(std::string name, std::string file, std::string text) {
  const auto source = Source::parse(file, std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  ProfileText profile{std::move(file), std::move(name), root.required("title"), root.text("extends"), {}};
  for (const auto& key : root.children()) {
    if (!setters().contains(key.name())) { key.fail(fmt::format("there is no choice {}", key.name())); }
    profile.values[key.name()] = collapse(key.content());
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(profile));
}

Result<Profile> make_profile(const ProfileText& text, const Profile* base) {
  Profile profile = base == nullptr ? Profile{} : *base;
  profile.name = text.name;
  profile.title = text.title;
  for (const auto& [key, value] : text.values) { profile.values[key] = value; }
  for (const auto& [key, set] : setters()) {
    const auto value = profile.values.find(key);
    if (value == profile.values.end()) {
      return failure(ErrorCode::Schema,
                     fmt::format("{}: {} is missing; say it, or extend a profile that does", text.file, key));
    }
    if (!set(profile, value->second)) {
      return failure(ErrorCode::Schema,
                     fmt::format("{}: {} cannot be \"{}\"", text.file, key, value->second));
    }
  }
  return profile;
}

}  // namespace enocheck::catalogue
