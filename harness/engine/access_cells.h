#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/access_matrix.h"
#include "catalogue/world.h"
#include "core/result.h"

namespace enocheck::engine {

/// Whom a cell's request is addressed to.
enum class CellDevice {
  Meter,   ///< the meter, or its hub where the service is for the hub
  Dcc,     ///< the DCC itself: a non-device request
  Unknown  ///< a device that the inventory does not know
};

/// What a group of cells finds at the premises; firmware, registration and status of a Meter only.
struct Premises {
  CellDevice device = CellDevice::Meter;
  const catalogue::MatrixFirmware* firmware = nullptr;
  const catalogue::MatrixRegistration* registration = nullptr;
  std::string status;
};

/// One question to access control: may this user send this, so, to this device?
struct AccessCell {
  const catalogue::MatrixService* service = nullptr;
  const catalogue::MatrixUser* user = nullptr;
  std::uint8_t variant = 0;
};

/// Cells that are asked one after the other in the same world.
struct CellGroup {
  Premises premises;
  std::vector<AccessCell> cells;
};

/// Every cell of the matrix: service, user and variant × firmware, registration and status for what is for a
/// device and has a body; × variant for non-device requests with a body; every service and user for the
/// unknown device. `only` narrows services and users down; nothing is sampled.
[[nodiscard]] std::vector<CellGroup> enumerate_cells(const catalogue::AccessMatrix& matrix,
                                                     const catalogue::CellSelector& only);
[[nodiscard]] std::size_t count_cells(const std::vector<CellGroup>& groups);

/// "7.6/ED/4/new/own/Commissioned", "1.1.1/OU/4/unknown", "8.2/IS/8/dcc"
[[nodiscard]] std::string name_of(const AccessCell& cell, const Premises& premises);

/// The world that a group of cells is asked in: all users, their counterparts, one meter.
[[nodiscard]] catalogue::World world_of(const catalogue::AccessMatrix& matrix, const Premises& premises);

}  // namespace enocheck::engine
