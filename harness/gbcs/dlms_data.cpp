#include <algorithm>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/byte_writer.h"
#include "gbcs/dlms.h"

namespace enocheck::gbcs {
namespace {

/// The size of a value whose type fixes it; nothing for types that carry a length or are composed.
std::optional<std::size_t> fixed_size(DataTag tag) {
  switch (tag) {
    case DataTag::Null: return 0;
    case DataTag::Boolean:
    case DataTag::Bcd:
    case DataTag::Integer:
    case DataTag::Unsigned:
    case DataTag::Enum: return 1;
    case DataTag::Long:
    case DataTag::LongUnsigned: return 2;
    case DataTag::DoubleLong:
    case DataTag::DoubleLongUnsigned:
    case DataTag::Float32:
    case DataTag::Time: return 4;
    case DataTag::Date: return 5;
    case DataTag::Long64:
    case DataTag::Long64Unsigned:
    case DataTag::Float64: return 8;
    case DataTag::DateTime: return 12;
    case DataTag::Array:
    case DataTag::Structure:
    case DataTag::BitString:
    case DataTag::OctetString:
    case DataTag::VisibleString:
    case DataTag::Utf8String:
    case DataTag::CompactArray: break;
  }
  return std::nullopt;
}

void refuse_tag(ByteReader& in, std::uint8_t tag) {
  in.fail(ErrorCode::BadTag, fmt::format("data type {:02X}", tag));
}

void refuse_depth(ByteReader& in) { in.fail(ErrorCode::BadValue, "data is nested too deep"); }

bool has_length(DataTag tag) {
  return tag == DataTag::OctetString || tag == DataTag::VisibleString || tag == DataTag::Utf8String;
}

/// A value after its tag, of a type that is not composed. `tag` may be any octet.
void skip_simple(ByteReader& in, std::uint8_t tag) {
  const auto type = static_cast<DataTag>(tag);
  if (const auto size = fixed_size(type)) {
    (void)in.bytes(*size);
  } else if (has_length(type)) {
    (void)in.bytes(in.length());
  } else if (type == DataTag::BitString) {
    const auto bits = in.length();
    (void)in.bytes(bits / 8 + (bits % 8 == 0 ? 0 : 1));
  } else {
    refuse_tag(in, tag);
  }
}

/// The type description of a compact array. Arrays of elements without octets of their own are refused, and
/// so is such an element itself: hence a walk over values ends with the content, whatever the counts say.
class CompactType {
 public:
  /// Moves `in` over the description.
  explicit CompactType(ByteReader& in) : base_(in.offset()) {
    auto before = in;
    if (least_size(in, 0) == 0) { in.fail(ErrorCode::BadValue, "compact array of nothing"); }
    if (!in.failed()) { octets_ = before.bytes(in.offset() - base_); }
  }

  /// Moves `in` over one value; `out`, if any, receives it with tags.
  void walk(ByteReader& in, ByteWriter* out) const {
    ByteReader description(octets_, base_);
    walk(description, in, out);
  }

 private:
  /// Moves over a description; the fewest octets that a value of it takes, as far as zero or not goes.
  static std::size_t least_size(ByteReader& in, int depth) {
    if (depth >= kMaximumNesting) {
      refuse_depth(in);
      return 0;
    }
    const auto tag = in.u8();
    const auto type = static_cast<DataTag>(tag);
    if (type == DataTag::Array) {
      const auto count = in.u16();
      const auto element = least_size(in, depth + 1);
      if (element == 0) { in.fail(ErrorCode::BadValue, "array of nothing in a compact array"); }
      return count == 0 ? 0 : element;
    }
    if (type == DataTag::Structure) {
      const auto count = in.length();
      std::size_t size = 0;
      for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        size = std::max(size, least_size(in, depth + 1));
      }
      return size;
    }
    if (has_length(type) || type == DataTag::BitString) { return 1; }
    if (!fixed_size(type)) { refuse_tag(in, tag); }
    return fixed_size(type).value_or(0);
  }

  static void walk(ByteReader& description, ByteReader& in, ByteWriter* out) {
    const auto tag = description.u8();
    if (in.failed()) { return; }
    if (static_cast<DataTag>(tag) == DataTag::Array) {
      const auto count = description.u16();
      if (out != nullptr) { put_array(*out, count); }
      const auto element = description;
      for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        description = element;
        walk(description, in, out);
      }
    } else if (static_cast<DataTag>(tag) == DataTag::Structure) {
      const auto count = description.length();
      if (out != nullptr) { put_structure(*out, count); }
      for (std::size_t i = 0; i < count && !in.failed(); ++i) { walk(description, in, out); }
    } else {
      auto before = in;
      skip_simple(in, tag);
      if (out != nullptr && !in.failed()) { out->u8(tag).bytes(before.bytes(in.offset() - before.offset())); }
    }
  }

  ByteView octets_;
  std::size_t base_;
};

/// Reads a compact array after its tag: calls `each` to move over one element, until the content is used up.
template <class Each>
void for_each_compact_element(ByteReader& in, Each&& each) {
  const CompactType type(in);
  in.prefixed(in.length(), [&](ByteReader& content) {
    while (!content.at_end()) { each(type, content); }
  });
}

void skip_data(ByteReader& in, int depth) {
  const auto tag = in.u8();
  if (in.failed()) { return; }
  switch (static_cast<DataTag>(tag)) {
    case DataTag::Array:
    case DataTag::Structure: {
      if (depth >= kMaximumNesting) { return refuse_depth(in); }
      const auto count = in.length();
      for (std::size_t i = 0; i < count && !in.failed(); ++i) { skip_data(in, depth + 1); }
      return;
    }
    case DataTag::CompactArray:
      for_each_compact_element(
          in, [](const CompactType& type, ByteReader& content) { type.walk(content, nullptr); });
      return;
    default: skip_simple(in, tag);
  }
}

}  // namespace

ByteView read_data(ByteReader& in) {
  auto before = in;
  skip_data(in, 0);
  return in.failed() ? ByteView{} : before.bytes(in.offset() - before.offset());
}

DataTag tag_of(ByteView item) { return item.empty() ? DataTag::Null : static_cast<DataTag>(item[0]); }

std::optional<std::vector<ByteView>> members_of(ByteView item) {
  if (tag_of(item) != DataTag::Array && tag_of(item) != DataTag::Structure) { return std::nullopt; }
  ByteReader in(item);
  (void)in.u8();
  const auto count = in.length();
  if (count > in.remaining()) { return std::nullopt; }
  std::vector<ByteView> members;
  members.reserve(count);
  for (std::size_t i = 0; i < count; ++i) { members.push_back(read_data(in)); }
  in.expect_end();
  if (in.failed()) { return std::nullopt; }
  return members;
}

std::optional<std::vector<Bytes>> compact_elements_of(ByteView item) {
  if (tag_of(item) != DataTag::CompactArray) { return std::nullopt; }
  ByteReader in(item);
  (void)in.u8();
  std::vector<Bytes> elements;
  for_each_compact_element(in, [&](const CompactType& type, ByteReader& content) {
    ByteWriter out(elements.emplace_back());
    type.walk(content, &out);
  });
  in.expect_end();
  if (in.failed()) { return std::nullopt; }
  return elements;
}

std::optional<ByteView> string_of(ByteView item) {
  const auto tag = tag_of(item);
  if (tag != DataTag::OctetString && tag != DataTag::VisibleString && tag != DataTag::Utf8String) {
    return std::nullopt;
  }
  ByteReader in(item.subspan(1));
  const auto text = in.bytes(in.length());
  in.expect_end();
  if (in.failed()) { return std::nullopt; }
  return text;
}

std::optional<std::uint64_t> unsigned_of(ByteView item) {
  switch (tag_of(item)) {
    case DataTag::Unsigned:
    case DataTag::LongUnsigned:
    case DataTag::DoubleLongUnsigned:
    case DataTag::Long64Unsigned:
    case DataTag::Enum: break;
    default: return std::nullopt;
  }
  if (item.size() != 1 + fixed_size(tag_of(item)).value_or(0)) { return std::nullopt; }
  std::uint64_t value = 0;
  for (const auto octet : item.subspan(1)) { value = value << 8U | octet; }
  return value;
}

std::optional<bool> boolean_of(ByteView item) {
  if (tag_of(item) != DataTag::Boolean || item.size() != 2) { return std::nullopt; }
  return item[1] != 0;
}

void put_null(ByteWriter& out) { out.u8(0); }
void put_boolean(ByteWriter& out, bool value) { out.u8(0x03).u8(value ? 0xFF : 0x00); }
void put_unsigned(ByteWriter& out, std::uint8_t value) { out.u8(0x11).u8(value); }
void put_long_unsigned(ByteWriter& out, std::uint16_t value) { out.u8(0x12).u16(value); }
void put_double_long_unsigned(ByteWriter& out, std::uint32_t value) { out.u8(0x06).u32(value); }
void put_enum(ByteWriter& out, std::uint8_t value) { out.u8(0x16).u8(value); }
void put_octet_string(ByteWriter& out, ByteView octets) { out.u8(0x09).length(octets.size()).bytes(octets); }
void put_visible_string(ByteWriter& out, std::string_view text) {
  out.u8(0x0A).length(text.size()).bytes(bytes_of(text));
}
void put_array(ByteWriter& out, std::size_t count) { out.u8(0x01).length(count); }
void put_structure(ByteWriter& out, std::size_t count) { out.u8(0x02).length(count); }

}  // namespace enocheck::gbcs
