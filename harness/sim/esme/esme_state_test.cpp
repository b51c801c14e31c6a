#include "sim/esme/esme_state.h"

#include <gtest/gtest.h>

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

EsmeState eventful_state() {
  EsmeState state;
  state.gbcs_version = "3.3";
  state.firmware_version = "0123ABCD";
  state.anchors.push_back(
      {RemotePartyRole::NetworkOperator, Eui64{0x90B3D51F30020000}, Bytes(65, 4), Bytes(65, 5)});
  state.execution_counters[RemotePartyRole::NetworkOperator] = OriginatorCounter{0xFFFFFFFFFFFFFFFF};
  state.switches[1].kind = SwitchKind::Hcalcs;
  state.switches[1].label = "EV \"charger\"";
  state.switches[1].override_ = {false, Instant{} + std::chrono::hours(2), RemotePartyRole::Supplier,
                                 OriginatorCounter{7}};
  state.switches[1].issued = {12, false, Instant{} + std::chrono::hours(2)};
  state.boost = {Instant{}, Instant{} + std::chrono::minutes(60)};
  state.boost_log.push_back({Instant{}, Instant{} + std::chrono::minutes(81)});
  state.event_log.push_back({Instant{}, 0x0212, 0, 12});
  state.alert_counter = OriginatorCounter{3};
  state.last_event_id = 12;
  return state;
}

TEST(EsmeState, ComesBackFromItsOctets) {
  const auto state = eventful_state();
  const auto back = state_from_octets(to_octets(state));
  ASSERT_TRUE(back.has_value()) << back.error().detail;
  EXPECT_EQ(*back, state);
}

TEST(EsmeState, ComesBackWhenNothingHappened) {
  const auto back = state_from_octets(to_octets(EsmeState{}));
  ASSERT_TRUE(back.has_value()) << back.error().detail;
  EXPECT_EQ(*back, EsmeState{});
}

TEST(EsmeState, RefusesOctetsThatAreNoState) {
  EXPECT_EQ(state_from_octets(bytes_of("{}")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(state_from_octets(bytes_of("\xFF")).error().code, ErrorCode::BadValue);
  const auto whole = to_octets(eventful_state());
  EXPECT_FALSE(state_from_octets(ByteView(whole).first(whole.size() - 1)).has_value());
}

}  // namespace
}  // namespace enocheck::sim
