#include <array>

#include <fmt/format.h>

#include "gbcs/payload_asn1.h"
#include "transform/mmc_parts.h"

namespace enocheck::transform {
namespace {

// Source: GBCS brief 4.12 (numbers), MMC Schema V5.4 (names).
constexpr std::array kJoinResults = {"success",
                                     "invalidMessageCodeForJoinMethodAndRole",
                                     "invalidJoinMethodAndRole",
                                     "incompatibleWithExistingEntry",
                                     "deviceLogFull",
                                     "writeFailure",
                                     "keyAgreementNoResources",
                                     "keyAgreementUnknownIssuer",
                                     "keyAgreementUnsupportedSuite",
                                     "keyAgreementBadMessage",
                                     "keyAgreementBadKeyConfirm",
                                     "invalidOrMissingCertificate",
                                     "noPartnerLinkKeyReceived",
                                     "noCBKEResponse"};
constexpr std::array kUnjoinResults = {"success", "otherDeviceNotInDeviceLog", "otherFailure"};

template <std::size_t Size>
std::string_view name_in(const std::array<const char*, Size>& names, unsigned result) {
  return result < Size ? std::string_view(names.at(result)) : "notKnown";
}

}  // namespace

std::optional<unsigned> join_result(ByteView payload) {
  constexpr std::uint8_t kInteger = 0x02;
  const auto nodes = gbcs::decode_der(payload);
  if (!nodes || nodes->size() != 1 || nodes->front().tag != kInteger) { return std::nullopt; }
  const auto value = gbcs::integer_of(nodes->front());
  return value && *value >= 0 ? std::optional(static_cast<unsigned>(*value)) : std::nullopt;
}

void write_join_response(std::string_view element, unsigned result, MmcWriter& out) {
  const bool joins = element == "JoinServiceCritical";
  out.element(
      fmt::format("{}Rsp", element), {{"MessageSuccess", std::string(xml_boolean(result == 0))}}, [&] {
        out.element(joins ? "joinResponseCode" : "unjoinResponseCode",
                    {{"ResponseCode", fmt::to_string(result)}}, [&] {
                      out.value("ASN1Status",
                                joins ? name_in(kJoinResults, result) : name_in(kUnjoinResults, result));
                    });
      });
}

}  // namespace enocheck::transform
