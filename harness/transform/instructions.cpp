#include "transform/instructions.h"

#include <utility>

namespace enocheck::transform {

using gbcs::AccessKind;

namespace {

/// What a get carries in the list of data.
Bytes no_data() {
  Bytes octets;
  ByteWriter out(octets);
  gbcs::put_null(out);
  return octets;
}

}  // namespace

void Instructions::get(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute) {
  instructions_.push_back({{AccessKind::Get, class_id, object, attribute, 0, {}}, {}, no_data()});
}

void Instructions::get_selected(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute,
                                Bytes selection) {
  instructions_.push_back(
      {{AccessKind::GetWithSelection, class_id, object, attribute, 1, {}}, std::move(selection), no_data()});
}

void Instructions::set(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute,
                       Bytes value) {
  instructions_.push_back({{AccessKind::Set, class_id, object, attribute, 0, {}}, {}, std::move(value)});
}

void Instructions::action(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t method,
                          Bytes parameter) {
  instructions_.push_back({{AccessKind::Action, class_id, object, method, 0, {}}, {}, std::move(parameter)});
}

Bytes Instructions::encode(OriginatorCounter counter) const {
  gbcs::AccessRequest request;
  request.invoke_id = gbcs::invoke_id_of(counter.value());
  for (const auto& instruction : instructions_) {
    auto specification = instruction.specification;
    specification.selection = instruction.selection;
    request.specifications.push_back(specification);
    request.data.emplace_back(instruction.data);
  }
  return gbcs::encode_access_request(request);
}

}  // namespace enocheck::transform
