#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalogue/document_description.h"
#include "catalogue/message_description.h"
#include "catalogue/vector_keys.h"
#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// Who made a vector: `enocheck` from a seed, or a published source that prints it.
struct VectorOrigin {
  std::string name;     ///< "RTDS", "SYN", "enocheck"
  std::string version;  ///< of the data set, or of our generator
  std::string item;     ///< its name there; empty if it has none
  friend bool operator==(const VectorOrigin&, const VectorOrigin&) = default;
};

/// One vector: octets, and a descriptor that says what they are, where they came from, and what is wrong with
/// them if something is.
struct Vector {
  std::string id;                    ///< "gbcs/ECS47/deactivate_command": the path without ending
  std::filesystem::path descriptor;  ///< the .vector.xml
  std::string title;
  std::string fault;  ///< empty if valid; else what is wrong: one word of the schema's list
  VectorOrigin origin;
  std::string document;  ///< where the fact is from: "GBCS brief"
  std::string section;   ///< "4.1"
  std::string request;   ///< id of the DUIS request that it answers or carries out; empty if none
  std::string keys;      ///< name of the key set; empty if none
  std::string file;      ///< the octets, beside the descriptor: .hex or .xml
  std::string sha256;    ///< of the octets themselves, upper-case hex
  std::variant<MessageDescription, DocumentDescription> decoded;

  [[nodiscard]] bool is_message() const { return std::holds_alternative<MessageDescription>(decoded); }
  /// Where the octets are.
  [[nodiscard]] std::filesystem::path bytes_path() const { return descriptor.parent_path() / file; }
};

/// Reads a descriptor. `id` is its path below `vectors`.
/// Errors: Io; Schema with file and line, also for an attribute or element that nobody read.
[[nodiscard]] Result<Vector> load_vector(const std::filesystem::path& descriptor, std::string id);

/// The canonical text of a descriptor: what `enocheck vectors generate` writes.
[[nodiscard]] std::string descriptor_text(const Vector& vector);

/// The octets of a message, or the text of a document, as its file has them. Errors: Io, BadValue.
[[nodiscard]] Result<Bytes> bytes_of_vector(const Vector& vector);

/// All vectors below a folder, with the key sets of its `pki`.
struct VectorSet {
  std::vector<Vector> vectors;  ///< in order of their ids
  std::map<std::string, VectorKeys, std::less<>> keys;

  /// Errors: Io for a folder without vectors: an empty sweep must not pass; those of load_vector.
  [[nodiscard]] static Result<VectorSet> load(const std::filesystem::path& folder);
  /// The key sets alone.
  [[nodiscard]] static Result<VectorSet> load_keys(const std::filesystem::path& folder);
  [[nodiscard]] const Vector* find(std::string_view id) const;
  /// Null if the vector names none. Errors: BadValue for a set that is not there.
  [[nodiscard]] Result<const VectorKeys*> keys_of(const Vector& vector) const;
};

}  // namespace enocheck::catalogue
