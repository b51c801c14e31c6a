#include "sut/parser_sut.h"

#include <fmt/format.h>

#include "core/hex.h"
#include "sut/parser_evidence.h"

namespace enocheck::sut {
namespace {

auto not_here() {
  return failure(ErrorCode::Unsupported, "the target is a Parse and Correlate program, and nothing besides");
}

std::string reason_in(const AdapterFields& answer) {
  const auto* const reason = member<std::string>(answer, "reason");
  return reason == nullptr ? std::string() : *reason;
}

auto no_answer(const AdapterProcess& adapter, const char* operation, const char* what) {
  return tl::unexpected(
      adapter.described(ErrorCode::Io, fmt::format("the answer to \"{}\" has no {}", operation, what)));
}

}  // namespace

engine::Observes ParserSut::observes() const {
  engine::Observes observes;
  observes.parse = true;
  return observes;
}

Status ParserSut::load(const catalogue::World& /*world*/) {
  exchanges_.clear();
  return {};
}

Result<AdapterFields> ParserSut::ask(const char* operation, std::string_view request, ByteView message) {
  record_question(clock_->now(), request, message, exchanges_);
  AdapterFields fields = {{"message", encode_hex(message)}, {"request", std::monostate{}}};
  if (!request.empty()) { fields["request"] = std::string(request); }
  auto answer = adapter_->call(operation, std::move(fields));
  // An adapter that answers garbage has not judged anything: it is as lost as one that is silent.
  if (!answer && answer.error().code == ErrorCode::BadValue) {
    return failure(ErrorCode::Io, answer.error().detail);
  }
  return answer;
}

Result<engine::Correlation> ParserSut::correlate(std::string_view request, ByteView message) {
  const auto answer = ask(kCorrelate, request, message);
  if (!answer) { return tl::unexpected(answer.error()); }
  const auto* const belongs = member<bool>(*answer, "belongs");
  if (belongs == nullptr) { return no_answer(*adapter_, kCorrelate, "\"belongs\" (true or false)"); }
  return engine::Correlation{*belongs, reason_in(*answer)};
}

Result<engine::ParsedMessage> ParserSut::parse(std::string_view request, ByteView message) {
  const auto answer = ask(kParse, request, message);
  if (!answer) { return tl::unexpected(answer.error()); }
  if (!answer->contains("mmc")) { return no_answer(*adapter_, kParse, "\"mmc\" (text or null)"); }
  engine::ParsedMessage parsed{std::nullopt, reason_in(*answer)};
  if (const auto* const mmc = member<std::string>(*answer, "mmc")) {
    parsed.mmc = *mmc;
    record_answer(clock_->now(), *mmc, exchanges_);
  }
  return parsed;
}

Result<engine::Answer> ParserSut::post(engine::WebService /*service*/, std::string_view /*document*/) {
  return not_here();
}
Status ParserSut::advance(Duration /*by*/) { return not_here(); }
Status ParserSut::await_delivery(Duration /*patience*/) { return not_here(); }
Result<bool> ParserSut::switch_is_closed(const Eui64& /*esme*/, unsigned /*index*/) { return not_here(); }
Result<unsigned> ParserSut::load_watts(const Eui64& /*esme*/, unsigned /*index*/) { return not_here(); }
Status ParserSut::press_boost(const Eui64& /*esme*/) { return not_here(); }
Status ParserSut::set_power(const Eui64& /*device*/, bool /*on*/) { return not_here(); }
Status ParserSut::deliver(const Eui64& /*device*/, ByteView /*octets*/) { return not_here(); }
Status ParserSut::intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*flipped_bits*/,
                            bool /*drop*/) {
  return not_here();
}

}  // namespace enocheck::sut
