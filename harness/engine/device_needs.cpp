#include "engine/device_needs.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace enocheck::engine {
namespace {

template <class T, class... Others>
constexpr bool kIsOneOf = (std::is_same_v<T, Others> || ...);

void add(std::vector<std::string>& all, const std::string& element) {
  if (std::find(all.begin(), all.end(), element) == all.end()) { all.push_back(element); }
}

void collect(const std::vector<catalogue::Step>& steps, DeviceNeeds& needs) {
  using namespace catalogue;
  for (const auto& step : steps) {
    std::visit(
        [&]<class T>(const T& action) {
          if constexpr (std::is_same_v<T, Repeat>) {
            collect(action.steps, needs);
          } else if constexpr (kIsOneOf<T, PressBoost, Power, ExpectSwitch>) {
            add(needs.by_hand, step.element);
          } else if constexpr (std::is_same_v<T, Replay>) {
            if (action.at == "device") { add(needs.by_probe, step.element); }
          } else if constexpr (kIsOneOf<T, Deliver, Intercept, ExpectAtDevice, ExpectNothingAtDevice,
                                        ExpectLoad, ExpectFeederLoad, ExpectFuse, ExpectTiming,
                                        ExpectLedger>) {
            add(needs.by_probe, step.element);
          }
        },
        step.action);
  }
}

}  // namespace

DeviceNeeds device_needs(const std::vector<catalogue::Step>& steps) {
  DeviceNeeds needs;
  collect(steps, needs);
  return needs;
}

bool can_be_done_by_hand(const catalogue::Testcase& testcase) {
  const auto needs = device_needs(testcase.steps);
  return !needs.by_hand.empty() && needs.by_probe.empty();
}

}  // namespace enocheck::engine
