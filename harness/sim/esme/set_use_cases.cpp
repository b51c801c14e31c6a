// The use cases that change something: ECS47, ECS62, ECS46a.
#include "gbcs/dlms.h"
#include "sim/esme/access_plan.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {
namespace {

using gbcs::AccessKind;

std::optional<std::uint16_t> long_unsigned_of(ByteView item) {
  if (gbcs::tag_of(item) != gbcs::DataTag::LongUnsigned) { return std::nullopt; }
  const auto value = gbcs::unsigned_of(item);
  return value ? std::optional(static_cast<std::uint16_t>(*value)) : std::nullopt;
}

/// A duration that an ECS47 command sets before its action: for which switch, for which state.
struct DurationItem {
  SwitchOrder order;
  std::uint16_t minutes{};
};

std::optional<DurationItem> duration_item(const gbcs::AccessSpecification& specification, ByteView data) {
  const auto minutes = long_unsigned_of(data);
  if (!minutes) { return std::nullopt; }
  for (std::size_t index = 0; index < 5; ++index) {
    if (names(specification, AccessKind::Set, objects::close_time(index))) {
      return DurationItem{{index, SwitchAction::Close}, *minutes};
    }
    if (names(specification, AccessKind::Set, objects::open_time(index))) {
      return DurationItem{{index, SwitchAction::Open}, *minutes};
    }
  }
  return std::nullopt;
}

/// The durations fit the order if there is exactly the one that it needs: for its switch and its action, or
/// none for a reset.
bool fit(const std::vector<DurationItem>& durations, const SwitchOrder& order) {
  if (order.action == SwitchAction::Revert) { return durations.empty(); }
  return durations.size() == 1 && durations.front().order == order;
}

ItemOutcome execute_script(std::uint16_t selector, const std::vector<DurationItem>& durations,
                           UseCaseContext& context) {
  const auto order = context.rules.order_of(selector);
  if (!order || !fit(durations, *order)) { return {kOtherReason, {}}; }
  const auto index = context.rules.driven_by(order->index);
  const auto result = context.rules.result_of(context.state.switches.at(index), order->action, context.role);
  if (result != kSuccess) { return {result, {}}; }
  const auto carry_out_on = [&](std::size_t driven) {
    if (order->action == SwitchAction::Revert) { return context.switchboard.reset(driven, context.role); }
    context.switchboard.set_override({driven, order->action}, durations.front().minutes, context.role,
                                     context.counter);
  };
  carry_out_on(index);
  if (const auto other = context.rules.drags_along(order->index)) { carry_out_on(*other); }
  return {};
}

}  // namespace

AccessPlan plan_set_or_reset_switch(const gbcs::AccessRequest& request, UseCaseContext& context) {
  if (request.specifications.empty()) { return std::nullopt; }
  std::vector<AccessItem> items;
  std::vector<DurationItem> durations;
  const auto last = request.specifications.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    const auto duration = duration_item(request.specifications[i], request.data[i]);
    if (!duration) { return std::nullopt; }
    durations.push_back(*duration);
    items.push_back({AccessKind::Set, [] { return ItemOutcome{}; }});  // the script is what uses it
  }
  const auto selector = long_unsigned_of(request.data[last]);
  if (!selector || !names(request.specifications[last], AccessKind::Action, objects::kSwitchScript)) {
    return std::nullopt;
  }
  items.push_back({AccessKind::Action, [selector = *selector, durations, &context] {
                     return execute_script(selector, durations, context);
                   }});
  return items;
}

AccessPlan plan_set_boost_flags(const gbcs::AccessRequest& request, UseCaseContext& context) {
  if (request.specifications.size() != context.state.switches.size()) { return std::nullopt; }
  std::vector<AccessItem> items;
  for (std::size_t index = 0; index < request.specifications.size(); ++index) {
    const auto flag = gbcs::boolean_of(request.data[index]);
    if (!flag || !names(request.specifications[index], AccessKind::Set, objects::boost_flag(index))) {
      return std::nullopt;
    }
    items.push_back({AccessKind::Set, [index, flag = *flag, &context]() -> ItemOutcome {
                       if (!context.rules.has_boost_button(context.state)) { return {kHardwareFault, {}}; }
                       context.rules.write_boost_flag(context.state, index, flag);
                       context.switchboard.flags_changed();
                       return {};
                     }});
  }
  return items;
}

AccessPlan plan_set_labels(const gbcs::AccessRequest& request, UseCaseContext& context) {
  std::vector<AccessItem> items;
  std::size_t next = 0;  // labels come in the order of their switches, each at most once
  for (std::size_t i = 0; i < request.specifications.size(); ++i) {
    while (next < 5 && !names(request.specifications[i], AccessKind::Set, objects::label(next))) { ++next; }
    const auto text = gbcs::string_of(request.data[i]);
    if (next == 5 || gbcs::tag_of(request.data[i]) != gbcs::DataTag::VisibleString || !text) {
      return std::nullopt;
    }
    items.push_back({AccessKind::Set, [index = next, text = *text, &context]() -> ItemOutcome {
                       const auto label = context.rules.label_of(text);
                       if (!label) { return {kTypeUnmatched, {}}; }
                       context.rules.write_label(context.state, index, *label);
                       return {};
                     }});
    ++next;
  }
  return items.empty() ? AccessPlan() : AccessPlan(std::move(items));
}

}  // namespace enocheck::sim
