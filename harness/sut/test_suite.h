#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "catalogue/loader.h"
#include "core/logger.h"
#include "sut/credentials.h"
#include "xml/schema_validator.h"

// For the unit tests of targets: the worlds as they stand in testcases/, and keys for their parties.
namespace enocheck::sut {

inline std::filesystem::path source_dir() {
  const char* const given = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): tests
  return given == nullptr ? "." : given;
}

/// What all tests share: documents are read and keys are made once.
struct Shared {
  static Shared& instance() {
    static Shared shared;
    return shared;
  }
  xml::Libraries libraries;
  catalogue::Loader loader = catalogue::Loader::open(source_dir()).value();
  std::map<std::string, catalogue::World> worlds = loader.worlds().value();
  xml::SchemaValidator schema =
      xml::SchemaValidator::load(source_dir() / "schemas/enocheck/duis_subset.xsd").value();
  std::shared_ptr<Credentials> credentials = Credentials::create(1).value();
  crypto::KeyStore keys = credentials->of_harness(worlds).value();
  SilentLogger log;
};

}  // namespace enocheck::sut
