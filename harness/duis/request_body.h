#pragma once

#include "duis/element_writer.h"
#include "duis/service_request.h"
#include "xml/element_reader.h"

namespace enocheck::duis {

/// Reads the one child of a Request's Body.
[[nodiscard]] RequestBody read_request_body(xml::ElementReader& body);
/// Writes the one child of a Request's Body, whatever the values.
void write_request_body(const RequestBody& body, ElementWriter& out);

/// The content of 6.14.2, between the element's tags.
[[nodiscard]] UpdateDeviceConfigurationALCScheduler read_switch_calendar(xml::ElementReader& in);
void write_switch_calendar(const UpdateDeviceConfigurationALCScheduler& body, ElementWriter& out);

}  // namespace enocheck::duis
