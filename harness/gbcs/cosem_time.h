#pragma once

#include <array>
#include <optional>

#include "core/bytes.h"
#include "core/clock.h"

namespace enocheck::gbcs {

using CosemDateTime = std::array<std::uint8_t, 12>;

/// Year, month, day, FF, hour, minute, second, 00, 8000, FF: UTC, with what is not specified as RTDS has it.
[[nodiscard]] CosemDateTime to_cosem(Instant instant);
/// Nothing for wildcards, "now" (0000…8000FF), "never" (FFFF…8000FF), impossible dates and a deviation from
/// UTC.
[[nodiscard]] std::optional<Instant> from_cosem(ByteView octets);
/// "now": what an immediate command carries where a future-dated one has its time.
inline constexpr CosemDateTime kCosemNow = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x00, 0xFF};
/// "never": what cancels a future-dated command.
inline constexpr CosemDateTime kCosemNever = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                              0xFF, 0xFF, 0xFF, 0x80, 0x00, 0xFF};

/// UTC seconds since 2000-01-01, as logs and range descriptors carry them; times before or after are clamped.
[[nodiscard]] std::uint32_t to_utc_seconds(Instant instant);
[[nodiscard]] Instant from_utc_seconds(std::uint32_t seconds);

}  // namespace enocheck::gbcs
