#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/element.h"
#include "catalogue/profile.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::catalogue {

// The access truth table as testcases/matrix.xml states it: dimensions, rules, services. Nothing here is
// computed from a simulator; what is expected of a cell is what the first rule that fits it says.

struct MatrixUser {
  std::string id;  ///< "ED"
  std::vector<std::string> roles;
  Eui64 eui;
  Eui64 other;  ///< another party in the same roles
};

struct MatrixDevices {
  Eui64 esme;
  Eui64 hub;
  Eui64 hcalcs;
  std::string import_mpan;
  std::string supplier;
  std::string network_operator;
  Eui64 unknown;  ///< not in the inventory
};

struct MatrixFirmware {
  std::string id;
  std::string gbcs_version;
};

/// Who is registered for the meter's MPAN, and when.
struct MatrixRegistration {
  std::string id;
  bool by_other = false;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

struct MatrixKind {
  std::string id;
  std::vector<std::uint8_t> variants;  ///< that fit; the first is a first request's
};

struct MatrixService {
  std::string srv;
  MatrixKind kind;
  std::vector<std::string> roles;  ///< that may send it today
  bool for_hub = false;
  std::string body;  ///< the element as text; empty where the sources do not give it

  [[nodiscard]] bool is_non_device() const { return kind.id == "non-device"; }
};

/// Holds for every profile, or for one where this key has this value.
struct ProfileCondition {
  std::string key;
  std::string is;
  friend bool operator==(const ProfileCondition&, const ProfileCondition&) = default;

  /// Errors: BadValue for a key that the profile does not have.
  [[nodiscard]] Result<bool> holds_in(const Profile& profile) const;
};

struct MatrixGrant {
  std::set<std::string, std::less<>> services;
  std::set<std::string, std::less<>> users;
  ProfileCondition condition;
};

/// Which cells a line is about: a set that is empty, or a value that is not there, means any.
struct CellSelector {
  std::set<std::string, std::less<>> services;
  std::set<std::string, std::less<>> users;
  std::set<std::uint8_t> variants;
  std::string device;  ///< "meter", "dcc", "unknown"
  std::set<std::string, std::less<>> firmware;
  std::set<std::string, std::less<>> registrations;
  std::set<std::string, std::less<>> statuses;
  std::optional<bool> fits;
  std::optional<bool> right;
  ProfileCondition condition;
  friend bool operator==(const CellSelector&, const CellSelector&) = default;
};
/// Reads the attributes of schemas/enocheck/cells.xsd.
[[nodiscard]] CellSelector read_cell_selector(const Element& element);

struct MatrixRule {
  std::string id;  ///< "registration": rules of one id state one thing about several services
  std::vector<std::string> outcomes;  ///< any of: accepted, passed, a response code, profile:KEY
  std::vector<std::string> requirements;
  std::string hop;  ///< at fault where a cell deviates
  CellSelector cells;
};

struct AccessMatrix {
  Instant start;
  bool ordered = true;  ///< of several faults the first rule's is answered
  std::set<std::string, std::less<>> access_codes;
  std::vector<MatrixUser> users;
  MatrixDevices devices;
  std::vector<MatrixFirmware> firmware;
  std::vector<MatrixRegistration> registrations;
  std::vector<std::string> statuses;
  std::vector<std::uint8_t> variants;
  std::vector<MatrixGrant> grants;
  std::vector<MatrixRule> rules;
  std::vector<MatrixService> services;  ///< all of DUIS, in its order

  [[nodiscard]] const MatrixUser* find_user(std::string_view id) const;
  [[nodiscard]] const MatrixService* find_service(std::string_view srv) const;
};

/// Reads the matrix. Errors: Schema with file and line: also for a service reference variant that is missing
/// or unknown, a name that is no value of its dimension, and a last rule that leaves a cell without answer.
[[nodiscard]] Result<AccessMatrix> parse_access_matrix(std::string file, std::string text);
/// Reads `testcases/matrix.xml` below `data_dir`, held against its schema. Errors: Io; those of parsing.
[[nodiscard]] Result<AccessMatrix> load_access_matrix(const std::filesystem::path& data_dir);

/// Complains at `element` about a word of the selector that is no value of its dimension.
void expect_known_values(const Element& element, const CellSelector& cells, const AccessMatrix& matrix);

}  // namespace enocheck::catalogue
