// The reference adapter of docs/adapters.md: JSON lines on standard input and output, our own library behind
// them. A line is a call, a line is its answer; what it does not know it says so; the end of its input is its
// end.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "operations.h"
#include "sim/defects/registry.h"
#include "xml/document.h"

namespace enocheck::adapter {
namespace {

using sut::member;

constexpr std::int64_t kProtocol = 1;

Fields unsupported(std::string reason) { return {{"unsupported", true}, {"reason", std::move(reason)}}; }

/// What is done for a kind of target.
Result<Kind> kind_named(const std::string& name, const MakeParts& make_parts) {
  if (name == "pc") { return pc_kind(make_parts); }
  if (name == "esme") { return esme_kind(make_parts); }
  return failure(ErrorCode::Unsupported, "the loopback adapter is of kind pc or esme");
}

/// One conversation: what it can do is known once the handshake has said for which kind of target.
class Conversation {
 public:
  explicit Conversation(MakeParts make_parts) : make_parts_(std::move(make_parts)) {}

  /// What came of the last operation besides its answer.
  [[nodiscard]] std::vector<Fields> events() const { return kind_.events(); }
  Fields answer(const Fields& request) {
    const auto* const name = member<std::string>(request, "op");
    if (name == nullptr) { return {{"error", std::string("the line has no op")}}; }
    if (*name == "hello") { return greet(request); }
    const auto operation = kind_.operations.find(*name);
    if (operation == kind_.operations.end()) { return unsupported("there is no operation " + *name); }
    return operation->second(request);
  }

 private:
  Fields greet(const Fields& request) {
    const auto* const name = member<std::string>(request, "kind");
    auto kind = kind_named(name == nullptr ? "" : *name, make_parts_);
    if (!kind) { return refused(kind.error()); }
    kind_ = *std::move(kind);
    std::vector<std::string> names;
    for (const auto& [operation, answer] : kind_.operations) { names.push_back(operation); }
    return {{"protocol", kProtocol},
            {"name", std::string("enocheck loopback")},
            {"version", std::string("1")},
            {"operations", std::move(names)}};
  }

  MakeParts make_parts_;
  Kind kind_;
};

/// `--defect NAME` breaks what is behind the adapter. Errors: BadValue for anything else.
Result<MakeParts> read_arguments(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return [] { return std::make_unique<sim::PartsFactory>(); };
  }
  if (arguments.size() == 2 && arguments.front() == "--defect") {
    if (const auto* const defect = sim::find_defect(arguments.back())) {
      return [defect] { return defect->parts(); };
    }
  }
  return failure(ErrorCode::BadValue,
                 "usage: enocheck_loopback_adapter [--defect NAME of `enocheck defects list`]");
}

int run(MakeParts make_parts) {
  Conversation conversation(std::move(make_parts));
  for (std::string line; std::getline(std::cin, line);) {
    const auto request = sut::parse_line(line);
    const auto answer = request ? conversation.answer(*request) : Fields{{"error", request.error().detail}};
    for (const auto& event : conversation.events()) { std::cout << sut::to_line(event) << '\n'; }
    std::cout << sut::to_line(answer) << '\n' << std::flush;
  }
  return 0;
}

}  // namespace

Fields refused(const Error& error) {
  return error.code == ErrorCode::Unsupported ? unsupported(error.detail) : failed(error.detail);
}

}  // namespace enocheck::adapter

int main(int count, char** values) {
  try {
    const enocheck::xml::Libraries libraries;
    auto make_parts = enocheck::adapter::read_arguments({values + 1, values + count});
    if (make_parts) { return enocheck::adapter::run(*std::move(make_parts)); }
    std::cerr << "loopback adapter: " << make_parts.error().detail << '\n';
    return 2;
  } catch (const std::exception& thrown) {
    std::cerr << "loopback adapter: " << thrown.what() << '\n';
    return 3;
  }
}
