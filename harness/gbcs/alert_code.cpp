#include "gbcs/alert_code.h"

namespace enocheck::gbcs {

const char* alert_meaning(std::uint16_t alert_code) {
  switch (alert_code) {
#define ALERT_CODE(code, meaning) \
  case code:                      \
    return meaning;
#include "gbcs/alert_codes.inc"
#undef ALERT_CODE
    default: return nullptr;
  }
}

}  // namespace enocheck::gbcs
