#include "gbcs/payload_gbz.h"

#include <array>

#include "core/byte_reader.h"

namespace enocheck::gbcs {
namespace {

constexpr std::uint8_t kLast = 0x01;
constexpr std::uint8_t kFromDateTime = 0x10;
constexpr std::size_t kOutcomeSize = 14;

void read_command(ByteReader& in, GbzComponent& component) {
  if (component.is_encrypted()) {
    (void)in.u8();  // Additional Header Control: reserved
    component.frame_counter = in.u8();
  } else if ((component.control & kFromDateTime) != 0) {
    component.from_date_time = in.u32();
  }
  component.frame_control = in.u8();
  component.sequence = in.u8();
  component.command = in.u8();
  component.body = component.is_encrypted() ? in.bytes(in.u16()) : in.rest();
}

GbzComponent read_component(ByteReader& in) {
  GbzComponent component;
  component.offset = in.offset();
  component.control = in.u8();
  component.cluster = in.u16();
  in.prefixed(in.u16(), [&](ByteReader& command) { read_command(command, component); });
  return component;
}

std::size_t read_start(ByteReader& in) {
  in.expect_u8(0x01, "GBZ profile");
  in.expect_u8(0x09, "GBZ profile");
  return in.u8();
}

std::optional<GbzOutcome> read_outcome(ByteView octets) {
  ByteReader in(octets);
  if (in.u8() != kOutcomeSize || in.remaining() != kOutcomeSize) { return std::nullopt; }
  GbzOutcome outcome;
  outcome.code = MessageCode(in.u16());
  outcome.counter = OriginatorCounter(in.u64());
  outcome.cluster = in.u16();
  outcome.frame_control = in.u8();
  outcome.command = in.u8();
  return outcome;
}

struct ClusterName {
  std::uint16_t id;
  const char* name;
};
struct CommandName {
  std::uint16_t cluster;
  bool from_server;
  std::uint8_t id;
  const char* name;
};

constexpr auto kClusters = std::to_array<ClusterName>({
#define ZCL_CLUSTER(id, name) {id, name},
#define ZCL_COMMAND(cluster, from_server, id, name)
#include "gbcs/zcl_names.inc"
#undef ZCL_CLUSTER
#undef ZCL_COMMAND
});

constexpr auto kCommands = std::to_array<CommandName>({
#define ZCL_CLUSTER(id, name)
#define ZCL_COMMAND(cluster, from_server, id, name) {cluster, from_server, id, name},
#include "gbcs/zcl_names.inc"
#undef ZCL_CLUSTER
#undef ZCL_COMMAND
});

}  // namespace

Result<std::vector<GbzComponent>> decode_gbz(ByteView payload) {
  ByteReader in(payload);
  const auto count = read_start(in);
  std::vector<GbzComponent> components;
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    components.push_back(read_component(in));
    const bool says_last = (components.back().control & kLast) != 0;
    if (says_last != (i + 1 == count)) {
      in.fail(ErrorCode::BadValue, "the last component is not marked as such");
    }
  }
  in.expect_end();
  if (in.failed()) { return tl::unexpected(*in.error()); }
  return components;
}

Result<GbzAlert> decode_gbz_alert(ByteView payload) {
  ByteReader in(payload);
  (void)read_start(in);
  GbzAlert alert;
  alert.alert_code = in.u16();
  alert.timestamp = in.u32();
  const auto at = in.offset();
  alert.rest = in.rest();
  if (in.failed()) { return tl::unexpected(*in.error()); }
  alert.outcome = read_outcome(alert.rest);
  if (!alert.outcome && !alert.rest.empty()) {
    ByteReader part(alert.rest, at);
    auto component = read_component(part);
    part.expect_end();
    if (!part.failed()) { alert.component = component; }
  }
  if (alert.outcome || alert.component) { alert.rest = {}; }
  return alert;
}

const char* zcl_cluster_name(std::uint16_t cluster) {
  for (const auto& row : kClusters) {
    if (row.id == cluster) { return row.name; }
  }
  return nullptr;
}

const char* zcl_command_name(std::uint16_t cluster, std::uint8_t frame_control, std::uint8_t command) {
  const bool is_general = (frame_control & 0x03U) == 0;
  if (is_general) {
    switch (command) {
      case 0x00: return "Read Attributes";
      case 0x01: return "Read Attributes Response";
      case 0x0B: return "Default Response";
      default: return nullptr;
    }
  }
  const bool from_server = (frame_control & 0x08U) != 0;
  for (const auto& row : kCommands) {
    if (row.cluster == cluster && row.from_server == from_server && row.id == command) { return row.name; }
  }
  return nullptr;
}

}  // namespace enocheck::gbcs
