#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/eui64.h"
#include "core/hex.h"
#include "transform/mmc_parts.h"

// What the reads of auxiliary controllers give. Source: GBCS brief 4.7, DUIS brief 8.2.
namespace enocheck::transform {
namespace {

using gbcs::DataTag;

constexpr std::size_t kControllers = 5;
constexpr std::size_t kConfigurationItems = 7;  // labels, special days, calendar
constexpr std::size_t kOperationalItems = 10;   // types and identifiers, states
constexpr unsigned kHighestLevel = 100;         // in percent

Status no_place(const char* what, ByteView item) {
  return failure(ErrorCode::BadValue, fmt::format("{}: MMC has no place for {}", what, encode_hex(item)));
}

Status expect_items(const gbcs::AccessResponse& response, std::size_t count, const char* service) {
  if (response.data.size() == count) { return {}; }
  return failure(ErrorCode::BadValue,
                 fmt::format("{} items where {} asks for {}", response.data.size(), service, count));
}

bool is_null(ByteView item) { return gbcs::tag_of(item) == DataTag::Null; }

std::optional<ByteView> string_of(ByteView item, DataTag tag) {
  return gbcs::tag_of(item) == tag ? gbcs::string_of(item) : std::nullopt;
}

/// No octets: nothing is connected; FF: an APC; eight zeros: an ALCS; else the EUI-64 of an HCALCS.
Status write_type(ByteView item, MmcWriter& out) {
  constexpr std::uint8_t kApc = 0xFF;
  const auto octets = string_of(item, DataTag::OctetString);
  if (!octets) { return no_place("type and identifier", item); }
  const auto write = [&out](std::string_view type, const std::optional<Eui64>& hcalcs) {
    out.element("TypeAndIdentifier", [&] {
      out.value("AuxiliaryControllerType", type);
      if (hcalcs) { out.value("HCALCSID", to_string(*hcalcs)); }
    });
    return Status{};
  };
  if (octets->empty()) { return write("None", std::nullopt); }
  if (octets->size() == 1 && octets->front() == kApc) { return write("APC", std::nullopt); }
  const auto eui = Eui64::from_octets(*octets);
  if (!eui) { return no_place("type and identifier", item); }
  return *eui == Eui64() ? write("ALCS", std::nullopt) : write("HCALCS", *eui);
}

/// A level of the JSON object, or nothing where it has none. ECS61e writes numbers.
std::optional<unsigned> level_in(const nlohmann::json& state, const char* name) {
  const auto found = state.find(name);
  if (found == state.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > kHighestLevel) {
    return std::nullopt;
  }
  return found->get<unsigned>();
}

Status write_state(ByteView item, MmcWriter& out) {
  const auto octets = string_of(item, DataTag::Utf8String);
  if (!octets) { return no_place("state", item); }
  const auto text = text_of(*octets);
  const auto state = nlohmann::json::parse(text, nullptr, false);
  if (!state.is_object()) { return no_place("state", item); }
  out.element("AuxiliaryControllerStateAndAssociatedInformation", [&] {
    if (const auto level = level_in(state, "outputState")) {
      out.value("OutputState", fmt::to_string(*level));
    }
    if (const auto level = level_in(state, "inputState")) { out.value("InputState", fmt::to_string(*level)); }
    out.value("StateAndAssociatedInformation", text);
  });
  return {};
}

}  // namespace

Status write_controller_configuration(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (auto right = expect_items(response, kConfigurationItems, "7.14"); !right) { return right; }
  for (std::size_t n = 1; n <= kControllers; ++n) {
    const auto item = response.data[n - 1];
    if (is_null(item)) { continue; }
    const auto label = string_of(item, DataTag::VisibleString);
    if (!label) { return no_place("label", item); }
    out.element("AuxiliaryControllerDescription", {{"auxiliaryControllerN", fmt::to_string(n)}},
                [&] { out.value("AuxiliaryControlDescription", text_of(*label)); });
  }
  if (const auto table = response.data[kControllers]; !is_null(table)) {
    auto written = write_special_days(table, CalendarForm::Controllers, out);
    if (!written) { return written; }
  }
  const auto schedule = response.data[kControllers + 1];
  return is_null(schedule) ? Status{} : write_calendar(schedule, CalendarForm::Controllers, out);
}

Status write_controller_operation(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (auto right = expect_items(response, kOperationalItems, "7.15"); !right) { return right; }
  for (std::size_t n = 1; n <= kControllers; ++n) {
    const auto type = response.data[n - 1];
    const auto state = response.data[kControllers + n - 1];
    if (is_null(type) && is_null(state)) { continue; }
    Status written;
    out.element("AuxiliaryControllerOperationalData", {{"auxiliaryControllerN", fmt::to_string(n)}}, [&] {
      if (!is_null(type)) { written = write_type(type, out); }
      if (written && !is_null(state)) { written = write_state(state, out); }
    });
    if (!written) { return written; }
  }
  return {};
}

}  // namespace enocheck::transform
