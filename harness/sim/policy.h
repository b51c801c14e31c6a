#pragma once

#include <cstdint>
#include <string>

#include "core/clock.h"
#include "core/strong.h"

namespace enocheck::sim {

/// What the sources leave open, as the profile at hand decides it. Plain values, handed in by runners/
/// through sut/.
struct Policy {
  /// False: today's rules, the ENO is refused (profile `before`).
  bool change_in_force = true;
  /// First GBCS version whose firmware knows the ENO variants; open point 1 of the GBCS brief.
  std::string eno_variants_from = "3.3";
  MessageCode ecs47_eno{0x7E55};
  MessageCode ecs62_eno{0x7E5F};
  MessageCode ecs61c_eno{0x7E5E};
  /// Requirement 3: may the ENO join, unjoin and keep the hub's device log? Only where the change is in
  /// force.
  bool requirement_3 = true;
  MessageCode cs03a1_eno{0x7E0D};
  MessageCode cs03a2_eno{0x7EAB};
  MessageCode cs04ac_eno{0x7E0F};
  /// 7.11 from the ENO: by Unknown Remote Party through the ACB, or by a variant of its own.
  bool boost_read_by_urp = true;
  /// First GBCS version with auxiliary controllers (ECS47a, ECS61d, ECS61e) in place of switches (ECS47,
  /// ECS61a): an inference of the DUIS brief.
  std::string controllers_from = "4.0";
  /// Is 7.13 among the ENO's services (profile `gbcs-4.x`), and by which variant of ECS47a?
  bool eno_controller_state = false;
  MessageCode ecs47a_eno{0x7E1E};
  /// Does the device refuse "close" (7.5) in the ENO variant of ECS47? Open point 3.
  bool device_refuses_eno_close = false;
  /// May the ENO send 6.14.1? LBL-3.
  bool eno_may_label = false;

  // DUIS response codes that no source confirms (DUIS brief, section 10).
  std::string code_use_case = "E11";
  std::string code_signature = "E100";
  std::string code_header_mismatch = "E12";
  std::string code_content = "E100";
  std::string code_duplicate = "E100";
  std::string code_quarantine = "I99";
  std::string code_pre_command = "E100";
  bool sign_acknowledgements = true;
  /// Is a `false` flag of 7.9 or 7.10 refused as content, or written as the opposite? Open point 6.
  bool refuse_false_flags = false;

  // Behaviour of the device that the sources leave open (GBCS brief 5.1, 5.3).
  std::string alert_on_unsupported_from = "4.0";  ///< GBCS version from which ECS100 (8F85) is sent
  Duration boost_period = std::chrono::minutes(60);
  std::size_t label_limit = 22;
  /// Does a boost end the override of the switches that it closes, or does the rest apply after it?
  bool boost_cancels_override = false;
  /// Ids of Load Control Events: UTC seconds since 2000, or since 1970 as those of RTDS (GBCS brief 5.8).
  bool unix_event_ids = false;

  /// Does the randomised offset delay calendar switching? (GBCS brief, open point 12)
  bool offset_shifts_calendar = true;

  // What the DCC learns a meter's firmware from (DUIS brief 7.3), and how it refuses an image.
  bool inventory_learns_from_activation = true;
  bool inventory_learns_from_read = true;
  std::string code_firmware_image = "E110101";
  // The inventory: 12.2 for a device that is in it; 8.4 for one that is not, or whose status does not allow
  // it.
  std::string code_device_known = "E120203";
  std::string code_device_unknown = "E080405";
  std::string code_device_status = "E080406";

  // Latencies that the simulators make up; printed as simulated, never claimed for NF13.
  Duration wan_latency = std::chrono::milliseconds(800);
  Duration han_latency = std::chrono::milliseconds(150);
  Duration sub_ghz_latency = std::chrono::milliseconds(600);
  /// How long after a frame on sub-GHz the next one has to wait, for the duty cycle.
  Duration sub_ghz_pause = std::chrono::seconds(2);
  Duration device_latency = std::chrono::milliseconds(200);
  unsigned wan_tries = 3;  ///< how often a network tries before it calls a hub unreachable
  Duration wan_retry_interval = std::chrono::seconds(8);
  std::uint64_t seed = 46;                             ///< of what networks leave to chance
  Duration response_limit = std::chrono::seconds(60);  ///< after it the DSP sends E21
};

}  // namespace enocheck::sim
