#pragma once

#include <cstdint>
#include <vector>

#include "core/byte_writer.h"
#include "core/bytes.h"
#include "core/strong.h"
#include "gbcs/dlms.h"

namespace enocheck::transform {

/// The instructions of a DLMS access-request under construction. Unlike gbcs::AccessRequest it owns its data.
class Instructions {
 public:
  void get(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute);
  /// Reads a profile buffer by range: selector 1 with `selection`, one encoded data item.
  void get_selected(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute,
                    Bytes selection);
  void set(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t attribute, Bytes value);
  void action(std::uint16_t class_id, const gbcs::Obis& object, std::uint8_t method, Bytes parameter);

  /// The access-request payload with the invoke id that goes with `counter`.
  [[nodiscard]] Bytes encode(OriginatorCounter counter) const;

 private:
  struct Instruction {
    gbcs::AccessSpecification specification;
    Bytes selection;
    Bytes data;
  };
  std::vector<Instruction> instructions_;
};

/// One data item as octets: `item(gbcs::put_boolean, true)`.
template <class Put, class Value>
[[nodiscard]] Bytes item(Put put, const Value& value) {
  Bytes octets;
  ByteWriter out(octets);
  put(out, value);
  return octets;
}

}  // namespace enocheck::transform
