// A meter whose keys are its own, as it stands on a bench: `enocheck sim esme` with a key store that no seed
// makes, and what a run needs to know of it.

#include <gtest/gtest.h>

#include "crypto/test_pki.h"
#include "support/esme_simulator.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr Eui64 kEsme{0x00DB1234567890A0};
constexpr Eui64 kEis{0x90B3D51F30010000};
constexpr Eui64 kEno{0x90B3D51F30020000};
constexpr Eui64 kBroker{0x90B3D51F30000002};

class MeterKeys : public SuiteRun {
 protected:
  /// A folder of keys that nobody else has: `of_meter` with the meter's private keys, else what a tester has.
  [[nodiscard]] std::string key_store(const std::string& name, std::uint64_t seed, bool of_meter) const {
    const auto pki = crypto::TestPki::create(seed).value();
    crypto::KeyStore store;
    for (const auto& [eui, role] :
         {std::pair(kEis, RemotePartyRole::Supplier), std::pair(kEno, RemotePartyRole::NetworkOperator),
          std::pair(kBroker, RemotePartyRole::AccessControlBroker)}) {
      for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
        const auto made = pki.organisation(eui, role, usage).value();
        store.add({.certificate = made.certificate, .private_key = made.key});
      }
    }
    for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
      const auto made = pki.device(kEsme, usage).value();
      store.add({.certificate = made.certificate,
                 .private_key = of_meter ? std::optional(made.key) : std::nullopt});
    }
    const auto path = folder() / name;
    EXPECT_TRUE(crypto::write_test_key_store(path, store).has_value());
    return path.string();
  }
  /// Gives up on a device soon: who does not know the keys does not answer.
  [[nodiscard]] std::string hasty_profile() const {
    auto text = read_text(source_dir() / "testcases" / "profiles" / "secmp0046.xml").value_or("");
    const std::string limit = "<response-limit>PT60S</response-limit>";
    EXPECT_NE(text.find(limit), std::string::npos);
    text.replace(text.find(limit), limit.size(), "<response-limit>PT2S</response-limit>");
    return place_.write("hasty.xml", text);
  }
  [[nodiscard]] std::unique_ptr<EsmeSimulator> meter() const {
    return std::make_unique<EsmeSimulator>(
        place_, std::vector<std::string>{"--world", "street", "--meter", "ESME1", "--keystore",
                                         key_store("meter", 4711, true)});
  }
  [[nodiscard]] static std::vector<std::string> aimed_at(const EsmeSimulator& simulator) {
    return {"--target", "esme=" + simulator.address("esme"), "--world", "street", "--meter", "ESME1"};
  }
};

TEST_F(MeterKeys, AMeterWithKeysOfItsOwnIsJudgedWithItsCertificates) {
  const auto simulator = meter();
  const auto outcome =
      run(aimed_at(*simulator), {"--keystore", key_store("tester", 4711, false), "--filter",
                                 "access.boost_association_by_role/eno_*:control.deactivate_opens_switch/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(total("pass"), 2U) << outcome.output;
}

TEST_F(MeterKeys, TheWrongKeyStoreIsSaidToBeOneAndNotToBeTheMeter) {
  const auto simulator = meter();
  const auto profile = hasty_profile();
  const auto wrong = key_store("another", 4712, false);
  const auto outcome = run(aimed_at(*simulator), {"--keystore", wrong, "--profile", profile, "--filter",
                                                  "access.boost_association_by_role/eno_*"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  expect_part(outcome.errors, "the meter cannot be judged: EIS reads ESME1's firmware version (11.2)");
  expect_part(outcome.errors, "--keystore " + wrong + " may not be its keys");
  expect_part(outcome.errors, "00-DB-12-34-56-78-90-A0-ka.pem");
  EXPECT_FALSE(fs::exists(out() / "latest")) << "no case has a verdict";

  const auto asked = [&](const std::string& keys) {
    auto arguments = aimed_at(*simulator);
    arguments.insert(arguments.begin(), "doctor");
    arguments.insert(arguments.end(), {"--profile", profile, "--keystore", keys, "--counters",
                                       (folder() / "counters.txt").string()});
    return place_.run(ENOCHECK_PROGRAM, arguments);
  };
  const auto missing = asked(wrong);
  EXPECT_EQ(missing.exit_code, 1) << missing.output << missing.errors;
  expect_part(missing.output, "MISSING  EIS reads ESME1's firmware version (11.2)");
  const auto ready = asked(key_store("tester", 4711, false));
  EXPECT_EQ(ready.exit_code, 0) << ready.output << ready.errors;
  expect_part(ready.output, "ok       EIS reads ESME1's firmware version (11.2)");
}

TEST_F(MeterKeys, TheTestKeysAreNotItsEither) {
  const auto simulator = meter();
  const auto outcome = run(aimed_at(*simulator), {"--profile", hasty_profile(), "--filter",
                                                  "access.boost_association_by_role/eno_*"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  expect_part(outcome.errors, "the test keys of --seed 46 may not be its keys");
}

/// In real time a run says what it takes; what does not fit is left out.
TEST_F(MeterKeys, ARunAgainstAMeterInRealTimeHasAPlan) {
  const EsmeSimulator simulator(place_, {"--world", "street", "--meter", "ESME1"});
  const auto outcome = run(
      aimed_at(simulator),
      {"--max-duration", "PT20S", "--filter", "access.boost_association_by_role/eno_*:control.durations/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  expect_part(outcome.errors, " cases in real time: ");
  const auto judged = verdicts();
  EXPECT_TRUE(std::any_of(judged.begin(), judged.end(), [](const auto& one) {
    return one.second.reason.find("does not fit into --max-duration PT20S") != std::string::npos;
  }));
  EXPECT_GE(total("pass"), 1U) << outcome.output;
}

}  // namespace
}  // namespace enocheck
