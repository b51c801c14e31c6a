#include "core/entropy.h"

#include <limits>

namespace enocheck {

std::uint64_t EntropySource::below(std::uint64_t bound) {
  const auto limit =
      std::numeric_limits<std::uint64_t>::max() - std::numeric_limits<std::uint64_t>::max() % bound;
  auto value = next();
  while (value >= limit) { value = next(); }
  return value % bound;
}

void EntropySource::fill(std::span<std::uint8_t> octets) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i % 8 == 0) { word = next(); }
    octets[i] = static_cast<std::uint8_t>(word >> 8U * (i % 8));
  }
}

std::uint64_t SeededEntropy::next() {
  state_ += 0x9E3779B97F4A7C15U;
  auto mixed = state_;
  mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBU;
  return mixed ^ mixed >> 31U;
}

}  // namespace enocheck
