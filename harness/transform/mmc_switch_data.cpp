#include <fmt/format.h>

#include "core/eui64.h"
#include "core/hex.h"
#include "transform/mmc_parts.h"

namespace enocheck::transform {
namespace {

using gbcs::DataTag;

constexpr std::size_t kItems = 17;  // labels, types and identifiers, special days, calendar, states

tl::unexpected<Error> no_place(const char* what, ByteView item) {
  return failure(ErrorCode::BadValue, fmt::format("{}: MMC has no place for {}", what, encode_hex(item)));
}

bool is_null(ByteView item) { return gbcs::tag_of(item) == DataTag::Null; }

Status write_type(ByteView item, MmcWriter& out) {
  if (is_null(item)) { return {}; }
  const auto octets =
      gbcs::tag_of(item) == DataTag::OctetString ? gbcs::string_of(item) : std::optional<ByteView>();
  if (octets && octets->empty()) { return {}; }  // nothing is connected, as the same object says in ECS61e
  const auto eui = octets ? Eui64::from_octets(*octets) : Result<Eui64>(no_place("type", item));
  if (!eui) { return no_place("type and identifier", item); }
  out.element("TypeAndIdentifier", [&] {
    if (*eui == Eui64()) {
      out.empty("ALCS");
    } else {
      out.value("HCALCS", to_string(*eui));
    }
  });
  return {};
}

Status write_switch(std::size_t n, ByteView label, ByteView type, ByteView state, MmcWriter& out) {
  if (is_null(label) && is_null(type) && is_null(state)) { return {}; }
  Status written;
  out.element("AuxiliaryLoadControlSwitch", {{"Index", fmt::to_string(n)}}, [&] {
    if (!is_null(label)) {
      const auto text = gbcs::string_of(label);
      if (!text) {
        written = no_place("label", label);
        return;
      }
      out.value("Description", text_of(*text));
    }
    written = write_type(type, out);
    if (!written || is_null(state)) { return; }
    const auto closed = gbcs::boolean_of(state);
    if (!closed) {
      written = no_place("state", state);
      return;
    }
    out.value("State", xml_boolean(*closed));
  });
  return written;
}

}  // namespace

Status write_switch_data(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (response.data.size() != kItems) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{} items where 7.7 asks for {}", response.data.size(), kItems));
  }
  for (std::size_t i = 0; i < 5; ++i) {
    auto written = write_switch(i + 1, response.data[i], response.data[i + 5], response.data[i + 12], out);
    if (!written) { return written; }
  }
  if (const auto table = response.data[10]; !is_null(table)) {
    if (auto written = write_special_days(table, CalendarForm::Switches, out); !written) { return written; }
  }
  if (const auto schedule = response.data[11]; !is_null(schedule)) {
    return write_calendar(schedule, CalendarForm::Switches, out);
  }
  return {};
}

}  // namespace enocheck::transform
