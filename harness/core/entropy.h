#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace enocheck {

/// Where chance comes from. Only runners/ construct the system's; all else takes it as an argument.
class EntropySource {
 public:
  EntropySource() = default;
  EntropySource(const EntropySource&) = delete;
  EntropySource& operator=(const EntropySource&) = delete;
  virtual ~EntropySource() = default;
  virtual std::uint64_t next() = 0;
  /// A number from 0 to `bound` - 1 without bias; `bound` is not zero.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
  void fill(std::span<std::uint8_t> octets);
};

/// The same numbers for the same seed, on every machine (SplitMix64). Not for keys.
class SeededEntropy final : public EntropySource {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;

 private:
  std::uint64_t state_;
};

}  // namespace enocheck
