#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/access_cells.h"

namespace enocheck::engine {

/// What a target did with one cell.
struct CellAnswer {
  /// The response code and what came with it: "E2", "I0 pre-command", "I99 sent", "I0 local-command sent",
  /// "HTTP 400". `sent`: a command left the DSP for the device.
  std::string text;
  /// Tells messages apart: over the pre-command and what left the DSP, without signature, MAC, invoke id and
  /// the broker's counter, which differ from run to run. 0 if there was no message.
  std::uint64_t wire = 0;
  friend bool operator==(const CellAnswer&, const CellAnswer&) = default;
};

/// What a rule says of a cell.
struct ExpectedCell {
  const catalogue::MatrixRule* rule = nullptr;
  std::vector<std::string> outcomes;  ///< any of; profile:KEY resolved
};

/// What the matrix says under one profile.
class AccessExpectations {
 public:
  /// Errors: BadValue for a key that the profile does not have. All outlive the expectations.
  [[nodiscard]] static Result<AccessExpectations> create(const catalogue::AccessMatrix& matrix,
                                                         const catalogue::Profile& profile);

  [[nodiscard]] ExpectedCell of(const AccessCell& cell, const Premises& premises) const;
  /// Does the selector fit the cell? Its condition is not looked at.
  [[nodiscard]] bool fits(const catalogue::CellSelector& selector, const AccessCell& cell,
                          const Premises& premises) const;
  /// Is the answer one of these: accepted, passed, or a bare code?
  [[nodiscard]] bool holds(const std::vector<std::string>& outcomes, const AccessCell& cell,
                           const CellAnswer& answer) const;
  /// The words of an outcome, `profile:KEY` resolved. Errors: as create.
  [[nodiscard]] static Result<std::vector<std::string>> resolved(const std::vector<std::string>& outcomes,
                                                                 const catalogue::Profile& profile);

 private:
  struct ActiveRule {
    const catalogue::MatrixRule* rule;
    std::vector<std::string> outcomes;
  };
  explicit AccessExpectations(const catalogue::AccessMatrix& matrix) : matrix_(&matrix) {}
  [[nodiscard]] bool has_right(const AccessCell& cell) const;
  void add_codes_of_other_faults(ExpectedCell& expected, const AccessCell& cell,
                                 const Premises& premises) const;

  const catalogue::AccessMatrix* matrix_;
  std::vector<const catalogue::MatrixGrant*> grants_;
  std::vector<ActiveRule> rules_;
};

/// What an accepted request of that variant is answered: "I99 sent" for variant 1.
[[nodiscard]] std::string_view accepted_answer(std::uint8_t variant);

}  // namespace enocheck::engine
