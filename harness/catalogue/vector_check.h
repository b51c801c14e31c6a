#pragma once

#include <optional>
#include <string>

#include "catalogue/vector.h"
#include "core/bytes.h"
#include "core/result.h"
#include "xml/schema_validator.h"

namespace enocheck::catalogue {

/// The grammars that vectors are held against.
struct VectorSchemas {
  xml::SchemaValidator descriptor;  ///< vector.xsd
  xml::SchemaValidator duis;        ///< duis_subset.xsd
  /// Errors: those of SchemaValidator::load.
  [[nodiscard]] static Result<VectorSchemas> load(const std::filesystem::path& schemas);
};

/// Holds the key sets of a folder of vectors against their schema. Errors: Schema with the file; Io.
[[nodiscard]] Status check_key_files(const std::filesystem::path& folder, const VectorSchemas& schemas);

/// Everything that a descriptor claims, held against the octets: the checksum, every decoded field, signature
/// and MAC with the keys that it names, the schema of a document, the one fault of an invalid vector, and
/// that the descriptor is in canonical form, hence written by our own command.
/// Errors: BadValue saying what differs; Io; Schema.
[[nodiscard]] Status check_vector(const Vector& vector, const VectorSet& set, const VectorSchemas& schemas);

struct VectorFindings {
  std::size_t checked = 0;
  std::vector<std::string> faults;  ///< what does not hold, each with its vector
};
/// Holds a folder of vectors, key sets included, against `schemas`. Errors: what cannot be read.
[[nodiscard]] Result<VectorFindings> check_vectors(const std::filesystem::path& folder,
                                                   const std::filesystem::path& schemas);

/// A vector as the generator makes it: from its own description, or for one that came from elsewhere from its
/// octets.
struct RemadeVector {
  bool made = false;  ///< the octets were made again; false: taken over from their source
  Bytes content;      ///< of the file: hex with a line break, or XML
  std::string descriptor;
};
/// Errors: Unsupported, MissingKey, BadValue if the octets cannot be made from the description.
[[nodiscard]] Result<RemadeVector> remake_vector(const Vector& vector, const VectorSet& set);

}  // namespace enocheck::catalogue
