#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalogue/testbed.h"
#include "catalogue/testcase.h"
#include "catalogue/world.h"

namespace enocheck::engine {

/// Which cases of a test bed may run side by side. The meters behind one Communications Hub are a lane; the
/// cases of a lane run one after the other, while those of others do as well. A case runs alone where it is
/// about meters of several lanes or about none, or where somebody has to do something at the devices.
class Lanes {
 public:
  /// No case runs beside another.
  Lanes() = default;
  /// `bound`: the world with the test bed's devices. Where all meters are behind one hub there are no lanes.
  Lanes(const catalogue::Testbed& testbed, const catalogue::World& bound);

  struct Lane {
    std::set<std::string> meters;  ///< by their names in the world
    std::vector<Eui64> devices;    ///< all of them: meters, hub, HCALCSs
  };
  [[nodiscard]] const std::vector<Lane>& all() const { return lanes_; }
  /// Lanes count from 1; 0: the case runs alone.
  [[nodiscard]] std::size_t of(const catalogue::Testcase& testcase) const;

 private:
  catalogue::World world_;
  std::vector<Lane> lanes_;
};

}  // namespace enocheck::engine
