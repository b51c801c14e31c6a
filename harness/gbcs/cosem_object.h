#pragma once

#include <string>

#include "gbcs/dlms.h"

namespace enocheck::gbcs {

/// How the value of an object is best shown to people.
enum class ValueFormat {
  Plain,  ///< by its type
  Minutes,
  Seconds,
  Script,          ///< script selector: switch and action, or controller and level
  SwitchState,     ///< TRUE closed, FALSE open
  SwitchIdentity,  ///< type and identifier of what is connected
  SpecialDays,
  Calendar,
  BoostLog,
  ControllerLog,
};

/// What is known of the object that an access specification names.
struct CosemObject {
  std::string name;  ///< "open for, switch 3"
  ValueFormat format = ValueFormat::Plain;
};

/// Looks an object up in `cosem_objects.inc`. `tag` is the type of its value, Null where there is none: some
/// objects mean different things in different GBCS versions. A name is empty if the object has no row.
[[nodiscard]] CosemObject object_of(const AccessSpecification& specification, DataTag tag);

}  // namespace enocheck::gbcs
