// Joins and the hub's device log: meters, hubs, switches and DSPs that get them wrong.
#include "sim/defects/device_parts.h"
#include "sim/defects/dsp_defects.h"
#include "sim/dsp/service_table.h"

namespace enocheck::sim {
namespace {

class JoinsWithoutAnswer final : public EsmeRules {
 public:
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool joins_without_answer() const override { return true; }
};

class JoinsTwice final : public EsmeRules {
 public:
  using EsmeRules::EsmeRules;
  [[nodiscard]] JoinResult examine_join(const JoinCommand& command, MessageCode code,
                                        const EsmeState& state) const override {
    const auto* const known = find_hcalcs(state, command.other_device);
    const bool again = known != nullptr && known->is_joined;
    return again ? JoinResult::Success : EsmeRules::examine_join(command, code, state);
  }
};

class KeepsUnjoined final : public EsmeRules {
 public:
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool forgets_unjoined() const override { return false; }
};

class JoinsForSupplierOnly final : public EsmeRules {
 public:
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_permitted(const UseCaseRule& rule, crypto::RemotePartyRole role) const override {
    const bool is_join = rule.use_case == EsmeUseCase::Join;
    return EsmeRules::is_permitted(rule, role) && (!is_join || role == crypto::RemotePartyRole::Supplier);
  }
};

class TakesReplayedUnjoin final : public EsmeRules {
 public:
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && rule->use_case == EsmeUseCase::Unjoin) { rule->replay_protected = false; }
    return rule;
  }
};

class LetsAnybodyOntoHan final : public HubRules {
  [[nodiscard]] bool lets_onto_han(const DeviceLog& /*log*/, const Eui64& /*device*/) const override {
    return true;
  }
};

class ListsNoHcalcs final : public HubRules {
  [[nodiscard]] std::optional<DeviceLog> with(const DeviceLog& log,
                                              const DeviceLogEntry& entry) const override {
    constexpr std::uint8_t kHcalcs = 13;
    return entry.type == kHcalcs ? std::nullopt : HubRules::with(log, entry);
  }
};

class RemovesNothing final : public HubRules {
  [[nodiscard]] std::optional<DeviceLog> without(const DeviceLog& log,
                                                 const Eui64& /*device*/) const override {
    return log;
  }
};

class TakesReplayedCommands final : public HubRules {
  [[nodiscard]] bool is_fresh(OriginatorCounter /*received*/, OriginatorCounter /*executed*/) const override {
    return true;
  }
};

class ForgetsLogOnPowerLoss final : public HubRules {
  [[nodiscard]] DeviceLog after_power_loss(const DeviceLog& /*log*/) const override { return {}; }
};

class TellsNoChanges final : public HubRules {
  [[nodiscard]] bool tells_of(const DeviceLog& /*before*/, const DeviceLog& /*after*/) const override {
    return false;
  }
};

class BridgesNoBands final : public HubRules {
  [[nodiscard]] bool hears(Band band, bool /*is_dual_band*/) const override {
    return band == Band::TwoPointFourGhz;
  }
};

class HearsAllBands final : public HubRules {
  [[nodiscard]] bool hears(Band /*band*/, bool /*is_dual_band*/) const override { return true; }
};

class HearsSubGhzOnly final : public HubRules {
  [[nodiscard]] bool hears(Band band, bool is_dual_band) const override {
    return is_dual_band ? band == Band::SubGhz : HubRules::hears(band, is_dual_band);
  }
};

class PausesTooLong final : public HubRules {
  [[nodiscard]] Duration pause_on_sub_ghz(Duration /*nominal*/) const override {
    return std::chrono::minutes(1);
  }
};

class NeverRetries final : public HubRules {
  [[nodiscard]] unsigned retries(Band /*band*/) const override { return 0; }
};

class RetriesOnce final : public HubRules {
  [[nodiscard]] unsigned retries(Band band) const override {
    return band == Band::SubGhz ? 1 : HubRules::retries(band);
  }
};

class ObeysUnjoined final : public HcalcsRules {
  [[nodiscard]] bool listens(bool /*is_joined*/) const override { return true; }
};

struct JoinsWhatIsNotWhitelisted : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_be_joined(const InventoryDevice& /*other*/,
                                   const InventoryDevice& /*target*/) const override {
    return true;
  }
};

struct RemovesJoinedDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_be_removed(const InventoryDevice& /*device*/) const override { return true; }
};

struct ForgetsJoins : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool notes_joins() const override { return false; }
};

/// CCS01 for a removal, CS03A1 for what is no meter.
template <Text Variant>
struct LooksAtVariantOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<MessageCode> code_by_content(const duis::ServiceRequest& request,
                                                           const InventoryDevice& target,
                                                           std::string_view role) const override {
    if (request.header.service_reference_variant == Variant.view()) { return std::nullopt; }
    return DspRules::code_by_content(request, target, role);
  }
};

template <Text Variant>
struct KeepsOldCodeOfJoin : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == Variant.view() && role == "ED" ? "IS" : role);
  }
};

/// Makes of a contradiction what it thinks was meant.
struct MendsDeviceLogRequests : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                            Instant now) const override {
    const bool is_device_log = std::holds_alternative<duis::UpdateHANDeviceLog>(request.body);
    return is_device_log ? std::nullopt : DspRules::fault_in_content(request, now);
  }
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto mended = request;
    if (auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&mended.body)) {
      const bool adds = log->request_type == duis::UpdateHANDeviceLog::RequestType::Add;
      if (!adds) { log->details.reset(); }
      if (adds && !log->details) { log->details.emplace(); }
    }
    return DspRules::transform(mended, addressing, code);
  }
};

struct SendsDeviceLogInOwnName : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool by_unknown_remote_party(std::string_view role, std::string_view variant) const override {
    return variant != "8.11" && DspRules::by_unknown_remote_party(role, variant);
  }
};

template <Text Role, Text Variants>
struct RefusesJoins : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_send(std::string_view role, std::string_view variant) const override {
    return !(role == Role.view() && is_among(variant, Variants.view())) && DspRules::may_send(role, variant);
  }
};

template <class Rules>
Defect esme(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

template <class Rules>
Defect hub(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "comms-hub", std::move(breaks), description, &make<HubParts<Rules>>};
}

template <class Rules>
Defect dsp(std::string_view id, std::string_view component, std::vector<std::string_view> breaks,
           std::string_view description) {
  return {id, component, std::move(breaks), description, &with_dsp_rules<Rules>};
}

}  // namespace

std::vector<Defect> device_join_defects() {
  return {
      esme<JoinsWithoutAnswer>("esme.joins-without-answer", {"JOI-6"},
                               "keeps a join although the other device never answered"),
      esme<JoinsTwice>("esme.joins-twice", {"JOI-6"}, "joins a device that it has joined already"),
      esme<KeepsUnjoined>("esme.keeps-unjoined", {"JOI-3", "JOI-4"},
                          "goes on controlling what it was told to unjoin"),
      esme<JoinsForSupplierOnly>("esme.joins-for-supplier-only", {"JOI-2"}, "refuses joins to the ENO"),
      esme<TakesReplayedUnjoin>("esme.takes-replayed-unjoin", {"JOI-6", "SEC-3"}, "unjoins by a replay"),
      hub<LetsAnybodyOntoHan>("comms-hub.lets-anybody-onto-han", {"JOI-6"},
                              "carries frames of devices that are not on its device log"),
      hub<ListsNoHcalcs>("comms-hub.lists-no-hcalcs", {"JOI-1", "IOP-1", "JOI-4"},
                         "takes no HCALCS onto its device log"),
      hub<RemovesNothing>("comms-hub.removes-nothing", {"JOI-3"}, "confirms a removal and does nothing"),
      hub<TakesReplayedCommands>("comms-hub.takes-replayed-commands", {"SEC-3", "JOI-6"},
                                 "executes commands for its device log again"),
      hub<ForgetsLogOnPowerLoss>("comms-hub.forgets-log-on-power-loss", {"JOI-6"},
                                 "has an empty device log after a power cut"),
      hub<TellsNoChanges>("comms-hub.tells-no-changes", {"JOI-1", "JOI-6"},
                          "sends no alert when its device log changes"),
      hub<BridgesNoBands>("comms-hub.bridges-no-bands", {"IOP-2"},
                          "carries nothing to a sub-GHz device, dual band or not"),
      hub<HearsAllBands>("comms-hub.hears-all-bands", {"IOP-1"},
                         "is on sub-GHz although it is a single band hub"),
      hub<HearsSubGhzOnly>("comms-hub.hears-sub-ghz-only", {"IOP-2"},
                           "forgets 2.4 GHz where it has both bands"),
      hub<PausesTooLong>("comms-hub.pauses-too-long", {"IOP-2", "TIM-1"},
                         "lets a minute pass between frames on sub-GHz"),
      hub<NeverRetries>("comms-hub.never-retries", {"IOP-1", "IOP-2"}, "sends a lost frame no second time"),
      hub<RetriesOnce>("comms-hub.retries-once-on-sub-ghz", {"IOP-2"},
                       "sends a lost frame on sub-GHz once more and not again"),
      {"hcalcs.obeys-unjoined",
       "hcalcs",
       {"JOI-3"},
       "carries out events of a meter that it is not joined to",
       &make<HcalcsParts<ObeysUnjoined>>},
  };
}

std::vector<Defect> dsp_join_defects() {
  constexpr std::string_view kAccess = "dsp.access-control";
  constexpr std::string_view kManagement = "dsp.request-management";
  constexpr std::string_view kTransform = "dsp.transform";
  return {
      dsp<JoinsWhatIsNotWhitelisted>("dsp.joins-what-is-not-whitelisted", kManagement, {"JOI-6"},
                                     "gives a pre-command to join a device that is on no device log"),
      dsp<RemovesJoinedDevice>("dsp.removes-joined-device", kManagement, {"JOI-6"},
                               "removes a device from the device log while it is joined"),
      dsp<ForgetsJoins>("dsp.forgets-joins", kManagement, {"JOI-6"},
                        "does not note which devices are joined"),
      dsp<MendsDeviceLogRequests>("dsp.mends-device-log-requests", kManagement, {"ACC-9", "JOI-6"},
                                  "takes an addition without details, and a removal with them"),
      dsp<LooksAtVariantOnly<"8.11">>("dsp.adds-for-removal", kTransform, {"JOI-3", "JOI-4"},
                                      "sends a removal from the device log as CCS01"),
      dsp<LooksAtVariantOnly<"8.7.1">>("dsp.joins-hcalcs-as-meter", kTransform, {"JOI-2", "JOI-4"},
                                       "joins an HCALCS by CS03A1"),
      dsp<KeepsOldCodeOfJoin<"8.7.1">>("dsp.keeps-old-code-for-8.7.1", kTransform, {"JOI-2"},
                                       "sends the ENO's 8.7.1 under the old message code"),
      dsp<KeepsOldCodeOfJoin<"8.8.1">>("dsp.keeps-old-code-for-8.8.1", kTransform, {"JOI-3"},
                                       "sends the ENO's 8.8.1 under the old message code"),
      dsp<SendsDeviceLogInOwnName>("dsp.sends-8.11-in-own-name", kTransform, {"JOI-1", "JOI-4"},
                                   "sends 8.11 in the user's name, which the hub does not know"),
      dsp<RefusesJoins<"ED", "8.7.1 8.8.1 8.11">>("dsp.refuses-joins-to-ED", kAccess,
                                                  {"JOI-1", "JOI-2", "JOI-3"},
                                                  "refuses the ENO what Requirement 3 gives it"),
      dsp<RefusesJoins<"IS", "8.7.1 8.8.1 8.11">>("dsp.refuses-joins-to-IS", kAccess, {"JOI-4", "JOI-6"},
                                                  "refuses joins and the device log to the import supplier"),
      dsp<RefusesJoins<"GS", "8.7.1 8.8.1 8.11">>("dsp.refuses-joins-to-GS", kAccess, {"JOI-4"},
                                                  "refuses joins and the device log to the gas supplier"),
      dsp<RefusesJoins<"OU", "8.11">>("dsp.refuses-8.11-to-OU", kAccess, {"JOI-4"},
                                      "refuses the device log to Other Users"),
  };
}

}  // namespace enocheck::sim
