#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "catalogue/world.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// The equipment that stands for a meter of a world.
struct TestbedMeter {
  std::string name;  ///< as the world calls it
  Eui64 esme;
  Eui64 hub;
  std::string import_mpan;
  std::string gbcs_version;
  std::string firmware_version;
  std::string region;  ///< north, central, south, 4g; empty: not said
  bool may_be_disturbed = true;
  std::map<unsigned, Eui64> hcalcs;  ///< by switch
  std::size_t line = 0;
};

/// A test bed file: a world of testcases/worlds bound to real equipment.
struct Testbed {
  struct TestId {
    std::string testcase;
    std::string id;
    std::size_t line = 0;
  };
  struct User {
    std::string name;
    Eui64 eui;
    std::size_t line = 0;
  };
  std::string file;  ///< as it was opened, for messages
  std::string title;
  std::string world;
  std::vector<User> users;
  std::vector<TestbedMeter> meters;
  std::vector<TestId> test_ids;

  [[nodiscard]] const TestbedMeter* find_meter(std::string_view name) const;
};

/// Errors: Io; Schema with file and line.
[[nodiscard]] Result<Testbed> load_testbed(const std::filesystem::path& file,
                                           const std::filesystem::path& data_dir);

/// The world with the EUIs, MPANs, versions and users of the test bed. What is not on the test bed stays as
/// it was. Errors: Schema with file and line for a meter, user or HCALCS that the world does not have.
[[nodiscard]] Result<World> bound(const World& world, const Testbed& testbed);

/// Puts the tester's ids to the cases. Errors: Schema with file and line for a case that is not there.
[[nodiscard]] Status apply_test_ids(const Testbed& testbed, std::vector<Testcase>& cases);

}  // namespace enocheck::catalogue
