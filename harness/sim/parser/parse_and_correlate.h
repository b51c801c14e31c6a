#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "sim/policy.h"
#include "transform/correlate.h"

namespace enocheck::sim {

/// What a Parse and Correlate program decides by.
class ParserRules {
 public:
  explicit ParserRules(Policy policy) : policy_(std::move(policy)) {}
  ParserRules(const ParserRules&) = delete;
  ParserRules& operator=(const ParserRules&) = delete;
  virtual ~ParserRules() = default;

  /// The codes that messages of this service reference variant may have besides today's.
  [[nodiscard]] virtual std::vector<MessageCode> eno_codes(std::string_view srv) const;
  /// Are messages of this service reference variant looked at at all?
  [[nodiscard]] virtual bool knows(std::string_view /*srv*/) const { return true; }
  /// Does it speak against a message that it differs from the request in this?
  [[nodiscard]] virtual bool matters(const transform::Mismatch& /*mismatch*/) const { return true; }
  /// Does a message belong that cannot be read?
  [[nodiscard]] virtual bool takes_unreadable() const { return false; }
  /// Is an alert parsed?
  [[nodiscard]] virtual bool parses_alerts() const { return true; }
  /// What is given of a message that cannot be parsed.
  [[nodiscard]] virtual std::optional<std::string> given_for_nothing() const { return std::nullopt; }
  /// The last hand at an MMC document.
  [[nodiscard]] virtual std::string finished(std::string mmc) const { return mmc; }

 private:
  Policy policy_;
};

/// The Parse and Correlate program of a service user: does a message belong to a request, and what does it
/// say? It is given documents and octets, as any such program is.
class ParseAndCorrelate {
 public:
  struct Correlation {
    bool belongs = false;
    std::string reason;  ///< where it does not: the fields that differ
  };
  struct Parsed {
    std::optional<std::string> mmc;
    std::string reason;  ///< why there is none
  };

  /// `broker`: nobody else speaks for an Unknown Remote Party.
  ParseAndCorrelate(std::unique_ptr<ParserRules> rules, const Eui64& broker)
      : rules_(std::move(rules)), broker_(broker) {}

  /// Pre-command, command or response. Errors: Unsupported for a service request outside the subset.
  [[nodiscard]] Result<Correlation> correlate(std::string_view request, ByteView message) const;
  /// A response to the request, or an alert (`request` empty).
  [[nodiscard]] Parsed parse(std::string_view request, ByteView message) const;

 private:
  std::unique_ptr<ParserRules> rules_;
  Eui64 broker_;
};

}  // namespace enocheck::sim
