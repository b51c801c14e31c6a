#include "engine/access_cells.h"

#include <fmt/format.h>

namespace enocheck::engine {
namespace {

using catalogue::AccessMatrix;
using catalogue::CellSelector;
using catalogue::MatrixService;

template <class Set>
bool takes(const Set& set, std::string_view one) {
  return set.empty() || set.contains(one);
}

/// The cells of one service: each user with each of the variants.
void add_cells(const AccessMatrix& matrix, const CellSelector& only, const MatrixService& service,
               const std::vector<std::uint8_t>& variants, std::vector<AccessCell>& cells) {
  if (!takes(only.services, service.srv)) { return; }
  for (const auto& user : matrix.users) {
    if (!takes(only.users, user.id)) { continue; }
    for (const auto variant : variants) { cells.push_back({&service, &user, variant}); }
  }
}

std::vector<AccessCell> cells_of(const AccessMatrix& matrix, const CellSelector& only, CellDevice device) {
  std::vector<AccessCell> cells;
  for (const auto& service : matrix.services) {
    if (device == CellDevice::Unknown) {
      add_cells(matrix, only, service, {service.kind.variants.front()}, cells);
    } else if (!service.body.empty() && service.is_non_device() == (device == CellDevice::Dcc)) {
      add_cells(matrix, only, service, matrix.variants, cells);
    }
  }
  return cells;
}

}  // namespace

std::vector<CellGroup> enumerate_cells(const AccessMatrix& matrix, const CellSelector& only) {
  std::vector<CellGroup> groups;
  const auto of_meter = cells_of(matrix, only, CellDevice::Meter);
  for (const auto& firmware : matrix.firmware) {
    for (const auto& registration : matrix.registrations) {
      for (const auto& status : matrix.statuses) {
        groups.push_back({{CellDevice::Meter, &firmware, &registration, status}, of_meter});
      }
    }
  }
  for (const auto device : {CellDevice::Dcc, CellDevice::Unknown}) {
    groups.push_back({{device, nullptr, nullptr, {}}, cells_of(matrix, only, device)});
  }
  std::erase_if(groups, [](const CellGroup& group) { return group.cells.empty(); });
  return groups;
}

std::size_t count_cells(const std::vector<CellGroup>& groups) {
  std::size_t count = 0;
  for (const auto& group : groups) { count += group.cells.size(); }
  return count;
}

std::string name_of(const AccessCell& cell, const Premises& premises) {
  const auto request = fmt::format("{}/{}/{}", cell.service->srv, cell.user->id, cell.variant);
  switch (premises.device) {
    case CellDevice::Dcc: return request + "/dcc";
    case CellDevice::Unknown: return request + "/unknown";
    case CellDevice::Meter: break;
  }
  return fmt::format("{}/{}/{}/{}", request, premises.firmware->id, premises.registration->id,
                     premises.status);
}

catalogue::World world_of(const AccessMatrix& matrix, const Premises& premises) {
  // Non-device requests and the unknown device have nothing to do with the meter: any will do.
  const auto& firmware = premises.firmware == nullptr ? matrix.firmware.front() : *premises.firmware;
  const auto& registration =
      premises.registration == nullptr ? matrix.registrations.front() : *premises.registration;
  catalogue::World world;
  world.id = "matrix";
  world.title = "The access truth table";
  world.start = matrix.start;
  for (const auto& user : matrix.users) {
    const auto other = user.id + "_OTHER";
    world.users.push_back({user.id, user.eui, user.roles, false});
    world.users.push_back({other, user.other, user.roles, false});
    for (const auto& role : user.roles) {
      world.registrations.push_back({matrix.devices.import_mpan, role,
                                     registration.by_other ? other : user.id, registration.from,
                                     registration.to});
    }
  }
  catalogue::WorldMeter meter;
  meter.name = "METER";
  meter.esme = matrix.devices.esme;
  meter.hub = matrix.devices.hub;
  meter.import_mpan = matrix.devices.import_mpan;
  meter.gbcs_version = meter.inventory_gbcs_version = firmware.gbcs_version;
  meter.firmware_version = "00000103";
  meter.smets_version = "SMETS2";
  meter.device_status = premises.status.empty() ? "Commissioned" : premises.status;
  meter.supplier = matrix.devices.supplier;
  meter.network_operator = matrix.devices.network_operator;
  meter.switches.at(1).kind = "hcalcs";
  meter.switches.at(1).hcalcs = matrix.devices.hcalcs;
  world.meters.push_back(std::move(meter));
  return world;
}

}  // namespace enocheck::engine
