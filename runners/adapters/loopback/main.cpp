// The reference adapter of docs/adapters.md: JSON lines on standard input and output, our own library behind
// them. A line is a call, a line is its answer; what it does not know it says so; the end of its input is its
// end.
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "operations.h"

namespace enocheck::adapter {
namespace {

using sut::member;

constexpr std::int64_t kProtocol = 1;

Fields unsupported(std::string reason) { return {{"unsupported", true}, {"reason", std::move(reason)}}; }

/// The operations of a kind of target. `esme`, a simulated meter, goes beside `pc`.
std::optional<Operations> operations_of(const std::string& kind) {
  if (kind == "pc") { return pc_operations(); }
  return std::nullopt;
}

/// One conversation: what it can do is known once the handshake has said for which kind of target.
class Conversation {
 public:
  Fields answer(const Fields& request) {
    const auto* const name = member<std::string>(request, "op");
    if (name == nullptr) { return {{"error", std::string("the line has no op")}}; }
    if (*name == "hello") { return greet(request); }
    const auto operation = operations_.find(*name);
    if (operation == operations_.end()) { return unsupported("there is no operation " + *name); }
    return operation->second(request);
  }

 private:
  Fields greet(const Fields& request) {
    const auto* const kind = member<std::string>(request, "kind");
    auto operations = operations_of(kind == nullptr ? "" : *kind);
    if (!operations) { return unsupported("the loopback adapter is of kind pc"); }
    operations_ = *std::move(operations);
    std::vector<std::string> names;
    for (const auto& [name, operation] : operations_) { names.push_back(name); }
    return {{"protocol", kProtocol},
            {"name", std::string("enocheck loopback")},
            {"version", std::string("1")},
            {"operations", std::move(names)}};
  }

  Operations operations_;
};

int run() {
  Conversation conversation;
  for (std::string line; std::getline(std::cin, line);) {
    const auto request = sut::parse_line(line);
    const auto answer = request ? conversation.answer(*request) : Fields{{"error", request.error().detail}};
    std::cout << sut::to_line(answer) << '\n' << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace enocheck::adapter

int main() {
  try {
    return enocheck::adapter::run();
  } catch (const std::exception& thrown) {
    std::cerr << "loopback adapter: " << thrown.what() << '\n';
    return 3;
  }
}
