#include "engine/manual_step.h"

namespace enocheck::engine {
namespace {

constexpr std::string_view kAfterName = ": ";

}  // namespace

std::vector<Exchange> exchanges_of(const ManualStep& step) {
  const auto answer = step.operator_name + std::string(kAfterName) + step.answer;
  return {{step.asked, std::string(kToOperator), step.device, copy_of(bytes_of(step.question))},
          {step.answered, std::string(kFromOperator), step.device, copy_of(bytes_of(answer))}};
}

std::vector<ManualStep> manual_steps_in(const std::vector<Exchange>& exchanges) {
  std::vector<ManualStep> steps;
  const Exchange* question = nullptr;
  for (const auto& exchange : exchanges) {
    if (exchange.link == kToOperator) { question = &exchange; }
    if (exchange.link != kFromOperator || question == nullptr) { continue; }
    const auto said = text_of(exchange.octets);
    const auto end = said.find(kAfterName);
    const auto from = end == std::string_view::npos ? 0 : end + kAfterName.size();
    steps.push_back({question->at, exchange.at, exchange.device, std::string(said.substr(0, end)),
                     std::string(text_of(question->octets)), std::string(said.substr(from))});
    question = nullptr;
  }
  return steps;
}

}  // namespace enocheck::engine
