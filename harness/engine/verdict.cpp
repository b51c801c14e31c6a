#include "engine/verdict.h"

#include <array>
#include <utility>

namespace enocheck::engine {
namespace {

constexpr std::array<std::pair<Verdict, std::string_view>, 5> kVerdicts = {{{Verdict::Pass, "pass"},
                                                                            {Verdict::Fail, "fail"},
                                                                            {Verdict::Inconc, "inconc"},
                                                                            {Verdict::Error, "error"},
                                                                            {Verdict::Skip, "skip"}}};
constexpr std::array<std::pair<Hop, std::string_view>, 10> kHops = {
    {{Hop::User, "user"},
     {Hop::DspAccessControl, "dsp.access-control"},
     {Hop::DspTransform, "dsp.transform"},
     {Hop::DspRequestManagement, "dsp.request-management"},
     {Hop::Wan, "wan"},
     {Hop::CommsHub, "comms-hub"},
     {Hop::Esme, "esme"},
     {Hop::Hcalcs, "hcalcs"},
     {Hop::Charger, "charger"},
     {Hop::ParseAndCorrelate, "parse-and-correlate"}}};

template <class Table, class Key>
std::string_view name_in(const Table& table, Key key) {
  for (const auto& [value, name] : table) {
    if (value == key) { return name; }
  }
  return "unknown";
}

template <class Key, class Table>
std::optional<Key> value_in(const Table& table, std::string_view wanted) {
  for (const auto& [value, name] : table) {
    if (name == wanted) { return value; }
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Verdict verdict) { return name_in(kVerdicts, verdict); }
std::optional<Verdict> parse_verdict(std::string_view name) { return value_in<Verdict>(kVerdicts, name); }
std::string_view name_of(Hop hop) { return name_in(kHops, hop); }
std::optional<Hop> parse_hop(std::string_view name) { return value_in<Hop>(kHops, name); }

}  // namespace enocheck::engine
