#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "crypto/key_store.h"
#include "gbcs/dlms.h"
#include "gbcs/verification.h"
#include "report/decode_report.h"

namespace enocheck::report {

/// True if the first character that is not blank opens an element.
[[nodiscard]] bool is_xml(ByteView content);

/// Takes messages and documents apart. All are added first, so that a response can be read with the command
/// that it answers, then described, then reported in order.
class Decoding {
 public:
  /// Without keys nothing is decrypted, and MAC and signature stay unchecked.
  explicit Decoding(std::optional<crypto::KeyStore> keys);
  Decoding(const Decoding&) = delete;
  Decoding& operator=(const Decoding&) = delete;
  ~Decoding() = default;

  /// A document, or whatever messages a file may hold: octets, hex, base64. Gives one report or several.
  void add_content(const std::string& name, ByteView content);
  /// A DUIS Request or Response, with the GBCS message that it carries. Gives one report.
  void add_document(const std::string& name, ByteView content);
  /// The octets of one GBCS message. Gives one report.
  void add_message(const std::string& name, Bytes octets) { add(name, {}, std::move(octets)); }
  /// Describes what was added since the last time; before it the reports say little.
  void describe();

  [[nodiscard]] const std::deque<DecodeReport>& reports() const { return reports_; }
  /// Null if there are none.
  [[nodiscard]] const crypto::KeyStore* keys() const { return keys_ ? &*keys_ : nullptr; }

 private:
  /// A response belongs to the command with its counter, message code and parties.
  using ExchangeKey = std::tuple<std::uint64_t, std::uint16_t, Eui64, Eui64>;

  void add(const std::string& file, std::optional<DuisSummary> duis, Result<Bytes> octets);
  void remember_command(const gbcs::Message& message);
  void describe(DecodeReport& report) const;

  std::optional<crypto::KeyStore> keys_;
  std::optional<gbcs::Verifier> verifier_;
  std::deque<DecodeReport> reports_;  ///< a deque: views into their octets stay
  std::size_t described_ = 0;
  std::map<ExchangeKey, gbcs::AccessRequest> requests_;
};

}  // namespace enocheck::report
