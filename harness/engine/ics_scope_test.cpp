#include "engine/ics_scope.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/files.h"
#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

namespace fs = std::filesystem;

class IcsFile : public testing::Test {
 protected:
  IcsFile() : world_(bench_.world()) {
    auto& meter = world_.meters.at(0);
    meter.gbcs_version = "3.4";
    meter.supplier = "EIS";
    meter.has_boost_button = true;
  }
  [[nodiscard]] Result<catalogue::Ics> load(const std::string& attributes,
                                            const std::string& switches) const {
    const auto text =
        fmt::format("<ics xmlns=\"urn:enocheck:ics:1\" title=\"ACME 3\" {}>\n{}</ics>", attributes, switches);
    EXPECT_TRUE(write_file(file_, bytes_of(text)).has_value());
    const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
    return catalogue::load_ics(file_, source == nullptr ? fs::current_path() : fs::path(source));
  }
  [[nodiscard]] std::string why(const std::string& attributes, const std::string& switches,
                                const std::string& steps) const {
    const auto ics = load(attributes, switches);
    EXPECT_TRUE(ics.has_value()) << ics.error().detail;
    return reason_not_claimed(Bench::testcase(steps), *ics, world_).value_or("");
  }

  Bench bench_;
  catalogue::World world_;
  fs::path file_ = fs::path(testing::TempDir()) / "enocheck_ics.xml";
};

const std::string kAll = R"(gbcs-version="3.4" boost="true")";
const std::string kSwitches =
    R"(<switch index="1" kind="alcs"/><switch index="2" kind="hcalcs" band="2.4GHz"/>)";
const std::string kCut = R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="m"/>)";

TEST_F(IcsFile, SkipsCiteTheItem) {
  EXPECT_EQ(why(kAll, kSwitches, kCut), "");
  EXPECT_EQ(why(kAll, R"(<switch index="2" kind="alcs"/>)", kCut),
            file_.string() + ", item switch 2: claims alcs; the case needs hcalcs");
  EXPECT_EQ(why(kAll, "", kCut), file_.string() + ", item switch 2: claims none; the case needs hcalcs");
  EXPECT_EQ(why(kAll, R"(<switch index="2" kind="hcalcs" band="sub-GHz"/>)", kCut),
            file_.string() + ", item switch 2 band: claims sub-GHz; the case needs 2.4GHz");
  EXPECT_EQ(why(R"(gbcs-version="4.2" boost="true")", kSwitches, kCut),
            file_.string() + ", item gbcs-version: claims 4.2; the case needs 3.4");
  const std::string press = R"(<press-boost meter="ESME1"/>)";
  EXPECT_EQ(why(kAll, kSwitches, press), "");
  EXPECT_EQ(why(R"(gbcs-version="3.4" boost="false")", kSwitches, press),
            file_.string() + ", item boost: claims none; the case needs a button");
  EXPECT_EQ(why(R"(gbcs-version="3.4" boost="false")", kSwitches, kCut), "")
      << "that item is none of the case's";
}

TEST_F(IcsFile, MakesCasesThatReadTheClaims) {
  const auto ics = load(kAll, kSwitches);
  ASSERT_TRUE(ics.has_value()) << ics.error().detail;
  const auto cases = catalogue::claim_cases(*ics, world_, world_.meters.at(0));
  ASSERT_TRUE(cases.has_value()) << cases.error().detail;
  ASSERT_EQ(cases->size(), 2U);
  EXPECT_EQ(cases->at(0).id, "ics/switches/ESME1");
  EXPECT_EQ(cases->at(1).id, "ics/boost/ESME1");
  EXPECT_EQ(cases->at(0).contested, false);
  const auto& expected = std::get<catalogue::ExpectResponse>(cases->at(0).steps.at(1).action);
  ASSERT_EQ(expected.values.size(), 2U);
  EXPECT_EQ(expected.values[0].is, "ALCS");
  EXPECT_EQ(expected.values[1].is, "HCALCS");
  EXPECT_TRUE(cases->at(0).expects_anything());
}

TEST_F(IcsFile, SaysFileAndLineOfWhatIsWrong) {
  for (const auto& [attributes, switches] :
       {std::pair{kAll, kSwitches + kSwitches},
        std::pair{kAll, std::string(R"(<switch index="6" kind="alcs"/>)")},
        std::pair{kAll, std::string(R"(<switch index="1" kind="alcs" band="sub-GHz"/>)")}}) {
    const auto ics = load(attributes, switches);
    ASSERT_FALSE(ics.has_value()) << switches;
    EXPECT_EQ(ics.error().code, ErrorCode::Schema);
    const auto& detail = ics.error().detail;
    EXPECT_TRUE(detail.starts_with(file_.string() + ":2: ") ||
                detail.starts_with(file_.string() + ": line 2: "))
        << detail;
  }
}

}  // namespace
}  // namespace enocheck::engine
