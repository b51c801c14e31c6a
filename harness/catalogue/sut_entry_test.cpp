#include "catalogue/sut_entry.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path data_dir() {
  const char* const given = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return given == nullptr ? "." : given;
}

/// A document of this test's own, beside whatever it names.
std::string document(std::string_view name, std::string_view content) {
  const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
  const auto folder = fs::path(testing::TempDir()) / fmt::format("enocheck_sut_{}", test->name());
  fs::create_directories(folder);
  EXPECT_TRUE(write_file(folder / name, bytes_of(content)).has_value());
  return (folder / name).string();
}

TEST(SutEntryTest, EveryShippedOneCanBeRead) {
  const auto files = files_below(data_dir() / "runners/suts", ".xml").value();
  EXPECT_GE(files.size(), 3U);
  for (const auto& file : files) {
    const auto entry = load_sut(data_dir(), file.stem().string());
    ASSERT_TRUE(entry.has_value()) << entry.error().detail;
    EXPECT_FALSE(entry->start.empty()) << file;
  }
  EXPECT_EQ(load_sut(data_dir(), "sim_dsp")->options.at(0).name, "control");
}

TEST(SutEntryTest, FilesAreLookedForBesideTheDocument) {
  const auto file =
      document("lab.xml", R"(<sut xmlns="urn:enocheck:sut:1" title="lab" target="dsp=http://h:1" start="s">
    <option name="keystore" value="keys/z.json"/><option name="rate" value="5"/>
    <option name="testbed" value="bench.xml"/><option name="ics" value="../acme.xml"/></sut>)");
  const auto entry = load_sut(data_dir(), file);
  ASSERT_TRUE(entry.has_value()) << entry.error().detail;
  EXPECT_EQ(entry->options.at(0).value, (fs::path(file).parent_path() / "keys/z.json").string());
  EXPECT_EQ(entry->options.at(1).value, "5");
  const auto folder = fs::path(file).parent_path();
  EXPECT_EQ(entry->options.at(2).value, (folder / "bench.xml").string());
  EXPECT_EQ(entry->options.at(3).value, (folder.parent_path() / "acme.xml").string());
}

TEST(SutEntryTest, SaysWhatThereIsAndWhereAFaultIs) {
  const auto unknown = load_sut(data_dir(), "nobody");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().detail.find("dcc_boxed"), std::string::npos) << unknown.error().detail;

  const auto file =
      document("bad.xml", R"(<sut xmlns="urn:enocheck:sut:1" title="lab" target="dsp=http://h:1" start="s">
    <option name="defect" value="x"/></sut>)");
  const auto bad = load_sut(data_dir(), file);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ErrorCode::Schema);
  EXPECT_NE(bad.error().detail.find("bad.xml: line 2"), std::string::npos) << bad.error().detail;
}

}  // namespace
}  // namespace enocheck::catalogue
