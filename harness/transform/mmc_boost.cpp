#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "transform/mmc_parts.h"

namespace enocheck::transform {
namespace {

constexpr std::size_t kItems = 7;  // availability, log, five associations

/// A compact array of structures of two double-long-unsigned: start and end of each boost in UTC seconds.
Status write_log(ByteView log, MmcWriter& out) {
  ByteReader in(log);
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::CompactArray), "compact-array");
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::Structure), "structure");
  in.expect_u8(2, "number of columns");
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::DoubleLongUnsigned), "type of the start");
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::DoubleLongUnsigned), "type of the end");
  in.prefixed(in.length(), [&](ByteReader& entries) {
    while (!entries.at_end()) {
      const auto start = entries.u32();
      const auto end = entries.u32();
      if (entries.failed()) { return; }
      out.element("EventLogEntry", [&] {
        out.value("BoostEnd", to_iso8601(gbcs::from_utc_seconds(end)));
        out.value("BoostStart", to_iso8601(gbcs::from_utc_seconds(start)));
      });
    }
  });
  in.expect_end();
  if (in.error()) { return failure(*in.error(), "boost log"); }
  return {};
}

Status write_flag(const std::string& name, ByteView item, MmcWriter& out) {
  if (gbcs::tag_of(item) == gbcs::DataTag::Null) { return {}; }
  const auto value = gbcs::boolean_of(item);
  if (!value) { return failure(ErrorCode::BadValue, fmt::format("{}: {}", name, encode_hex(item))); }
  out.value(name, xml_boolean(*value));
  return {};
}

}  // namespace

Status write_boost_details(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (response.data.size() != kItems) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{} items where 7.11 asks for {}", response.data.size(), kItems));
  }
  if (const auto log = response.data[1]; gbcs::tag_of(log) != gbcs::DataTag::Null) {
    if (auto written = write_log(log, out); !written) { return written; }
  }
  if (auto written = write_flag("BoostFunctionAvailability", response.data[0], out); !written) {
    return written;
  }
  for (std::size_t n = 1; n <= 5; ++n) {
    auto written = write_flag(fmt::format("BoostFunctionControl{}Value", n), response.data[n + 1], out);
    if (!written) { return written; }
  }
  return {};
}

}  // namespace enocheck::transform
