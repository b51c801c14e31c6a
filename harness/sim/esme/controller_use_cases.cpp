// The use cases of GBCS 4 around auxiliary controllers: ECS47a, ECS61d, ECS61e.
#include <fmt/format.h>

#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "sim/esme/read_plan.h"

namespace enocheck::sim {
namespace {

using gbcs::AccessKind;

/// The switch (0 to 4) whose object `specification` sets.
template <class Object>
std::optional<std::size_t> index_set_by(const gbcs::AccessSpecification& specification, Object object) {
  for (std::size_t index = 0; index < 5; ++index) {
    if (names(specification, AccessKind::Set, object(index))) { return index; }
  }
  return std::nullopt;
}

/// A date-time of 12 octets; nothing inside where it is no point in time.
std::optional<std::optional<Instant>> moment_of(ByteView item) {
  if (gbcs::tag_of(item) != gbcs::DataTag::OctetString) { return std::nullopt; }
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != gbcs::CosemDateTime{}.size()) { return std::nullopt; }
  return gbcs::from_cosem(*octets);
}

/// The three items of ECS47a: two times for one controller, and a script.
struct PeriodCommand {
  std::size_t index{};  ///< whose times are set
  std::optional<Instant> start;
  std::optional<Instant> end;
  std::uint16_t selector{};
};

std::optional<PeriodCommand> period_command_of(const gbcs::AccessRequest& request) {
  if (request.specifications.size() != 3) { return std::nullopt; }
  // The objects that hold minutes in GBCS 3 hold the two ends of the period in GBCS 4.
  const auto start_of = index_set_by(request.specifications[0], objects::close_time);
  const auto end_of = index_set_by(request.specifications[1], objects::open_time);
  const auto start = moment_of(request.data[0]);
  const auto end = moment_of(request.data[1]);
  const auto selector = gbcs::unsigned_of(request.data[2]);
  const bool runs_script = names(request.specifications[2], AccessKind::Action, objects::kSwitchScript) &&
                           gbcs::tag_of(request.data[2]) == gbcs::DataTag::LongUnsigned;
  if (!start_of || start_of != end_of || !start || !end || !runs_script || !selector) { return std::nullopt; }
  return PeriodCommand{*start_of, *start, *end, static_cast<std::uint16_t>(*selector)};
}

std::uint8_t carry_out(const PeriodCommand& command, UseCaseContext& context) {
  const auto order = context.rules.controller_order_of(command.selector);
  if (!order || order->index != command.index || !command.start || !command.end) { return kOtherReason; }
  const auto result = context.rules.result_of_level(context.state.switches.at(order->index), *order);
  if (result != kSuccess) { return result; }
  const Override holds{context.rules.closes_at(order->level),
                       context.rules.end_of_period(*command.start, *command.end), context.role,
                       context.counter};
  const auto start = context.rules.start_of_period(*command.start, context.switchboard.now());
  context.switchboard.set_period(order->index, start, holds, command.selector);
  return kSuccess;
}

/// Output or input, controller, level: as ECS47a's script, with the highest bit of the level set, as every
/// calendar of RTDS has it.
std::uint16_t controller_selector(std::size_t index, bool closed) {
  return static_cast<std::uint16_t>(0x1000U | (index + 1) << 8U | 0x80U | (closed ? 100U : 0U));
}

/// JSON as RTDS writes it; of a controller that is not there an object without members.
Bytes operational_state_of(const UseCaseContext& context, std::size_t index) {
  const auto& sw = context.state.switches.at(index);
  const auto level = context.rules.shown_level(sw, context.switchboard.is_commanded_closed(index));
  const auto text = sw.present() == SwitchKind::None
                        ? std::string("{}")
                        : fmt::format(R"({{"outputState": {}, "inputState": 0}})", level);
  return data_item([&](ByteWriter& out) {
    out.u8(static_cast<std::uint8_t>(gbcs::DataTag::Utf8String)).prefixed([&](ByteWriter& content) {
      content.bytes(bytes_of(text));
    });
  });
}

}  // namespace

AccessPlan plan_set_controller_state(const gbcs::AccessRequest& request, UseCaseContext& context) {
  const auto command = period_command_of(request);
  if (!command) { return std::nullopt; }
  std::vector<AccessItem> items;
  items.push_back({AccessKind::Set, [start = command->start] {
                     return ItemOutcome{start ? kSuccess : kOtherReason, {}};
                   }});
  items.push_back({AccessKind::Set, [command = *command, &context] {
                     const bool is_right = command.start && command.end &&
                                           context.rules.takes_period(*command.start, *command.end);
                     return ItemOutcome{is_right ? kSuccess : kOtherReason, {}};
                   }});
  items.push_back({AccessKind::Action, [command = *command, &context] {
                     return ItemOutcome{carry_out(command, context), {}};
                   }});
  return items;
}

AccessPlan plan_read_controller_configuration(const gbcs::AccessRequest& request, UseCaseContext& context) {
  const auto& state = context.state;
  std::vector<Readable> readables;
  for (std::size_t index = 0; index < state.switches.size(); ++index) {
    readables.push_back(
        {objects::label(index), false, [&context, index] { return label_of(context, index); }});
  }
  readables.push_back({objects::kSpecialDays, false, [&state] { return special_days_of(state); }});
  readables.push_back(
      {objects::kCalendar, false, [&state] { return calendar_of(state, controller_selector); }});
  return plan_reads(request, readables);
}

AccessPlan plan_read_controller_operation(const gbcs::AccessRequest& request, UseCaseContext& context) {
  const auto& state = context.state;
  std::vector<Readable> readables;
  for (std::size_t index = 0; index < state.switches.size(); ++index) {
    readables.push_back({objects::type_and_identifier(index), false,
                         [&state, index] { return type_and_identifier_of(state.switches.at(index)); }});
  }
  for (std::size_t index = 0; index < state.switches.size(); ++index) {
    readables.push_back({objects::operational_state(index), false,
                         [&context, index] { return operational_state_of(context, index); }});
  }
  return plan_reads(request, readables);
}

}  // namespace enocheck::sim
