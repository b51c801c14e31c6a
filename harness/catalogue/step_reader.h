#pragma once

#include <vector>

#include "catalogue/element.h"
#include "catalogue/step.h"

namespace enocheck::catalogue {

/// Reads the children of <steps>; errors go to the element's reading.
[[nodiscard]] std::vector<Step> read_steps(const Element& steps);

// Parts, a file each.
[[nodiscard]] Send read_send(const Element& send);
[[nodiscard]] Submit read_submit(const Element& submit);
[[nodiscard]] Replay read_replay(const Element& replay);
[[nodiscard]] Deliver read_deliver(const Element& deliver);
[[nodiscard]] DocumentDamage read_document_damage(const Element& document);
[[nodiscard]] SignedPreCommandDamage read_signed_pre_command_damage(const Element& element);
/// The children are changes of octets, but for those of the name `besides`, which others read.
[[nodiscard]] std::vector<OctetMutation> read_octet_mutations(const Element& parent,
                                                              std::string_view besides = {});
/// Of a Parse and Correlate program. Nothing if the element is none of them.
[[nodiscard]] std::optional<decltype(Step::action)> read_parser_expectation(const Element& element);
[[nodiscard]] ExpectedValue read_expected_value(const Element& element);
/// Nothing if the element is no expectation.
[[nodiscard]] std::optional<decltype(Step::action)> read_expectation(const Element& element);

}  // namespace enocheck::catalogue
