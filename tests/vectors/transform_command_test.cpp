// `enocheck transform`, `correlate` and `vectors` as their users run them: output and exit codes.

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/files.h"
#include "core/hex.h"
#include "program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return source != nullptr ? source : ".";
}
std::string request(const std::string& id) {
  return "'" + (source_dir() / "vectors/duis" / (id + ".xml")).string() + "'";
}
std::string message(const std::string& id) {
  return "'" + (source_dir() / "vectors/gbcs" / (id + ".hex")).string() + "'";
}
std::string hex_of(const std::string& id) {
  return read_text(source_dir() / "vectors/gbcs" / (id + ".hex")).value();
}

class Program : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) /
              (std::string("enocheck_") + test->test_suite_name() + "_" + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] ProgramRun run(const std::string& arguments) const { return run_program(arguments, folder_); }
  /// The seeded test keys as a key store.
  [[nodiscard]] std::string keystore() const {
    const auto keys = (folder_ / "keys").string();
    EXPECT_EQ(run("vectors keys seed_46 --out '" + keys + "'").exit_code, 0);
    return " --keystore '" + keys + "'";
  }
  [[nodiscard]] std::string write(const std::string& name, ByteView content) const {
    EXPECT_TRUE(write_file(folder_ / name, content).has_value());
    return "'" + (folder_ / name).string() + "'";
  }

  fs::path folder_;
};

class TransformCommand : public Program {};
class CorrelateCommand : public Program {};
class VectorsCommand : public Program {};

TEST_F(TransformCommand, EndsAPreCommandAsDuisDoesOrAsRtdsDoes) {
  const auto rtds = hex_of("ECS47/deactivate_precommand");
  EXPECT_EQ(run("transform --null-signature no " + request("7.6/request")).output, rtds);
  const auto with = run("transform " + request("7.6/request"));
  EXPECT_EQ(with.exit_code, 0);
  EXPECT_EQ(with.output, rtds.substr(0, rtds.size() - 1) + "00\n");
  EXPECT_EQ(run("transform --null-signature yes " + request("7.6/request")).output, with.output);
  EXPECT_EQ(run("transform --null-signature perhaps " + request("7.6/request")).exit_code, 2);
}

TEST_F(TransformCommand, ReadsStandardInput) {
  EXPECT_EQ(run("transform --null-signature no - <" + request("7.6/request")).output,
            hex_of("ECS47/deactivate_precommand"));
}

TEST_F(TransformCommand, GivesANonCriticalCommandItsMac) {
  EXPECT_EQ(run("transform --code 7E5F" + keystore() + " " + request("7.9/eno_request")).output,
            hex_of("ECS62/eno_add_command"));
}

TEST_F(TransformCommand, LetsTheBrokerSpeakForAnUnknownRemoteParty) {
  // The broker is the one in the key store, or the one that is named.
  const auto keys = keystore();
  const auto counter = std::string(" --urp --acb-counter 1537 ");
  EXPECT_EQ(run("transform" + keys + counter + request("7.7/eno_request")).output,
            hex_of("ECS61a/eno_read_urp_command"));
  EXPECT_EQ(run("transform" + keys + " --acb 90-B3-D5-1F-30-00-00-02" + counter + request("7.7/eno_request"))
                .output,
            hex_of("ECS61a/eno_read_urp_command"));
  EXPECT_EQ(run("transform" + counter + request("7.7/eno_request")).exit_code, 2);
  EXPECT_EQ(run("transform --acb-counter 1 " + request("7.7/eno_request")).exit_code, 2);
}

TEST_F(TransformCommand, SaysThatAMacIsMissing) {
  const auto bare = run("transform " + request("7.9/request"));
  EXPECT_EQ(bare.exit_code, 0);
  EXPECT_NE(bare.errors.find("without MAC"), std::string::npos);
  // RTDS's command without the 14 octets of the MAC header and the MAC.
  const auto rtds = hex_of("ECS62/add_command");
  EXPECT_EQ(bare.output, rtds.substr(26, rtds.size() - 26 - 1 - 24) + "\n");
}

TEST_F(TransformCommand, RefusesFalseFlagsWhereAsked) {
  EXPECT_EQ(run("transform --false-flags write-opposite " + request("7.9/eno_request")).exit_code, 0);
  const auto refused = run("transform --false-flags refuse " + request("7.9/eno_request"));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.output, "");
}

TEST_F(TransformCommand, TellsWhatItCannotRead) {
  EXPECT_EQ(run("transform").exit_code, 2);
  EXPECT_EQ(run("transform /does/not/exist.xml").exit_code, 2);
  EXPECT_EQ(run("transform " + write("no.xml", bytes_of("<x/>"))).exit_code, 2);
  EXPECT_EQ(run("transform --code 7E5 " + request("7.6/request")).exit_code, 2);
  EXPECT_EQ(run("transform --keystore /does/not/exist " + request("7.9/request")).exit_code, 2);
}

TEST_F(CorrelateCommand, PrintsTheParsedResponse) {
  const auto belongs = run("correlate " + request("7.7/request") + " " + message("ECS61a/read_response"));
  EXPECT_EQ(belongs.exit_code, 0);
  EXPECT_EQ(belongs.output.rfind("<ra:GBCSResponse", 0), 0U);
  EXPECT_NE(belongs.errors.find("belongs to"), std::string::npos);
}

TEST_F(CorrelateCommand, TakesAPreCommandInEveryForm) {
  const auto octets = decode_hex(hex_of("ECS47/deactivate_precommand")).value();
  auto with_null = octets;
  with_null.push_back(0);
  for (const auto& file :
       {message("ECS47/deactivate_precommand"), message("ECS47/deactivate_signed_precommand"),
        message("ECS47/deactivate_command"), write("null.hex", bytes_of(encode_hex(with_null))),
        write("binary.bin", octets), write("text.b64", bytes_of(encode_base64(octets)))}) {
    const auto belongs = run("correlate " + request("7.6/request") + " " + file);
    EXPECT_EQ(belongs.exit_code, 0) << file << belongs.errors;
    EXPECT_EQ(belongs.output, "") << file;
  }
}

TEST_F(CorrelateCommand, TakesADuisResponse) {
  const auto belongs = run("correlate " + request("7.6/request") + " " + request("7.6/signed_response"));
  EXPECT_EQ(belongs.exit_code, 0) << belongs.errors;
  EXPECT_NE(belongs.output.find("DeactivateAuxiliaryLoadRsp MessageSuccess=\"true\""), std::string::npos);
  EXPECT_EQ(run("correlate " + request("7.5/request") + " " + request("7.6/signed_response")).exit_code, 1);
}

TEST_F(CorrelateCommand, NamesTheFieldThatDiffers) {
  const auto differs = run("correlate --code 7E55 " + request("7.6/request") + " " +
                           message("ECS47/eno_deactivate_precommand"));
  EXPECT_EQ(differs.exit_code, 1);
  EXPECT_EQ(differs.output, "");
  EXPECT_NE(differs.errors.find("duration: expected 60 minutes, found 120 minutes"), std::string::npos)
      << differs.errors;
}

TEST_F(CorrelateCommand, AcceptsAnEnoVariantWhereItIsNamed) {
  const auto both = request("7.6/eno_request") + " " + message("ECS47/eno_deactivate_precommand");
  EXPECT_EQ(run("correlate " + both).exit_code, 1);
  EXPECT_EQ(run("correlate --code 0x7E55 " + both).exit_code, 0);
}

TEST_F(CorrelateCommand, KnowsTheBrokerWhereItIsNamed) {
  const auto both = request("7.7/eno_request") + " " + message("ECS61a/eno_read_urp_response");
  EXPECT_EQ(run("correlate --acb 90-B3-D5-1F-30-00-00-02 " + both).exit_code, 0);
  EXPECT_EQ(run("correlate --acb 90-B3-D5-1F-30-00-00-03 " + both).exit_code, 1);
}

TEST_F(CorrelateCommand, TellsWhatItCannotRead) {
  const auto good = request("7.6/request") + " ";
  EXPECT_EQ(run("correlate " + good + write("cut.hex", bytes_of("DF0901"))).exit_code, 2);
  EXPECT_EQ(run("correlate " + good + write("none.hex", bytes_of("hello"))).exit_code, 2);
  EXPECT_EQ(run("correlate " + good + "/does/not/exist.hex").exit_code, 2);
  EXPECT_EQ(run("correlate /does/not/exist.xml " + message("ECS47/deactivate_response")).exit_code, 2);
  EXPECT_EQ(run("correlate " + good + request("7.6/request")).exit_code, 2);
}

TEST_F(VectorsCommand, FindsItsOwnVectorsGoodAndReproducible) {
  const auto checked = run("vectors check");
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_NE(checked.output.find(" 0 bad"), std::string::npos);
  const auto out = (folder_ / "again").string();
  const auto generated = run("vectors generate --out '" + out + "'");
  EXPECT_EQ(generated.exit_code, 0) << generated.output;
  EXPECT_EQ(read_text(folder_ / "again/gbcs/ECS47/eno_reset_response.hex").value(),
            hex_of("ECS47/eno_reset_response"));
}

TEST_F(VectorsCommand, ItsKeysSignDocuments) {
  const auto keys = (folder_ / "keys").string();
  ASSERT_EQ(run("vectors keys seed_46 --out '" + keys + "'").exit_code, 0);
  const auto done = run("sign --keystore '" + keys + "' " + request("7.6/eno_request"));
  ASSERT_EQ(done.exit_code, 0) << done.errors;
  const auto verified = run("verify --keystore '" + keys + "' " + write("signed.xml", bytes_of(done.output)));
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_NE(verified.output.find("signed by 90-B3-D5-1F-30-02-00-00"), std::string::npos) << verified.output;
}

TEST_F(VectorsCommand, FindsADamagedVector) {
  fs::create_directories(folder_ / "v/gbcs");
  fs::copy(source_dir() / "vectors/gbcs/ECS100", folder_ / "v/gbcs/ECS100", fs::copy_options::recursive);
  fs::copy(source_dir() / "vectors/pki", folder_ / "v/pki", fs::copy_options::recursive);
  const auto vectors = " --vectors '" + (folder_ / "v").string() + "'";
  EXPECT_EQ(run("vectors" + vectors + " check").exit_code, 0);
  auto text = read_text(folder_ / "v/gbcs/ECS100/krp_alert.hex").value();
  text.replace(40, 2, "FF");
  ASSERT_TRUE(write_file(folder_ / "v/gbcs/ECS100/krp_alert.hex", bytes_of(text)).has_value());
  const auto bad = run("vectors" + vectors + " check");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_EQ(bad.output.rfind("gbcs/ECS100/krp_alert: ", 0), 0U) << bad.output;
  fs::remove_all(folder_ / "v/gbcs");
  EXPECT_EQ(run("vectors" + vectors + " check").exit_code, 2);
}

TEST_F(VectorsCommand, AddsAVector) {
  fs::create_directories(folder_ / "v");
  fs::copy(source_dir() / "vectors/pki", folder_ / "v/pki", fs::copy_options::recursive);
  const auto vectors = "vectors --vectors '" + (folder_ / "v").string() + "' ";
  const auto rtds = hex_of("ECS47/reset_precommand");
  const auto added = run(vectors + "add gbcs/ECS47/new " + write("new.hex", bytes_of(rtds)) +
                         " --title 'A reset' --origin enocheck --version 1 --document 'GBCS brief' "
                         "--section 4.1 --keys seed_46 --signature valid --mac valid");
  EXPECT_EQ(added.exit_code, 0) << added.errors;
  EXPECT_EQ(run(vectors + "check").exit_code, 0);
  // The supplier's reset, under keys of seed 46.
  EXPECT_EQ(read_text(folder_ / "v/gbcs/ECS47/new.hex").value(), hex_of("ECS47/eis_reset_command"));
}

}  // namespace
}  // namespace enocheck
