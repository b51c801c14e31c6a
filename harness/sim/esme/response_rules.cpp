#include "sim/esme/response_rules.h"

#include "gbcs/protection.h"

namespace enocheck::sim {

gbcs::GroupingHeader ResponseRules::response_header(const gbcs::GroupingHeader& command) const {
  auto header = command;
  header.cra = gbcs::CraFlag::Response;
  header.originator = command.target;
  header.target = command.originator;
  return header;
}

bool ResponseRules::signs_response(const UseCaseRule& rule) const { return rule.critical; }

std::uint8_t ResponseRules::result_after_failure() const { return 250; }

Result<Bytes> protected_response(const gbcs::GroupingHeader& header, ByteView payload, bool is_signed,
                                 const crypto::PrivateKey& device, const crypto::SharedSecret& with_sender) {
  auto message = gbcs::encode_unsigned(header, payload);
  if (is_signed) { return gbcs::sign_message(message, device); }
  gbcs::append_signature(message, {});
  return gbcs::add_mac(message, with_sender);
}

}  // namespace enocheck::sim
