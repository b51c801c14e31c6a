#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "catalogue/profile.h"
#include "catalogue/requirement.h"
#include "catalogue/world.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "crypto/key_store.h"
#include "engine/sut.h"
#include "user/counter_sequence.h"
#include "xml/schema_validator.h"

namespace enocheck::engine {

class CaseCare;

/// What every case of a run is given. All of it outlives the run.
struct Surroundings {
  Sut* sut = nullptr;
  const std::map<std::string, catalogue::World>* worlds = nullptr;
  const catalogue::Requirements* requirements = nullptr;
  const catalogue::Profile* profile = nullptr;
  /// The users' keys, and the test keys of all other parties for re-protecting damaged messages and for
  /// checking what devices protect.
  const crypto::KeyStore* keys = nullptr;
  const xml::SchemaValidator* duis_schema = nullptr;
  /// The published MMC schema, where the user has it; null: what Parse gives is judged by its values alone.
  const xml::SchemaValidator* mmc_schema = nullptr;
  /// The octets of a vector, by its reference ("gbcs/ECS47/deactivate_success").
  std::function<Result<Bytes>(std::string_view)> vector;
  /// Tells how long a case took; not the time that the target lives in.
  const Clock* wall_clock = nullptr;
  /// Each user's first originator counter in a case.
  std::uint64_t first_counter = 1000;
  /// Looks after equipment that stays as a case leaves it. May be null.
  CaseCare* care = nullptr;
  /// Cases that are not run, by id, and why each is left out. May be null.
  const std::map<std::string, std::string>* left_out = nullptr;
  /// Where a target remembers the counters of earlier cases: gives the first of some that were never used.
  std::function<Result<std::uint64_t>(const Eui64& user)> reserve_counters;
  /// Where cases run side by side: what they share, and each goes on from. Null: each case has its own.
  std::map<Eui64, std::shared_ptr<user::CounterSequence>>* counters = nullptr;
};

}  // namespace enocheck::engine
