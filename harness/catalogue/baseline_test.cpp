#include "catalogue/baseline.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "catalogue/gate_policy.h"
#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return source == nullptr ? fs::current_path() : fs::path(source);
}

/// A document of one test.
class TestersDocument : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / "enocheck_baseline" / test->name();
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path file() const { return folder_ / "own.xml"; }
  void write(const std::string& text) const { EXPECT_TRUE(write_file(file(), bytes_of(text)).has_value()); }

  fs::path folder_;
};

class BaselineFile : public TestersDocument {
 protected:
  [[nodiscard]] Result<Baseline> load(const std::string& text) const {
    write(text);
    return load_baseline(file(), source_dir());
  }
  static std::string with(const std::string& entries) {
    return "<baseline xmlns=\"urn:enocheck:baseline:1\" sut=\"meter 5.1\">\n" + entries + "</baseline>\n";
  }
  static std::string entry(const std::string& from = "", const std::string& to = "") {
    std::string text =
        "  <tolerate case=\"control/a\" hop=\"esme\" pinned=\"open; expected closed\" reason=\"DEF-1\"\n"
        "            owner=\"B. Smith\" clause=\"CTL-3\" review=\"2027-03-31\"/>\n";
    if (const auto at = text.find(from); !from.empty() && at != std::string::npos) {
      text.replace(at, from.size(), to);
    }
    return text;
  }
};

TEST_F(BaselineFile, HasItsEntriesWithTheirLines) {
  const auto read =
      load(with(entry() + entry("control/a", "control/*") + entry("hop=\"esme\"", "verdict=\"inconc\"")));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->sut, "meter 5.1");
  ASSERT_EQ(read->entries.size(), 3U);
  const auto& first = read->entries[0];
  EXPECT_EQ(first.testcase, "control/a");
  EXPECT_EQ(first.verdict, "fail");
  EXPECT_EQ(first.hop, "esme");
  EXPECT_EQ(first.pinned, "open; expected closed");
  EXPECT_EQ(first.owner, "B. Smith");
  EXPECT_EQ(first.clause, "CTL-3");
  EXPECT_EQ(first.review, "2027-03-31");
  EXPECT_EQ(first.line, 2U);
  EXPECT_EQ(read->entries[1].line, 4U);
  EXPECT_EQ(read->entries[2].verdict, "inconc");
  EXPECT_TRUE(read->entries[2].hop.empty());
}

TEST_F(BaselineFile, IsRefusedWithItsPlaceWhereItIsWrong) {
  const std::vector<std::string> wrong = {entry("case=\"control/a\"", ""),
                                          entry("pinned=\"open; expected closed\"", "pinned=\"\""),
                                          entry("owner=\"B. Smith\"", ""),
                                          entry("reason=\"DEF-1\"", "reason=\" \""),
                                          entry("clause=\"CTL-3\"", ""),
                                          entry("2027-03-31", "2027-02-30"),
                                          entry("2027-03-31", "2027-03-31Z"),
                                          entry("esme", "meter"),
                                          entry("hop=\"esme\"", "verdict=\"error\""),
                                          entry("control/a", "control:a"),
                                          entry() + entry()};
  for (const auto& entries : wrong) {
    const auto read = load(with(entries));
    ASSERT_FALSE(read.has_value()) << entries;
    EXPECT_EQ(read.error().code, ErrorCode::Schema) << read.error().detail;
    EXPECT_NE(read.error().detail.find("own.xml:"), std::string::npos) << read.error().detail;
  }
  EXPECT_FALSE(load("<baseline").has_value());
  EXPECT_FALSE(load("<baseline xmlns=\"urn:enocheck:baseline:2\" sut=\"x\"/>").has_value())
      << "a later version";
  const auto gone = load_baseline(folder_ / "none.xml", source_dir());
  ASSERT_FALSE(gone.has_value());
  EXPECT_NE(gone.error().detail.find("none.xml"), std::string::npos);
}

TEST_F(BaselineFile, GetsEntriesAfterItsOwnAndKeepsWhatPeopleWrote) {
  Toleration more;
  more.testcase = "access/b";
  more.pinned = "got <\"&'>";
  more.reason = "R";
  more.owner = "O";
  more.clause = "ACC-1";
  more.review = "2027-01-01";
  const auto grown = with_entries(with("  <!-- agreed with the vendor -->\n" + entry()), "other", {more});
  ASSERT_TRUE(grown.has_value()) << grown.error().detail;
  EXPECT_NE(grown->find("agreed with the vendor"), std::string::npos);
  const auto read = load(*grown);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  ASSERT_EQ(read->entries.size(), 2U);
  EXPECT_EQ(read->entries[1].pinned, more.pinned);
  EXPECT_EQ(read->sut, "meter 5.1");
}

TEST_F(BaselineFile, ANewOneIsOfItsSystem) {
  Toleration one;
  one.testcase = "access/b";
  one.pinned = one.reason = one.owner = one.clause = "x";
  one.review = "2027-01-01";
  const auto made = with_entries("", "dsp=http://\"a\"", {one});
  ASSERT_TRUE(made.has_value());
  const auto read = load(*made);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->sut, "dsp=http://\"a\"");
  EXPECT_FALSE(with_entries("<baseline/>", "x", {one}).has_value()) << "nowhere to put them";
}

TEST(Day, IsOneOfTheCalendar) {
  EXPECT_TRUE(is_day("2028-02-29"));
  for (const auto* const none : {"2027-02-29", "2027-13-01", "2027-1-1", "", "2027-03-31Z", "tomorrow"}) {
    EXPECT_FALSE(is_day(none)) << none;
  }
}

class GatePolicyFile : public TestersDocument {
 protected:
  [[nodiscard]] Result<GatePolicy> load(const std::string& inside) const {
    write("<gate xmlns=\"urn:enocheck:gate:1\"" + inside);
    Requirements requirements;
    requirements.all.resize(1);
    requirements.all[0].id = "CTL-3";
    return load_gate_policy(file().string(), source_dir(), requirements);
  }
};

TEST_F(GatePolicyFile, SaysWhatCountsAndWhatIsToBeProven) {
  const auto usual = load("/>");
  ASSERT_TRUE(usual.has_value()) << usual.error().detail;
  EXPECT_FALSE(usual->counts_contested);
  EXPECT_TRUE(usual->counts_recommended);
  EXPECT_FALSE(usual->counts_tolerated);
  EXPECT_TRUE(usual->counts_inconc);
  const auto read = load(
      " title=\"UIT entry\" contested=\"counts\" recommended=\"warns\" tolerated=\"counts\" "
      "inconc=\"warns\"\n"
      " least-passed=\"1500\">\n<prove requirement=\"CTL-3\"/></gate>");
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->counts_contested);
  EXPECT_FALSE(read->counts_recommended);
  EXPECT_TRUE(read->counts_tolerated);
  EXPECT_FALSE(read->counts_inconc);
  EXPECT_EQ(read->least_passed, 1500U);
  ASSERT_EQ(read->proven.size(), 1U);
  EXPECT_EQ(read->proven[0].line, 3U);
}

TEST_F(GatePolicyFile, IsRefusedWhereItIsWrong) {
  for (const auto* const wrong : {" contested=\"maybe\"/>", " least-passed=\"-1\"/>", " fail=\"warns\"/>",
                                  "><prove requirement=\"CTL-4\"/></gate>", ">"}) {
    const auto read = load(wrong);
    ASSERT_FALSE(read.has_value()) << wrong;
    EXPECT_NE(read.error().detail.find("own.xml"), std::string::npos) << read.error().detail;
  }
  const auto none = load_gate_policy("lenient", source_dir(), {});
  ASSERT_FALSE(none.has_value());
  EXPECT_NE(none.error().detail.find("neither standard nor strict"), std::string::npos);
}

}  // namespace
}  // namespace enocheck::catalogue
