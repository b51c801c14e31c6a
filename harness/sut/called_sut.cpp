#include "sut/called_sut.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/hex.h"

namespace enocheck::sut {
namespace {

constexpr std::string_view kYes = "yes";
constexpr std::string_view kNo = "no";

std::string text_of(bool value) { return std::string(value ? kYes : kNo); }
std::string text_of(unsigned value) { return fmt::format("{}", value); }
std::string text_of(engine::WebService service) {
  switch (service) {
    case engine::WebService::NonDevice: return "non-device";
    case engine::WebService::Send: return "send";
    case engine::WebService::Transform: return "transform";
  }
  return "";
}

/// Reads the results of a call, in order; what does not fit is remembered.
class TextReader {
 public:
  TextReader(std::string_view operation, const Texts& texts) : operation_(operation), texts_(&texts) {}

  [[nodiscard]] bool at_end() const { return next_ == texts_->size(); }
  std::string text() {
    if (at_end()) {
      fits_ = false;
      return {};
    }
    return (*texts_)[next_++];
  }
  bool flag() {
    const auto value = text();
    fits_ = fits_ && (value == kYes || value == kNo);
    return value == kYes;
  }
  template <class Number>
  Number number() {
    const auto value = text();
    Number read{};
    const auto end = std::from_chars(value.data(), value.data() + value.size(), read);
    fits_ = fits_ && end.ec == std::errc() && end.ptr == value.data() + value.size();
    return read;
  }
  /// Errors: Schema where the texts were no such result.
  template <class Value>
  [[nodiscard]] Result<Value> finish(Value value) const {
    if (fits_ && at_end()) { return value; }
    return failure(ErrorCode::Schema, fmt::format("what is recorded of {} is not its result", operation_));
  }

 private:
  std::string_view operation_;
  const Texts* texts_;
  std::size_t next_ = 0;
  bool fits_ = true;
};

/// A result of the target as text.
template <class Value, class Write>
Result<Texts> written(const Result<Value>& result, const Write& write) {
  if (!result) { return tl::unexpected(result.error()); }
  return write(*result);
}
Result<Texts> written(const Status& status) {
  if (!status) { return tl::unexpected(status.error()); }
  return Texts{};
}

Status done(const Result<Texts>& result) {
  if (!result) { return tl::unexpected(result.error()); }
  return {};
}

/// The text as a result again.
template <class Value, class Read>
Result<Value> read_back(std::string_view operation, const Result<Texts>& texts, const Read& read) {
  if (!texts) { return tl::unexpected(texts.error()); }
  TextReader in(operation, *texts);
  Value value = read(in);
  return in.finish(std::move(value));
}

}  // namespace

Status CalledSut::load(const catalogue::World& world) {
  return done(called("load", {world.id, world.fingerprint},
                     [&](engine::Sut& target) { return written(target.load(world)); }));
}

Result<engine::Answer> CalledSut::post(engine::WebService service, std::string_view document) {
  const auto texts = called("post", {text_of(service), std::string(document)}, [&](engine::Sut& target) {
    return written(target.post(service, document), [](const engine::Answer& answer) {
      return Texts{fmt::format("{}", answer.http_status), answer.body};
    });
  });
  return read_back<engine::Answer>("post", texts, [](TextReader& in) {
    engine::Answer answer;
    answer.http_status = in.number<int>();
    answer.body = in.text();
    return answer;
  });
}

std::vector<std::string> CalledSut::take_deliveries() {
  return called("take_deliveries", {},
                [](engine::Sut& target) -> Result<Texts> { return target.take_deliveries(); })
      .value_or(Texts{});
}

Status CalledSut::advance(Duration by) {
  return done(
      called("advance", {to_iso8601(by)}, [&](engine::Sut& target) { return written(target.advance(by)); }));
}

Status CalledSut::await_delivery(Duration patience) {
  return done(called("await_delivery", {to_iso8601(patience)},
                     [&](engine::Sut& target) { return written(target.await_delivery(patience)); }));
}

Result<bool> CalledSut::switch_is_closed(const Eui64& esme, unsigned index) {
  const auto texts = called("switch_is_closed", {to_string(esme), text_of(index)}, [&](engine::Sut& target) {
    return written(target.switch_is_closed(esme, index), [](bool closed) { return Texts{text_of(closed)}; });
  });
  return read_back<bool>("switch_is_closed", texts, [](TextReader& in) { return in.flag(); });
}

Result<unsigned> CalledSut::load_watts(const Eui64& esme, unsigned index) {
  const auto texts = called("load_watts", {to_string(esme), text_of(index)}, [&](engine::Sut& target) {
    return written(target.load_watts(esme, index), [](unsigned watts) { return Texts{text_of(watts)}; });
  });
  return read_back<unsigned>("load_watts", texts, [](TextReader& in) { return in.number<unsigned>(); });
}

Result<engine::FeederState> CalledSut::feeder(std::string_view name) {
  const auto texts = called("feeder", {std::string(name)}, [&](engine::Sut& target) {
    return written(target.feeder(name), [](const engine::FeederState& state) {
      return Texts{text_of(state.watts), text_of(state.is_blown)};
    });
  });
  return read_back<engine::FeederState>("feeder", texts, [](TextReader& in) {
    engine::FeederState state;
    state.watts = in.number<unsigned>();
    state.is_blown = in.flag();
    return state;
  });
}

Status CalledSut::press_boost(const Eui64& esme) {
  return done(called("press_boost", {to_string(esme)},
                     [&](engine::Sut& target) { return written(target.press_boost(esme)); }));
}

Status CalledSut::set_power(const Eui64& device, bool on) {
  return done(called("set_power", {to_string(device), text_of(on)},
                     [&](engine::Sut& target) { return written(target.set_power(device, on)); }));
}

Status CalledSut::deliver(const Eui64& device, ByteView octets) {
  return done(called("deliver", {to_string(device), encode_hex(octets)},
                     [&](engine::Sut& target) { return written(target.deliver(device, octets)); }));
}

Status CalledSut::intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits, bool drop) {
  return done(
      called("intercept", {std::string(link), fmt::format("{}", fmt::join(flipped_bits, " ")), text_of(drop)},
             [&](engine::Sut& target) { return written(target.intercept(link, flipped_bits, drop)); }));
}

Result<bool> CalledSut::lets_in(std::string_view certificate) {
  const auto texts = called("lets_in", {std::string(certificate)}, [&](engine::Sut& target) {
    return written(target.lets_in(certificate), [](bool let) { return Texts{text_of(let)}; });
  });
  return read_back<bool>("lets_in", texts, [](TextReader& in) { return in.flag(); });
}

Result<engine::Correlation> CalledSut::correlate(std::string_view request, ByteView message) {
  const auto texts =
      called("correlate", {std::string(request), encode_hex(message)}, [&](engine::Sut& target) {
        return written(target.correlate(request, message), [](const engine::Correlation& said) {
          return Texts{text_of(said.belongs), said.reason};
        });
      });
  return read_back<engine::Correlation>("correlate", texts, [](TextReader& in) {
    engine::Correlation said;
    said.belongs = in.flag();
    said.reason = in.text();
    return said;
  });
}

Result<engine::ParsedMessage> CalledSut::parse(std::string_view request, ByteView message) {
  const auto texts = called("parse", {std::string(request), encode_hex(message)}, [&](engine::Sut& target) {
    return written(target.parse(request, message), [](const engine::ParsedMessage& parsed) {
      Texts out{parsed.reason};
      if (parsed.mmc) { out.push_back(*parsed.mmc); }
      return out;
    });
  });
  return read_back<engine::ParsedMessage>("parse", texts, [](TextReader& in) {
    engine::ParsedMessage parsed;
    parsed.reason = in.text();
    if (!in.at_end()) { parsed.mmc = in.text(); }
    return parsed;
  });
}

}  // namespace enocheck::sut
