#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/vector_keys.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// One value of a document: "DeactivateAuxiliaryLoad/Duration" is "60".
struct DescribedField {
  std::string name;
  std::string value;
  friend bool operator==(const DescribedField&, const DescribedField&) = default;
};

/// A DUIS document in words: its values, as its reader understood them.
struct DocumentDescription {
  std::string root;       ///< Request, Response
  std::string signature;  ///< absent, valid, invalid, unchecked
  std::vector<DescribedField> fields;
  friend bool operator==(const DocumentDescription&, const DocumentDescription&) = default;
};

/// Describes a DUIS Request or Response. `keys` may be null: then a signature that is there is `unchecked`.
/// Errors: those of the DUIS readers.
[[nodiscard]] Result<DocumentDescription> describe_document(std::string_view document,
                                                            const VectorKeys* keys);

/// The text that enocheck writes for the document's values, without signature: an unsigned document of ours
/// is exactly that. Errors: those of the DUIS readers and writers.
[[nodiscard]] Result<std::string> make_document(std::string_view document);

}  // namespace enocheck::catalogue
