#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "decode_report.h"
#include "gbcs/dlms.h"

namespace enocheck {

/// Takes messages and documents apart, one after the other. A response is read with the command it answers,
/// where that was added before it is described.
class Decoding {
 public:
  explicit Decoding(std::optional<crypto::KeyStore> keys);

  /// `content` is a DUIS document, GBCS octets as they are, hex or base64; `name` is for people.
  void add_content(const std::string& name, ByteView content);
  /// Everything that was added, in order.
  [[nodiscard]] const std::deque<DecodeReport>& described();
  [[nodiscard]] bool is_empty() const { return reports_.empty(); }
  /// Null without keys.
  [[nodiscard]] const crypto::KeyStore* keys() const { return keys_ ? &*keys_ : nullptr; }

 private:
  /// A response belongs to the command with its counter, message code and parties.
  using ExchangeKey = std::tuple<std::uint64_t, std::uint16_t, Eui64, Eui64>;

  void add_document(const std::string& name, ByteView content);
  void add(const std::string& file, std::optional<DuisSummary> duis, Result<Bytes> octets);
  void remember_command(const gbcs::Message& message);
  void describe(DecodeReport& report) const;

  std::optional<crypto::KeyStore> keys_;
  std::optional<gbcs::Verifier> verifier_;
  std::deque<DecodeReport> reports_;  ///< a deque: views into their octets stay
  std::size_t described_ = 0;
  std::map<ExchangeKey, gbcs::AccessRequest> requests_;
};

}  // namespace enocheck
