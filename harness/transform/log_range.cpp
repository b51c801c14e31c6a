#include "transform/log_range.h"

#include "gbcs/cosem_time.h"
#include "transform/cosem_objects.h"

namespace enocheck::transform {

Bytes log_range(Instant start, Instant end) {
  constexpr gbcs::Obis kUtcClock = {0, 0, 94, 44, 100, 255};
  Bytes octets;
  ByteWriter out(octets);
  gbcs::put_structure(out, 4);
  gbcs::put_structure(out, 4);
  gbcs::put_long_unsigned(out, kData);
  gbcs::put_octet_string(out, kUtcClock);
  out.u8(static_cast<std::uint8_t>(gbcs::DataTag::Integer)).u8(kValue);
  gbcs::put_long_unsigned(out, 0);
  gbcs::put_double_long_unsigned(out, gbcs::to_utc_seconds(start));
  gbcs::put_double_long_unsigned(out, gbcs::to_utc_seconds(end));
  gbcs::put_array(out, 0);
  return octets;
}

}  // namespace enocheck::transform
