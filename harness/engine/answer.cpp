#include "engine/answer.h"

#include <fmt/format.h>

#include "engine/response_value.h"
#include "engine/trace.h"

namespace enocheck::engine {
namespace {

Stop refused(std::string reason, std::string expected, std::string got) {
  auto stop = diverged(std::move(reason), std::move(expected), std::move(got));
  stop.hop = Hop::DspRequestManagement;
  return stop;
}

/// The request's own answer: the RequestID as sent, in the same call.
std::optional<Stop> judge_references(const PostedAnswer& answer, const SentMessage& message) {
  const auto& id = answer.response->request_id;
  if (id && *id == message.request_id()) { return std::nullopt; }
  return refused("the answer is not about this request", to_string(message.request_id()),
                 id ? to_string(*id) : "no RequestID");
}

/// The values that the answer's document shall have.
std::optional<Stop> judge_document(CaseContext& context, const catalogue::ExpectAnswer& expected,
                                   const SentMessage& message) {
  if (expected.values.empty()) { return std::nullopt; }
  const auto answers = Trace(context).on_link(kDspToUser, message.first_exchange);
  if (answers.empty()) { return at_fault("no answer was seen"); }
  auto stop = judge_values(context, expected.values, text_of(context.exchanges()[answers.back()].octets));
  if (stop && stop->verdict == Verdict::Fail) {
    stop->hop = expected.hop.empty() ? Hop::DspRequestManagement : parse_hop(expected.hop);
    stop->proof = answers.back();
  }
  return stop;
}

}  // namespace

std::optional<Stop> post(CaseContext& context, SentMessage& message, Posted posted, PostedAnswer& answer) {
  const auto service = posted.service;
  message.posted.push_back(std::move(posted));
  const auto got = context.sut().post(service, message.posted.back().document);
  if (!got) { return stop_of(got.error()); }
  answer.seen.http_status = got->http_status;
  if (got->body.empty()) { return std::nullopt; }
  const auto user = context.find_user(message.user);
  if (!user) { return at_fault(user.error().detail); }
  const auto received = (*user)->receive(got->body);
  if (!received) {
    return refused("the answer is one that a user has to refuse", "a valid DUIS Response",
                   received.error().detail);
  }
  answer.response = received->response;
  answer.seen.code = received->response.response_code;
  if (const auto* body = std::get_if<duis::ResponseMessage>(&received->response.body)) {
    answer.seen.has_pre_command = std::holds_alternative<duis::PreCommand>(body->content);
  }
  return std::nullopt;
}

std::optional<Stop> judge_answer(CaseContext& context, const catalogue::ExpectAnswer& expected,
                                 const PostedAnswer& answer, Stage stage, const SentMessage& message) {
  context.count_check();
  const auto holds = answer_holds(context, expected, answer.seen, stage);
  if (!holds) { return at_fault(holds.error().detail); }
  if (*holds) {
    if (answer.response && is_accepted(answer.seen, stage)) {
      if (auto stop = judge_references(answer, message)) { return stop; }
    }
    return judge_document(context, expected, message);
  }
  auto stop =
      diverged(fmt::format("{} answered otherwise", stage == Stage::Transform ? "Transform" : "the DSP"),
               describe(context, expected, stage), describe(answer.seen));
  stop.hop = expected.hop.empty() ? hop_of_answer(context, expected, answer.seen) : parse_hop(expected.hop);
  const auto answers = Trace(context).on_link(kDspToUser, message.first_exchange);
  if (!answers.empty()) { stop.proof = answers.back(); }
  return stop;
}

}  // namespace enocheck::engine
