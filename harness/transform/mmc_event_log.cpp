#include <array>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "transform/mmc_parts.h"

// The auxiliary load control event log (ECS35f). Source: GBCS brief 4.10, MMC Schema V5.4.
namespace enocheck::transform {
namespace {

constexpr std::array<std::uint8_t, 6> kEntryType = {0x02, 0x04, 0x06, 0x12, 0x16, 0x06};

const char* action_name(std::uint8_t action) {
  switch (action) {
    case 0x00: return "Entry relates to a Message from an HC ALCS";
    case 0x11: return "On";
    case 0x12: return "Off";
    case 0x20: return "Revert to calendar control";
    default: return nullptr;
  }
}

Status write_entry(ByteReader& in, MmcWriter& out) {
  constexpr std::array kOutcomes = {"Outcome not known", "Success", "Failure"};
  const auto at = in.u32();
  const auto selector = in.u16();
  const auto outcome = in.u8();
  const auto han_command = in.u32();
  if (in.failed()) { return {}; }  // the caller asks the reader
  const auto number = selector >> 8U;
  const char* const action = action_name(static_cast<std::uint8_t>(selector & 0xFFU));
  if (number < 1 || number > 5 || action == nullptr || outcome >= kOutcomes.size()) {
    return failure(ErrorCode::BadValue, fmt::format("log entry {:04X}, outcome {}", selector, outcome));
  }
  out.element("ALCSEventLogEntry", [&] {
    out.value("Timestamp", to_iso8601(gbcs::from_utc_seconds(at)));
    out.value("SwitchNumber", fmt::to_string(number));
    out.value("SwitchAction", action);
    out.value("Outcome", kOutcomes.at(outcome));
    out.value("HANCommandID", fmt::to_string(han_command));
  });
  return {};
}

}  // namespace

Status write_event_log(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (response.data.size() != 1) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{} items where 6.13 asks for one", response.data.size()));
  }
  if (gbcs::tag_of(response.data.front()) == gbcs::DataTag::Null) { return {}; }
  ByteReader in(response.data.front());
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::CompactArray), "compact-array");
  for (const auto octet : kEntryType) { in.expect_u8(octet, "type of the entries"); }
  Status written;
  out.element("ALCSEvent", [&] {
    in.prefixed(in.length(), [&](ByteReader& entries) {
      while (written && !entries.at_end()) { written = write_entry(entries, out); }
      if (!written) { (void)entries.rest(); }
    });
  });
  in.expect_end();
  if (in.error()) { return failure(*in.error(), "event log"); }
  return written;
}

}  // namespace enocheck::transform
