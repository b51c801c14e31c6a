#include <memory>

#include "catalogue/world.h"
#include "core/hex.h"
#include "operations.h"
#include "sim/parser/parse_and_correlate.h"

namespace enocheck::adapter {
namespace {

using sut::member;

/// What both operations are given; `request` is empty where the line has null.
struct Question {
  std::string request;
  Bytes message;
};
Result<Question> read_question(const Fields& fields) {
  const auto* const request = member<std::string>(fields, "request");
  const auto* const message = member<std::string>(fields, "message");
  if (message == nullptr) { return failure(ErrorCode::BadValue, "there is no message"); }
  auto octets = decode_hex(*message);
  if (!octets) { return tl::unexpected(octets.error()); }
  return Question{request == nullptr ? "" : *request, *std::move(octets)};
}

Fields correlate(const sim::ParseAndCorrelate& parser, const Fields& fields) {
  const auto question = read_question(fields);
  if (!question) { return failed(question.error().detail); }
  const auto answer = parser.correlate(question->request, question->message);
  if (!answer) { return refused(answer.error()); }
  return {{"belongs", answer->belongs}, {"reason", answer->reason}};
}

Fields parse(const sim::ParseAndCorrelate& parser, const Fields& fields) {
  const auto question = read_question(fields);
  if (!question) { return failed(question.error().detail); }
  const auto parsed = parser.parse(question->request, question->message);
  if (!parsed.mmc) { return {{"mmc", std::monostate{}}, {"reason", parsed.reason}}; }
  return {{"mmc", *parsed.mmc}};
}

}  // namespace

Kind pc_kind(const MakeParts& make_parts) {
  const auto parser = std::make_shared<const sim::ParseAndCorrelate>(
      make_parts()->parser_rules(sim::Policy{}), catalogue::kAccessControlBroker);
  Kind kind;
  kind.operations = {{"correlate", [parser](const Fields& fields) { return correlate(*parser, fields); }},
                     {"parse", [parser](const Fields& fields) { return parse(*parser, fields); }}};
  return kind;
}

}  // namespace enocheck::adapter
