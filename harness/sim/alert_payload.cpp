#include "sim/alert_payload.h"

#include "core/byte_writer.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"

namespace enocheck::sim {

Bytes alert_payload(OriginatorCounter counter, std::uint16_t alert_code, Instant now,
                    ByteView further_member) {
  Bytes payload;
  ByteWriter out(payload);
  out.u8(0x0F).u32(gbcs::invoke_id_of(counter.value())).u8(0);
  gbcs::put_structure(out, further_member.empty() ? 2 : 3);
  gbcs::put_long_unsigned(out, alert_code);
  gbcs::put_octet_string(out, gbcs::to_cosem(now));
  out.bytes(further_member);
  return payload;
}

}  // namespace enocheck::sim
