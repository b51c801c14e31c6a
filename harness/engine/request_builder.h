#pragma once

#include "engine/case_context.h"

namespace enocheck::engine {

/// The request that a `send` step describes, deviations included; takes the sender's next counter unless the
/// step gives one. Errors: BadValue for a name, or a value that the body needs and the step does not have.
[[nodiscard]] Result<duis::ServiceRequest> build_request(CaseContext& context, const catalogue::Send& send);

/// Applies what header deviations say to a header that is right.
[[nodiscard]] Status apply_deviations(CaseContext& context, const catalogue::HeaderDeviations& deviations,
                                      duis::ServiceRequest& request);

/// The web service that a command variant belongs to, or the one that the step says.
[[nodiscard]] WebService service_for(const catalogue::HeaderDeviations& deviations,
                                     duis::CommandVariant variant);

/// "now", a date-time, or a span from now (`PT10M`, `-P1D`).
[[nodiscard]] Result<Instant> instant_from(std::string_view text, Instant now);

}  // namespace enocheck::engine
