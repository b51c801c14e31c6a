#include "gbcs/dlms.h"

#include <algorithm>

#include <fmt/format.h>

namespace enocheck::gbcs {
namespace {

constexpr std::uint8_t kAccessRequest = 0xD9;
constexpr std::uint8_t kAccessResponse = 0xDA;
constexpr std::uint8_t kDataNotification = 0x0F;
constexpr std::size_t kSpecificationSize = 10;

/// A list count; one that the octets left cannot hold fails here, so that nobody reserves memory on its word.
std::size_t read_count(ByteReader& in, std::size_t least_octets_each, std::string_view what) {
  const auto at = in.offset();
  const auto count = in.length();
  if (!in.failed() && count > in.remaining() / least_octets_each) {
    in.fail(ErrorCode::Truncated,
            fmt::format("{} {} announced at {}, {} octets left", count, what, at, in.remaining()));
    return 0;
  }
  return count;
}

void expect_count(ByteReader& in, std::size_t found, std::size_t expected, std::string_view what) {
  if (!in.failed() && found != expected) {
    in.fail(ErrorCode::BadValue, fmt::format("{} {}, expected {}", found, what, expected));
  }
}

std::vector<ByteView> read_data_list(ByteReader& in) {
  const auto count = read_count(in, 1, "data items");
  std::vector<ByteView> items;
  items.reserve(count);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) { items.push_back(read_data(in)); }
  return items;
}

AccessSpecification read_specification(ByteReader& in) {
  AccessSpecification specification;
  const auto kind = in.peek().value_or(1);
  if (kind < 1 || kind > 4) { in.fail(ErrorCode::BadTag, fmt::format("access specification {:02X}", kind)); }
  specification.kind = static_cast<AccessKind>(in.u8());
  specification.class_id = in.u16();
  const auto obis = in.bytes(specification.obis.size());
  std::copy(obis.begin(), obis.end(), specification.obis.begin());
  specification.attribute = in.u8();
  if (specification.kind == AccessKind::GetWithSelection && !in.failed()) {
    specification.selector = in.u8();
    specification.selection = read_data(in);
  }
  return specification;
}

AccessResult read_result(ByteReader& in) {
  const auto kind = in.peek().value_or(1);
  if (kind < 1 || kind > 3) { in.fail(ErrorCode::BadTag, fmt::format("access result {:02X}", kind)); }
  AccessResult result;
  result.kind = static_cast<AccessKind>(in.u8());
  result.code = in.u8();
  return result;
}

std::uint32_t read_start(ByteReader& in, std::uint8_t tag, std::string_view what) {
  in.expect_u8(tag, what);
  const auto invoke_id = in.u32();
  in.expect_u8(0, "date-time length");
  return invoke_id;
}

}  // namespace

std::string to_string(const Obis& obis) {
  return fmt::format("{}-{}:{}.{}.{}.{}", obis[0], obis[1], obis[2], obis[3], obis[4], obis[5]);
}

Result<AccessRequest> decode_access_request(ByteView payload) {
  ByteReader in(payload);
  AccessRequest request;
  request.invoke_id = read_start(in, kAccessRequest, "access-request");
  const auto count = read_count(in, kSpecificationSize, "specifications");
  request.specifications.reserve(count);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    request.specifications.push_back(read_specification(in));
  }
  request.data = read_data_list(in);
  expect_count(in, request.data.size(), count, "data items");
  in.expect_end();
  return in.failed() ? Result<AccessRequest>(tl::unexpected(*in.error())) : std::move(request);
}

Result<AccessResponse> decode_access_response(ByteView payload) {
  ByteReader in(payload);
  AccessResponse response;
  response.invoke_id = read_start(in, kAccessResponse, "access-response");
  in.expect_u8(0, "echoed specifications");
  response.data = read_data_list(in);
  const auto count = read_count(in, 2, "results");
  expect_count(in, count, response.data.size(), "results");
  response.results.reserve(count);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) { response.results.push_back(read_result(in)); }
  in.expect_end();
  return in.failed() ? Result<AccessResponse>(tl::unexpected(*in.error())) : std::move(response);
}

Result<DataNotification> decode_data_notification(ByteView payload) {
  ByteReader in(payload);
  DataNotification notification;
  notification.invoke_id = read_start(in, kDataNotification, "data-notification");
  const auto at = in.offset();
  notification.body = read_data(in);
  in.expect_end();
  if (in.failed()) { return tl::unexpected(*in.error()); }
  auto members = members_of(notification.body);
  if (!members || tag_of(notification.body) != DataTag::Structure) {
    return failure(ErrorCode::BadTag, "the body of a data-notification is no structure", at);
  }
  notification.members = std::move(*members);
  return notification;
}

Bytes encode_access_request(const AccessRequest& request) {
  Bytes octets;
  ByteWriter out(octets);
  out.u8(kAccessRequest).u32(request.invoke_id).u8(0).length(request.specifications.size());
  for (const auto& specification : request.specifications) {
    out.u8(static_cast<std::uint8_t>(specification.kind)).u16(specification.class_id);
    out.bytes(specification.obis).u8(specification.attribute);
    if (specification.kind == AccessKind::GetWithSelection) {
      out.u8(specification.selector).bytes(specification.selection);
    }
  }
  out.length(request.data.size());
  for (const auto item : request.data) { out.bytes(item); }
  return octets;
}

Bytes encode_access_response(const AccessResponse& response) {
  Bytes octets;
  ByteWriter out(octets);
  out.u8(kAccessResponse).u32(response.invoke_id).u8(0).u8(0).length(response.data.size());
  for (const auto item : response.data) { out.bytes(item); }
  out.length(response.results.size());
  for (const auto& result : response.results) {
    const auto kind = result.kind == AccessKind::GetWithSelection ? AccessKind::Get : result.kind;
    out.u8(static_cast<std::uint8_t>(kind)).u8(result.code);
  }
  return octets;
}

std::uint32_t invoke_id_of(std::uint64_t originator_counter) {
  return 0x20000000U | static_cast<std::uint32_t>(originator_counter & 0xFFFFFFU);
}

const char* data_access_result_name(std::uint8_t code) {
  switch (code) {
    case 0: return "success";
    case 1: return "hardware-fault";
    case 2: return "temporary-failure";
    case 3: return "read-write-denied";
    case 4: return "object-undefined";
    case 9: return "object-class-inconsistent";
    case 11: return "object-unavailable";
    case 12: return "type-unmatched";
    case 13: return "scope-of-access-violated";
    case 14: return "data-block-unavailable";
    case 15: return "long-get-aborted";
    case 16: return "no-long-get-in-progress";
    case 17: return "long-set-aborted";
    case 18: return "no-long-set-in-progress";
    case 19: return "data-block-number-invalid";
    case 250: return "other-reason";
    default: return nullptr;
  }
}

const char* action_result_name(std::uint8_t code) {
  switch (code) {
    case 15: return "long-action-aborted";
    case 16: return "no-long-action-in-progress";
    case 17:
    case 18:
    case 19: return nullptr;
    default: return data_access_result_name(code);
  }
}

}  // namespace enocheck::gbcs
