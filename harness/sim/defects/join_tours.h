#pragma once

#include "sim/defects/tour.h"

// Tours past the join of an HCALCS and the bands of the HAN.
namespace enocheck::sim::test {

/// A switch that is listed, joined, unjoined and removed, with each step missing once.
inline std::string joins(const PartsFactory& parts) {
  auto setup = two_meters("3.3");
  setup.meters.front().switches[1].han_status = HanStatus::Pending;
  Tour tour(parts, setup);
  tour.send(join_hcalcs(600));
  tour.pass(seconds(20));
  tour.send(open_switch(2, 60, 601));
  tour.send_to(kHcalcs, prepare_hcalcs(602));
  tour.send_to(kHub, list_hcalcs(1));
  tour.send_to(kHub, list_hcalcs(1));
  tour.send_to(kHcalcs, prepare_hcalcs(602));
  tour.send(join_hcalcs(603));
  tour.send(join_hcalcs(604));
  tour.send(open_switch(2, 1, 605));
  tour.pass(minutes(2));
  tour.send_to(kHcalcs, unjoin_esme(606));
  tour.send(open_switch(2, 1, 607));
  tour.pass(minutes(2));
  tour.send(unjoin_hcalcs(608));
  tour.send_to(kHcalcs, prepare_hcalcs(609));
  tour.send(join_hcalcs(610));
  tour.send(unjoin_hcalcs(608));
  tour.send(open_switch(2, 60, 611));
  tour.cut_power(kHub, minutes(1));
  tour.send(reset_switch(2, 612));
  tour.send_to(kHub, remove_hcalcs(2));
  tour.send(open_switch(2, 60, 613));
  return tour.story();
}

/// Frames on each band, and frames that get lost.
inline std::string bands(const PartsFactory& parts, Band band, bool has_dual_band_hub) {
  auto setup = two_meters("3.3");
  setup.meters.front().has_dual_band_hub = has_dual_band_hub;
  setup.meters.front().switches[1].band = band;
  Tour tour(parts, setup);
  tour.send(open_switch(2, 60, 700));
  tour.lose_frames(2);
  tour.send(reset_switch(2, 701));
  tour.send(open_switch(2, 60, 702));
  return tour.story();
}

inline std::string join_story(const PartsFactory& parts) {
  return joins(parts) + bands(parts, Band::TwoPointFourGhz, true) + bands(parts, Band::SubGhz, true) +
         bands(parts, Band::SubGhz, false);
}

}  // namespace enocheck::sim::test
