#pragma once

#include "core/result.h"
#include "crypto/certificate.h"
#include "duis/service_request.h"
#include "duis/service_response.h"

namespace enocheck::duis {

/// May the holder of a certificate sign this? A signature that verifies does not say so: a supplier's key
/// verifies over an ENO's request, too.
///
/// Request:  the XML signing certificate (role 135) of the BusinessOriginatorID.
/// Response: a DSP XML signing certificate (role 137); the access control broker's (role 4) signed the
///           responses of DCC Boxed before September 2022.
/// Errors:   BadSignature saying whose certificate it is.
/// Source:   DUIS brief 2.7 and 4.3.
[[nodiscard]] Status check_signer(const ServiceRequest& request, const crypto::Certificate& certificate);
[[nodiscard]] Status check_signer(const ServiceResponse& response, const crypto::Certificate& certificate);

/// `90-B3-D5-1F-30-02-00-00, xmlSigning, certificate 4093…`: a certificate's holder in words.
[[nodiscard]] std::string holder_of(const crypto::Certificate& certificate);

}  // namespace enocheck::duis
