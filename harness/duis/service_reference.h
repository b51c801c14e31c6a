#pragma once

#include <span>
#include <string_view>

namespace enocheck::duis {

/// A Service Reference Variant and the element that its requests have in their Body.
struct ServiceReferenceVariant {
  std::string_view number;   ///< "6.14.1"
  std::string_view element;  ///< "UpdateDeviceConfigurationALCDescriptions"

  /// Its Service Reference, the first two numbers: "6.14".
  [[nodiscard]] std::string_view service_reference() const;
};

/// All 129 variants of DUIS 5.4, in order. Body elements and variants are one to one.
/// Source: DUIS Schema V5.4 and the request templates of RTDS.
[[nodiscard]] std::span<const ServiceReferenceVariant> service_reference_variants();
/// Null for a number that DUIS does not have.
[[nodiscard]] const ServiceReferenceVariant* find_variant(std::string_view number);
/// Null for an element that no variant has; SignedPreCommand is every critical variant's and so nobody's.
[[nodiscard]] const ServiceReferenceVariant* find_variant_of_element(std::string_view element);
/// True for one of the 95 Service References: "7.6", "6.14".
[[nodiscard]] bool is_service_reference(std::string_view text);

}  // namespace enocheck::duis
