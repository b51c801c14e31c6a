#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/access_expectation.h"
#include "engine/surroundings.h"
#include "user/service_user.h"

namespace enocheck::engine {

/// Asks a target the cells of the access truth table, with real signed documents.
class AccessTable {
 public:
  /// Both outlive the table.
  AccessTable(const catalogue::AccessMatrix& matrix, const Surroundings& surroundings)
      : matrix_(&matrix), outside_(&surroundings) {}

  /// The answers of a group's cells, in order. The signed pre-command of variants 5 to 7 is what variant 4
  /// brought to the same user before; where that was refused, one of the user's own making.
  /// Errors: those of the target's calls; MissingKey.
  [[nodiscard]] Result<std::vector<CellAnswer>> ask(const CellGroup& group);

 private:
  /// What a user has of a critical request under way.
  struct Transformed {
    duis::RequestId request_id;
    Bytes pre_command;  ///< empty if it was refused
  };
  [[nodiscard]] Result<CellAnswer> ask(const AccessCell& cell, CellDevice device);
  [[nodiscard]] Result<duis::ServiceRequest> build(const AccessCell& cell, const Eui64& target) const;
  [[nodiscard]] Result<duis::SignedPreCommand> signed_pre_command(const AccessCell& cell,
                                                                  const duis::RequestId& request_id) const;
  [[nodiscard]] Eui64 target_of(const AccessCell& cell, CellDevice device) const;

  const catalogue::AccessMatrix* matrix_;
  const Surroundings* outside_;
  std::map<std::string, user::ServiceUser, std::less<>> users_;
  OriginatorCounter counter_;  ///< of the cell: by its place, whatever became of those before it
  Transformed transformed_;
};

}  // namespace enocheck::engine
