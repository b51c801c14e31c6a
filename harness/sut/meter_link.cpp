#include "sut/meter_link.h"

#include <fmt/format.h>

namespace enocheck::sut {
namespace {

tl::unexpected<Error> cannot(const MeterLink& link, std::string_view what) {
  return failure(ErrorCode::Unsupported, fmt::format("{} lets nobody {}", link.name(), what));
}

}  // namespace

Result<bool> MeterLink::switch_is_closed(const Eui64& /*esme*/, unsigned /*index*/) {
  return cannot(*this, "look at a switch");
}
Result<unsigned> MeterLink::load_watts(const Eui64& /*esme*/, unsigned /*index*/) {
  return cannot(*this, "look at a load");
}
Status MeterLink::press_boost(const Eui64& /*esme*/) { return cannot(*this, "press the boost button"); }
Status MeterLink::set_power(const Eui64& /*device*/, bool /*on*/) { return cannot(*this, "cut the power"); }
Status MeterLink::intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*flipped_bits*/,
                            bool /*drop*/) {
  return cannot(*this, "disturb what passes in a home");
}

}  // namespace enocheck::sut
