#include "duis/signer.h"

#include <fmt/format.h>

namespace enocheck::duis {

using crypto::RemotePartyRole;

Status check_signer(const ServiceRequest& request, const crypto::Certificate& certificate) {
  const auto& originator = request.header.request_id.originator;
  if (certificate.role() == RemotePartyRole::XmlSigning && certificate.subject() == originator) { return {}; }
  return failure(ErrorCode::BadSignature,
                 fmt::format("signed by {}: a request of {} takes its XML signing certificate",
                             holder_of(certificate), to_string(originator)));
}

Status check_signer(const ServiceResponse& /*response*/, const crypto::Certificate& certificate) {
  const auto& role = certificate.role();
  if (role == RemotePartyRole::DspXmlSigning || role == RemotePartyRole::AccessControlBroker) { return {}; }
  return failure(
      ErrorCode::BadSignature,
      fmt::format("signed by {}: a response takes a DSP XML signing certificate", holder_of(certificate)));
}

std::string holder_of(const crypto::Certificate& certificate) {
  const auto& subject = certificate.subject();
  const auto& role = certificate.role();
  return fmt::format("{}, {}, certificate {}", subject ? to_string(*subject) : "nobody in particular",
                     role ? name_of(*role) : "no role", certificate.serial());
}

}  // namespace enocheck::duis
