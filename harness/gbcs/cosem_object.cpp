#include "gbcs/cosem_object.h"

#include <algorithm>

namespace enocheck::gbcs {
namespace {

enum class Kind { Attribute, Method };

/// In a row: any type of value.
constexpr DataTag kAnyType = DataTag::Null;

struct Row {
  std::uint16_t class_id;
  Obis first;
  Obis last;
  Kind kind;
  std::uint8_t member;
  DataTag tag;
  std::string_view name;
  ValueFormat format;
};

constexpr Obis obis(int a, int b, int c, int d, int e, int f) {
  const auto octet = [](int value) { return static_cast<std::uint8_t>(value); };
  return {octet(a), octet(b), octet(c), octet(d), octet(e), octet(f)};
}

using enum ValueFormat;
using enum Kind;

constexpr auto kRows = std::to_array<Row>({
#define COSEM_OBJECT(class_id, first, last, kind, member, tag, name, format) \
  {class_id, obis first, obis last, kind, member, tag, name, format},
#include "gbcs/cosem_objects.inc"
#undef COSEM_OBJECT
});

bool covers(const Row& row, const AccessSpecification& specification) {
  const bool is_action = specification.kind == AccessKind::Action;
  if (row.class_id != specification.class_id || row.member != specification.attribute ||
      (row.kind == Method) != is_action) {
    return false;
  }
  for (std::size_t i = 0; i < row.first.size(); ++i) {
    const auto octet = specification.obis.at(i);
    if (octet < row.first.at(i) || octet > row.last.at(i)) { return false; }
  }
  return true;
}

std::string with_position(std::string_view name, const Row& row, const Obis& obis) {
  std::string text(name);
  const auto at = text.find("{n}");
  if (at == std::string::npos) { return text; }
  const auto [low, own] = std::mismatch(row.first.begin(), row.first.end(), row.last.begin());
  if (low == row.first.end()) { return text; }
  const auto differing = static_cast<std::size_t>(low - row.first.begin());
  return text.replace(at, 3, std::to_string(obis.at(differing) - *low + 1));
}

}  // namespace

CosemObject object_of(const AccessSpecification& specification, DataTag tag) {
  const Row* other_type = nullptr;
  for (const auto& row : kRows) {
    if (!covers(row, specification)) { continue; }
    if (row.tag == kAnyType || row.tag == tag || tag == DataTag::Null) {
      return {with_position(row.name, row, specification.obis), row.format};
    }
    other_type = &row;
  }
  if (other_type == nullptr) { return {}; }
  return {with_position(other_type->name, *other_type, specification.obis), ValueFormat::Plain};
}

}  // namespace enocheck::gbcs
